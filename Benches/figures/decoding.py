# SPDX-License-Identifier: Apache-2.0
"""Files decoded to fields."""

import statistics

from . import files, program

CSV = "".join(
    f"SKU-{n:06},Wool washed {n},10,{n * 37 % 500},{n * 7 % 20},A,{n * 91 % 9000 / 100:.2f}\n" for n in range(2000))
QUOTED = "".join(
    f'SKU-{n:06},"Wool, ""washed"" {n}",10,{n * 37 % 500},{n * 7 % 20},A,{n * 91 % 9000 / 100:.2f}\n' for n in range(2000))
XML = "".join(
    f'  <item sku="SKU-{n:06}" status="A"><title>Wool &amp; more {n}</title><price><gross>{n * 91 % 9000 / 100:.2f}</gross>'
    f"<list>{n * 13 % 9000 / 100:.2f}</list></price><stock>{n * 37 % 500}</stock></item>\n" for n in range(2000))
SIZES = {"20 MB": 20_000_000, "200 MB": 200_000_000, "2 GB": 2_000_000_000}


def page(programs, folder):
    rows = []
    columns = b"ART_NO,TITLE,WH,QTY,RESERVED,STATUS,PRICE\n"
    for name, kind, aim, head, block, tail, arguments in (
            ("CSV", "csv", "1,000", columns, CSV, b"", ()),
            ("CSV, quoted", "csv", "", columns, QUOTED, b"", ()),
            ("XML", "xml", "150", b'<?xml version="1.0" encoding="UTF-8"?>\n<prices>\n', XML, b"</prices>\n",
             ("/prices/item", "@sku", "@status", "title", "price/gross", "price/list", "stock"))):
        path = folder / f"decode.{kind}"
        figures = {}
        for label, size in SIZES.items():
            files.write_repeated(path, head, block.encode(), tail, size)
            runs = 5 if label == "200 MB" else 1
            figures[label] = [decode(programs, kind, path, arguments) for _ in range(runs)]
        path.unlink()
        speed, wall = (statistics.median(run[place] for run in figures["200 MB"]) for place in (0, 1))
        memory = " | ".join(f"{runs[0][2]:.0f}" for runs in figures.values())
        rows.append(f"| {name} | {speed:,.0f} ({wall:,.0f}) | {aim} | {memory} |")
    return """
## Decoding

`dray-decode csv FILE` and `dray-decode xml FILE RECORDS FIELD…`: every record to its fields, positions kept; MB of the file ÷ processor seconds of
the whole process, so what one core does, the file in the page cache, the median of 5 runs on 200 MB (and, in brackets, by the clock on the wall). CSV: seven columns; quoted: one of them in quotes, with two doubled quotes in each record; XML: six values of an item, one with an entity.

| | MB/s | aim | peak memory on 20 MB, MB | on 200 MB | on 2 GB |
|---|---|---|---|---|---|
""" + "\n".join(rows) + "\n"


def decode(programs, kind, path, arguments):
    run = program.run(programs / "dray-decode", kind, path, *arguments)
    megabytes = path.stat().st_size / 1e6
    return megabytes / run.cpu, megabytes / run.seconds, run.megabytes
