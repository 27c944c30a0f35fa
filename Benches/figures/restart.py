# SPDX-License-Identifier: Apache-2.0
"""How soon Dray is ready after a kill, with a long history in its journal."""

import os
import signal
import sqlite3
import statistics
import subprocess
import time

from . import files, program

RUNS = 5
MUTATION = "inventorySetQuantities"


def page(programs, folder):
    dray = programs / "dray"
    home = folder / "restart"
    times = []
    with program.sandbox(dray, 1_000_004, "plus") as store:
        program.make_home(home, store.port)
        files.fill_mirror(dray, home)
        rows = files.levels(home, 1_000_000)
        path = files.write_stock(home / "STOCK.csv", rows, lambda index: True)
        program.run(dray, "run", "stock", path, "--home", home, "--route", "direct")
        for number in range(RUNS):
            # Each delivery asks for something else of 20,000 objects, and the kill comes in the midst of it.
            some = [(sku, quantity + number + 2) for sku, quantity in rows[number * 20_000:(number + 1) * 20_000]]
            files.write_stock(home / "inbox" / "stock" / f"STOCK_{number}.csv", some, lambda index: False)
            known = len(store.requests(MUTATION))
            server, _ = serve(dray, home)
            while len(store.requests(MUTATION)) < known + 20:
                time.sleep(0.01)
            kill(server)
            open_changes = count(home, "state IN ('planned', 'sent', 'unknown')")
            server, ready = serve(dray, home)
            times.append(ready)
            while count(home, "state IN ('planned', 'sent', 'unknown')"):
                time.sleep(0.2)
            kill(server)
    keys = count(home, "state = 'applied'")
    size = (home / "state" / "journal.sqlite").stat().st_size / 1e6
    return f"""
## Restart

`dray serve` killed with SIGKILL in the midst of a delivery of 20,000 changes ({open_changes:,} still open at the last one), started again: from the start
of the process to its first line, which it prints once it has recovered and watches. Its journal has {keys:,} acknowledged changes ({size:.0f} MB), all made by sending them. Aim: 1 s.

| ready after, s (median of {RUNS}) | worst, s |
|---|---|
| {statistics.median(times):.2f} | {max(times):.2f} |
"""


def serve(dray, home):
    """A serving Dray, and how long it took to its first line."""
    started = time.time()
    server = subprocess.Popen(
        [str(dray), "serve", "--home", str(home)], stdout=subprocess.PIPE, text=True, env=program.ENVIRONMENT)
    for line in server.stdout:
        if line.startswith("serving "):
            break
    return server, time.time() - started


def kill(server):
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    server.stdout.close()


def count(home, condition):
    journal = sqlite3.connect(f"file:{home}/state/journal.sqlite?mode=ro", uri=True, timeout=30)
    number = journal.execute(f"SELECT count(*) FROM changes WHERE {condition}").fetchone()[0]
    journal.close()
    return number
