# SPDX-License-Identifier: Apache-2.0
"""A large stock file of which little changed: from the start of `dray run` to the first request."""

import statistics
import subprocess
import sys
import time

from . import files, program

RUNS = 5
MUTATION = "inventorySetQuantities"
PYTHON_CSV = "import csv, sys\nfor row in csv.reader(open(sys.argv[1], newline=''), delimiter=';'): pass"
DUCKDB = "import duckdb, sys\nprint(duckdb.sql(f\"SELECT count(*), sum(QTY) FROM read_csv('{sys.argv[1]}', delim=';')\"))"


def page(programs, folder):
    dray = programs / "dray"
    million = measure_million(dray, folder)
    ten = measure_ten_million(dray, folder)
    rows = "\n".join(
        f"| {name} | {figures['first']:.2f} | {figures['memory']:.0f} | {figures['taken']:.2f} | {figures['compared']:.2f} "
        f"| {figures['sent']:.2f} | {figures['cpu']:.2f} |"
        for name, figures in (("1,000,000", million), ("10,000,000", ten)))
    others = "\n".join(f"| {name} | {value} |" for name, value in million["others"])
    return f"""
## A stock file of which 1 % changed

`dray run stock STOCK.csv --route direct`, `compare: mirror`, mirror and journal up to date; SKU, warehouse through a look-up table, quantity.
From the start of the process to the first `{MUTATION}` answered, by the sandbox's log. Aim for 1,000,000 records: under 2 s and 150 MB;
ten times the records: the same memory, ten times the time.

| records | first request, s | peak memory, MB | … start, copy and SHA-256, synced, s | … decode, compare, plan committed, s | … first batch committed, sent, answered, s | CPU of the whole run, s |
|---|---|---|---|---|---|---|
{rows}

The first line is the median of {RUNS} runs ({million["size"]} MB; {million["spread"]}), each file with another 1 % changed; its mirror was filled from
the sandbox by `dray refresh` in {million["refresh"]:.0f} s. The second is one run ({ten["size"]} MB): its mirror was grown from a small one by
`Benches/figures/files.py`, the changed items exist in the sandbox. CPU includes sending the 1 %, on all threads: the file and the mirror are read side by side.

The same 1,000,000 records read once by others (median of {RUNS}):

| | s |
|---|---|
{others}
"""


def measure_million(dray, folder):
    home = folder / "million"
    figures = []
    with program.sandbox(dray, 1_000_004) as store:
        program.make_home(home, store.port)
        refresh = files.fill_mirror(dray, home).seconds
        rows = files.levels(home, 1_000_000)
        path = home / "STOCK.csv"
        for number in range(RUNS):
            files.write_stock(path, rows, lambda index: index % 100 <= number)
            figures.append(measure(dray, home, path, store))
    others = [
        ("`wc -l`", repeated("wc", "-l", path)),
        ("Python's `csv.reader`, every row", repeated(sys.executable, "-c", PYTHON_CSV, path)),
        ("DuckDB's `read_csv`, count and sum", repeated(sys.executable, "-c", DUCKDB, path)),
        ("`dray-decode csv`, every field", repeated(dray.with_name("dray-decode"), "csv", path)),
    ]
    firsts = sorted(figure["first"] for figure in figures)
    middle = {name: statistics.median(figure[name] for figure in figures) for name in figures[0]}
    middle |= {"others": others, "refresh": refresh, "size": path.stat().st_size // 1_000_000,
               "spread": f"{firsts[0]:.2f} to {firsts[-1]:.2f} s"}
    path.unlink()
    return middle


def measure_ten_million(dray, folder):
    home = folder / "ten-million"
    with program.sandbox(dray, 12) as store:
        program.make_home(home, store.port)
        files.fill_mirror(dray, home)
    files.grow_mirror(home, 10_000_012)
    path = files.write_grown_stock(home / "STOCK.csv", 12, 10_000_000, 100)
    with program.sandbox(dray, 10_000_012) as store:
        program.make_home(home, store.port)
        figures = measure(dray, home, path, store)
    figures["size"] = path.stat().st_size // 1_000_000
    path.unlink()
    (home / "state" / "mirror.sqlite").unlink()
    return figures


def measure(dray, home, path, store):
    known = len(store.requests(MUTATION))
    run = program.run(dray, "run", "stock", path, "--home", home, "--route", "direct")
    first = program.seconds(store.requests(MUTATION)[known]) - run.started
    taken, planned = run.at(": took "), run.at(" changes to send")
    return {
        "first": first, "memory": run.megabytes, "cpu": run.cpu,
        "taken": taken, "compared": planned - taken, "sent": first - planned,
    }


def repeated(*command):
    """The median time of a command, or that it cannot be run."""
    times = []
    for _ in range(RUNS):
        started = time.time()
        try:
            subprocess.run([str(part) for part in command], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return "not installed"
        times.append(time.time() - started)
    return f"{statistics.median(times):.2f}"
