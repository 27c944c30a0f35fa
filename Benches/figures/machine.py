# SPDX-License-Identifier: Apache-2.0
"""What the figures were measured on."""

import datetime
import os
import platform
import re
import subprocess


def first_line(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"


def page(folder):
    cpu = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    memory = int(re.search(r"MemTotal:\s*(\d+)", open("/proc/meminfo").read())[1])
    kind = first_line("stat", "-f", "-c", "%T", str(folder))
    load = os.getloadavg()[0]
    busy = "; other work ran beside it, so times by the clock are longer than on an idle machine" if load > 1 else ""
    return f"""# Benchmarks

Written by `make bench`, which runs `Benches/run`; nothing here is edited by hand. Every figure is a whole process, from its
start to its end, against `dray sandbox` on the same machine, so the stand-in store takes its share of the same cores.

| | |
|---|---|
| measured | {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC; load average when it began: {load:.1f}{busy} |
| processor | {cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores |
| memory | {memory / 1048576:.0f} GiB |
| kernel | {platform.system()} {platform.release()} |
| file system | {kind} |
| compiler | {first_line("swift", "--version")}, `-c release` |
"""
