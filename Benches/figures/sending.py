# SPDX-License-Identifier: Apache-2.0
"""How much of what the store gives is used: points charged against points restored."""

from . import files, program

MUTATION = "inventorySetQuantities"
RESTORE = {"standard": 100, "plus": 1000}


def page(programs, folder):
    dray = programs / "dray"
    rows = [measure(dray, folder, "standard", 100_000), measure(dray, folder, "plus", 1_000_000)]
    return """
## Sending at the store's rate

`dray run stock STOCK.csv --route direct`, every quantity changed, 250 items a request. Share = points charged ÷ (restore rate × time), by the sandbox's log,
from the moment the starting bucket is spent (less than half a second's points left) to the last request. Aim: share at least 95 %, THROTTLED at most 1 %.
On the plus plan 100,000 records cost 4,000 points of a bucket of 20,000: there the file has 1,000,000 records and the bucket is emptied just before
the first request (`POST /sandbox/points`); where it never is spent, the share is of the time from the first request to the last.
A share above 100 % uses up points saved before, such as those restored while the file was compared.

| plan | records | share | THROTTLED | points for 1,000 records | requests | from first to last request, s | measured, s | CPU of dray, s | peak memory, MB |
|---|---|---|---|---|---|---|---|---|---|
""" + "\n".join(rows) + "\n"


def measure(dray, folder, plan, count):
    home = folder / f"sending-{plan}"
    with program.sandbox(dray, count + 4, plan) as store:
        program.make_home(home, store.port)
        files.fill_mirror(dray, home)
        path = files.write_stock(home / "STOCK.csv", files.levels(home, count), lambda index: True)
        if plan == "plus":
            store.ask("points", b"0")
        run = program.run(dray, "run", "stock", path, "--home", home, "--route", "direct")
        requests = store.requests(MUTATION)
    rate = RESTORE[plan]
    spent = next((place for place, request in enumerate(requests) if request["available"] < rate / 2), 0)
    measured = requests[spent + 1:]
    time = program.seconds(measured[-1]) - program.seconds(requests[spent])
    share = sum(request["cost"] or 0 for request in measured) / (rate * time)
    throttled = sum(request["throttled"] for request in requests)
    points = sum(request["cost"] or 0 for request in requests)
    whole = program.seconds(requests[-1]) - program.seconds(requests[0])
    return (
        f"| {plan} | {count:,} | {share:.1%} | {throttled / len(requests):.2%} | {points * 1000 / count:.1f} | {len(requests):,} "
        f"| {whole:.1f} | {time:.1f} | {run.cpu:.1f} | {run.megabytes:.0f} |")
