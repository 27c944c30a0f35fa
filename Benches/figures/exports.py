# SPDX-License-Identifier: Apache-2.0
"""Orders of a million lines, from a bulk result through the mirror to a CSV file, beside a plain Python script."""

import json
import sys
import urllib.request

from . import program

ORDERS = 286_000
JOBS = {
    "orders": 'export: orders\nfile: "orders-{sequence}.csv"\n',
    "lines": 'export: order-lines\nfile: "lines-{sequence}.csv"\n',
}
# What a person would write: the lines of the bulk result, joined to their orders, as CSV.
PYTHON = """
import csv, json, sys
orders = {}
out = csv.writer(open(sys.argv[2], "w", newline=""))
for line in open(sys.argv[1]):
    node = json.loads(line)
    if "/Order/" in node["id"]:
        orders[node["id"]] = node
    elif "/LineItem/" in node["id"]:
        order = orders[node["__parentId"]]
        out.writerow([
            order["name"], order["createdAt"], order["email"], order["displayFinancialStatus"],
            order["currencyCode"], order["totalPriceSet"]["shopMoney"]["amount"], node["sku"], node["title"],
            node["variantTitle"], node["vendor"], node["quantity"], node["currentQuantity"],
            node["originalUnitPriceSet"]["shopMoney"]["amount"], node["originalTotalSet"]["shopMoney"]["amount"],
            sum(float(tax["priceSet"]["shopMoney"]["amount"]) for tax in node["taxLines"]),
        ])
"""


def page(programs, folder):
    dray = programs / "dray"
    home = folder / "orders"
    with program.sandbox(dray, 400, "plus", orders=ORDERS) as store:
        program.make_home(home, store.port)
        for name, text in JOBS.items():
            (home / "jobs" / f"{name}.yaml").write_text(text)
        refresh = program.run(dray, "refresh", "orders", "--home", home)
        first = program.run(dray, "run", "orders", "--home", home)
        lines = program.run(dray, "run", "lines", "--home", home)
        unchanged = program.run(dray, "run", "orders", "--home", home)
        result = folder / "orders.jsonl"
        download(store, result)
    written = home / "outbox" / "orders" / "orders-1.csv"
    rows = count(written)
    python = program.run(sys.executable, "-c", PYTHON, result, folder / "python.csv")
    table = "\n".join(
        f"| {name} | {run.seconds:.1f} | {run.cpu:.1f} | {run.megabytes:.0f} |"
        for name, run in (
            ("`dray refresh orders`: bulk operation, download, mirror", refresh),
            ("`dray run orders`: every order to CSV, 50 columns", first),
            ("`dray run lines`: every line compared by itself, to CSV", lines),
            ("`dray run orders` again: nothing changed", unchanged),
            ("Python's `json` and `csv`: lines with their orders, 15 columns", python)))
    return f"""
## A million order lines to CSV

{ORDERS:,} orders with {rows:,} lines ({result.stat().st_size / 1e6:,.0f} MB of bulk result, {written.stat().st_size / 1e6:,.0f} MB of CSV); one run each. The refresh waits for the
sandbox, which makes the result on the same cores, and also reads refunds and shipments by id; each run begins with a refresh of what changed. Aim: bounded by 200 MB.
The script reads the same bulk result from the disk and keeps every order in memory; it writes fewer columns, in floating point, without versions,
checksum or a second run that writes only what changed.

| | s | CPU, s | peak memory, MB |
|---|---|---|---|
{table}
"""


def count(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\r\n") for block in iter(lambda: file.read(1 << 20), b"")) - 1


def download(store, path):
    """The result of the bulk operation on orders."""
    query = '{ bulkOperations(first: 10, reverse: true, query: "operation_type:query") { nodes { url objectCount } } }'
    request = urllib.request.Request(
        f"http://127.0.0.1:{store.port}/admin/api/2026-07/graphql.json",
        data=json.dumps({"query": query}).encode(),
        headers={"X-Shopify-Access-Token": "sandbox-token", "Content-Type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        nodes = json.load(reply)["data"]["bulkOperations"]["nodes"]
    url = max((node for node in nodes if node["url"]), key=lambda node: int(node["objectCount"]))["url"]
    with urllib.request.urlopen(url) as reply, open(path, "wb") as file:
        while block := reply.read(1 << 20):
            file.write(block)
