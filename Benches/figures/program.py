# SPDX-License-Identifier: Apache-2.0
"""Runs programs and tells what they took; a home and a stand-in store to measure with."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from dataclasses import dataclass
from datetime import datetime

ENVIRONMENT = {**os.environ, "DRAY_TOKEN": "sandbox-token"}


@dataclass
class Run:
    """One process from start to end."""

    started: float
    seconds: float
    cpu: float
    megabytes: float  # peak resident memory
    lines: list  # (seconds since the start, text)

    def at(self, words):
        """When the first line with these words came."""
        return next(seconds for seconds, text in self.lines if words in text)


def run(*command, cwd=None):
    started = time.time()
    process = subprocess.Popen(
        [str(part) for part in command], cwd=cwd, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
    peak = Peak(process.pid)
    lines = [(time.time() - started, line.rstrip()) for line in process.stdout]
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.time() - started
    if status != 0:
        shown = "\n".join(text for _, text in lines[-20:])
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {os.waitstatus_to_exitcode(status)}\n{shown}")
    return Run(started, seconds, usage.ru_utime + usage.ru_stime, peak.megabytes(), lines)


class Peak(threading.Thread):
    """The highest resident memory of a process, from its own VmHWM, asked for until it has ended. Not from
    `ru_maxrss`: that begins with what the process that started it had."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.path = f"/proc/{pid}/status"
        self.kibibytes = 0
        self.start()

    def run(self):
        with contextlib.suppress(OSError):
            while True:
                found = [line for line in open(self.path) if line.startswith("VmHWM:")]
                if not found:
                    return
                self.kibibytes = int(found[0].split()[1])
                time.sleep(0.005)

    def megabytes(self):
        self.join()
        return self.kibibytes / 1024


class Sandbox:
    """`dray sandbox` with so many variants, four a product, at one location."""

    def __init__(self, dray, variants, plan="standard", orders=0):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.options = ["--products", variants // 4, "--variants", 4, "--locations", 1, "--orders", orders, "--plan", plan]
        command = [dray, "sandbox", "--port", self.port, *self.options]
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def ask(self, path, body=None):
        address = f"http://127.0.0.1:{self.port}/sandbox/{path}"
        with urllib.request.urlopen(urllib.request.Request(address, data=body)) as reply:
            return reply.read()

    def requests(self, root):
        """What it logged of a root field, in order."""
        logged = map(json.loads, self.ask("requests").splitlines())
        return [request for request in logged if root in request["roots"]]

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        self.process.stdout.close()


@contextlib.contextmanager
def sandbox(dray, variants, plan="standard", orders=0):
    store = Sandbox(dray, variants, plan, orders)
    try:
        yield store
    finally:
        store.close()


def seconds(logged):
    """The time of a logged request, as `time.time()` tells it."""
    return datetime.fromisoformat(logged["time"].replace("Z", "+00:00")).timestamp()


def make_home(folder, port):
    """A home with one stock feed that trusts the mirror."""
    (folder / "jobs" / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "inbox" / "stock").mkdir(parents=True, exist_ok=True)
    (folder / "dray.yaml").write_text(
        f"store:\n  shop: sandbox\n  auth: {{access_token: {{env: DRAY_TOKEN}}}}\n"
        f"  endpoint: http://127.0.0.1:{port}\n")
    (folder / "jobs" / "tables" / "warehouses.csv").write_text("code,location\n10,Berlin\n")
    (folder / "jobs" / "stock.yaml").write_text(
        'feed: stock.set\nfiles: "STOCK_*.csv"\nformat: {type: csv, delimiter: ";"}\n'
        "fields:\n  sku: ART_NO\n  location: {column: WH, lookup: warehouses}\n  available: QTY\n"
        "compare: mirror\nquiet: 0s\nrails: {min_records: 2, max_changed: 100%, max_zeroed: 100%}\n")
    return folder
