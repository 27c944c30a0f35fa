# SPDX-License-Identifier: Apache-2.0
"""Each format beside the best tool for it on this machine, and what twice the input takes."""

import gzip
import shutil
import statistics
import subprocess
import sys
import zipfile

from . import files, program

MEGABYTES = 200
RUNS = 3

FLAT = "".join(
    f"SKU-{n:06},Wool washed {n},10,{n * 37 % 500},{n * 7 % 20},A,{n * 91 % 9000 / 100:.2f}\n" for n in range(2000))
ITEMS = "".join(
    f'  <item sku="SKU-{n:06}" status="A"><title>Wool &amp; more {n}</title><price><gross>{n * 91 % 9000 / 100:.2f}</gross>'
    f"<list>{n * 13 % 9000 / 100:.2f}</list></price><stock>{n * 37 % 500}</stock></item>\n" for n in range(2000))
OBJECTS = "".join(
    f'{{"sku":"SKU-{n:06}","title":"Wool \\u00e4 {n}","price":{{"gross":{n * 91 % 9000 / 100:.2f}}},"stock":{n * 37 % 500}}}\n'
    for n in range(2000))
LINES = "".join(f"SKU-{n:06}  {'Wool washed ' + str(n):<30}{n * 37 % 500:>8}{n * 91 % 9000 / 100:>12.2f}\n" for n in range(2000))
HEAD = b"ART_NO,TITLE,WH,QTY,RESERVED,STATUS,PRICE\n"
OPENING = b'<?xml version="1.0" encoding="UTF-8"?>\n<prices>\n'
FIXED = ("sku:1:12", "title:13:30", "qty:43:8", "price:51:12")

# Every value is read, as a string; what is printed keeps the work from being left out.
DUCKDB = "import duckdb, sys; print(duckdb.sql(f\"SELECT count(*), {}\"))"
PY_CSV = "import csv, sys; print(sum(len(row) for row in csv.reader(open(sys.argv[1], newline=''))))"
PY_XML = """
import sys
from lxml import etree
total = 0
for _, item in etree.iterparse(sys.argv[1], tag="item"):
    total += len(item.get("sku")) + len(item.findtext("title")) + len(item.findtext("price/gross")) + len(item.findtext("stock"))
    item.clear()
    while item.getprevious() is not None:
        del item.getparent()[0]
print(total)
"""
PY_JSON = """
import json, sys
print(sum(len(o["sku"]) + len(o["title"]) + o["stock"] for o in map(json.loads, open(sys.argv[1], encoding="utf-8"))))
"""
PY_FIXED = """
import sys
total = 0
for line in open(sys.argv[1], encoding="utf-8"):
    total += len((line[0:12].strip(), line[12:42].strip(), line[42:50].strip(), line[50:62].strip()))
print(total)
"""
PY_XLSX = """
import sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).active
print(sum(len(row) for row in sheet.iter_rows(values_only=True)))
"""
CALAMINE = """
import sys, python_calamine
print(sum(len(row) for row in python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows()))
"""


def page(programs, folder):
    rows = []
    decode = programs / "dray-decode"
    for name, kind, head, block, tail, arguments, others in (
            ("CSV, seven columns", "csv", HEAD, FLAT, b"", (), (
                ("DuckDB, `read_csv`, all text, two threads", python(
                    "duckdb", duckdb("sum(length(QTY)), sum(length(TITLE)) FROM read_csv('{sys.argv[1]}', all_varchar=true)"))),
                ("Python's `csv`", python("csv", PY_CSV)))),
            ("XML, four values an item", "xml", OPENING, ITEMS, b"</prices>\n",
             ("/prices/item", "@sku", "title", "price/gross", "stock"), (
                ("`xmllint --stream --noout`, which takes no values", tool("xmllint", "--stream", "--noout", "--huge")),
                ("lxml's `iterparse`", python("lxml", PY_XML)))),
            ("XML, one value by an XPath with a predicate", "xml", OPENING, ITEMS, b"</prices>\n",
             ("/prices/item", "@sku", "price[gross>10]/gross"), ()),
            ("JSON Lines, four values", "json", b"", OBJECTS, b"", ("/", "sku", "title", "price/gross", "stock"), (
                ("DuckDB, `read_json`, two threads", python(
                    "duckdb", duckdb("sum(length(sku)), sum(length(title)) FROM read_json('{sys.argv[1]}', format='newline_delimited')"))),
                ("`jq`, four values", tool("jq", "-r", "[.sku,.title,.price.gross,.stock]|@csv")),
                ("Python's `json`", python("json", PY_JSON)))),
            ("Fixed width, four values", "fixed", b"", LINES, b"", FIXED, (
                ("`awk` with `substr`", tool("awk", "{n+=length(substr($0,1,12) substr($0,13,30) substr($0,43,8) substr($0,51,12))} END {print n}")),
                ("Python's slices", python("sys", PY_FIXED)))),
    ):
        path = folder / f"format.{kind}"
        files.write_repeated(path, head, block.encode(), tail, MEGABYTES * 1_000_000)
        rows += compare(name, path, [decode, kind, path, *arguments], others)
        if kind == "csv":
            packed = folder / "format.csv.gz"
            with open(path, "rb") as plain, gzip.open(packed, "wb", 6) as out:
                shutil.copyfileobj(plain, out, 1 << 20)
            rows += compare("CSV in gzip", path, [decode, kind, packed], (
                ("`gzip -dc` alone", lambda _: ["gzip", "-dc", packed]),))
            packed.unlink()
        path.unlink()
    sheet = folder / "format.xlsx"
    write_sheet(sheet, 300_000)
    rows += compare("XLSX, 300,000 rows of seven", sheet, [decode, "xlsx", sheet], (
        ("openpyxl, read only", python("openpyxl", PY_XLSX)),
        ("calamine (Rust)", python("python_calamine", CALAMINE))))
    sheet.unlink()
    return f"""
## Every format beside others

`dray-decode`: every record to its fields, positions kept, valid UTF-8 held; {MEGABYTES} MB of each (XLSX: see the size), the file in the page cache, whole processes,
the median of {RUNS}. MB/s by the clock, of the file as it lies on the disk unpacked.

| what | read by | MB/s | CPU, s | peak memory, MB |
|---|---|---|---|---|
""" + "\n".join(rows) + "\n" + doubling(decode, folder)


def compare(name, path, ours, others):
    megabytes = path.stat().st_size / 1e6
    rows = [row(f"{name} ({megabytes:,.0f} MB)", "Dray", megabytes, ours)]
    for reader, command in others:
        arguments = command(path)
        if arguments:
            rows.append(row("", reader, megabytes, arguments))
    return rows


def row(name, reader, megabytes, command):
    try:
        runs = [program.run(*command) for _ in range(RUNS)]
    except RuntimeError as error:
        return f"| {name} | {reader} | not measured: {str(error).splitlines()[-1]} | | |"
    seconds, cpu, memory = (statistics.median(values) for values in zip(*((r.seconds, r.cpu, r.megabytes) for r in runs)))
    return f"| {name} | {reader} | {megabytes / seconds:,.0f} | {cpu:.2f} | {memory:.0f} |"


def duckdb(select):
    return DUCKDB.replace("{}", select.replace("\"", "\\\"")).replace("f\"SELECT", "f\"SELECT")


def python(module, script):
    """A script of this Python, where it has the module."""
    found = subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode == 0
    return lambda path: [sys.executable, "-c", script, path] if found else None


def tool(*command):
    return lambda path: [*command, path] if shutil.which(command[0]) else None


def write_sheet(path, rows):
    """A sheet as spreadsheets write it: texts shared, numbers plain."""
    names = HEAD.decode().strip().split(",")
    texts = [*names, *(f"SKU-{n:06}" for n in range(2000)), *(f"Wool washed {n}" for n in range(2000)), "A"]

    def lines():
        yield "<row r=\"1\">" + "".join(f'<c r="{"ABCDEFG"[n]}1" t="s"><v>{n}</v></c>' for n in range(7)) + "</row>"
        for n in range(rows):
            r, k = n + 2, n % 2000
            yield (
                f'<row r="{r}"><c r="A{r}" t="s"><v>{7 + k}</v></c><c r="B{r}" t="s"><v>{2007 + k}</v></c><c r="C{r}"><v>10</v></c>'
                f'<c r="D{r}"><v>{n * 37 % 500}</v></c><c r="E{r}"><v>{n * 7 % 20}</v></c><c r="F{r}" t="s"><v>4007</v></c>'
                f'<c r="G{r}"><v>{n * 91 % 9000 / 100:.2f}</v></c></row>')
    write_book(path, texts, lines())


def write_book(path, texts, lines):
    """A workbook of one sheet: the texts its cells share, and its rows."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'))
        relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        book.writestr("_rels/.rels", (
            f'<?xml version="1.0"?><Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>'))
        book.writestr("xl/workbook.xml", (
            f'<?xml version="1.0"?><workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="Stock" sheetId="1" r:id="r1"/></sheets></workbook>'))
        book.writestr("xl/_rels/workbook.xml.rels", (
            f'<?xml version="1.0"?><Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'))
        with book.open("xl/sharedStrings.xml", "w") as strings:
            strings.write(f'<?xml version="1.0"?><sst xmlns="{main}">'.encode())
            for text in texts:
                strings.write(f"<si><t>{text}</t></si>".encode())
            strings.write(b"</sst>")
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>'.encode())
            for line in lines:
                sheet.write(line.encode())
            sheet.write(b"</sheetData></worksheet>")


def write_texts(path, rows):
    """A sheet in which every row has a text of its own, the last text first."""
    write_book(
        path, (f"SKU-{n:07} {n * 7919 % 99991}" for n in range(rows + 1)),
        (f'<row r="{n + 1}"><c r="A{n + 1}" t="s"><v>{rows - n}</v></c></row>' for n in range(rows)))


def doubling(decode, folder):
    """Time and memory of n and of 2n, on plain and on hostile input."""
    def repeated(head, block, tail=b""):
        return lambda size: head + block * (size // len(block)) + tail
    # Within the limits, so that every byte of it is read: what goes beyond them is refused early and proves nothing.
    wide = b",".join(b"c%d" % n for n in range(5000)) + b"\n"
    deep = b"<x>" * 250 + b"</x>" * 250
    attributes = b"<b " + b" ".join(b'x%d="&amp;"' % n for n in range(1500)) + b"/>"
    long = b"x" * 1_000_000
    cases = (
        ("CSV, plain", "csv", repeated(HEAD, FLAT.encode()), ()),
        ("CSV, values of doubled quotes, 900 KB each", "csv", repeated(b"a,b\n", b'1,"' + b'""' * 450_000 + b'"\n'), ()),
        ("CSV, quotes around every value", "csv", repeated(b"a,b\n", b'"""","\r\n"\n'), ()),
        ("CSV, five thousand columns", "csv", repeated(wide, wide.replace(b"c", b"")), ()),
        ("CSV, records of one byte", "csv", repeated(b"a\n", b"1\n"), ()),
        ("CSV, records of 3 MB", "csv", repeated(b"a,b,c\n", long + b"," + long + b"," + long + b"\n"), ()),
        ("CSV, empty lines", "csv", repeated(b"a,b\n", b"\n"), ()),
        ("CSV, a quote that is never closed (refused)", "csv", lambda size: b'a,b\n"' + b"x,y\n" * (size // 4), ()),
        ("XML, plain", "xml", repeated(OPENING, ITEMS.encode(), b"</prices>\n"), ("/prices/item", "@sku", "title", "stock")),
        ("XML, nested to the limit in each record", "xml", repeated(b"<a>", b"<b>" + deep + b"</b>", b"</a>"), ("/a/b", "c")),
        ("XML, fifteen hundred attributes an element", "xml", repeated(b"<a>", attributes, b"</a>"), ("/a/b", "@x0", "@x1499")),
        ("XML, entities", "xml", repeated(b"<a>", b"<b><c>" + b"&amp;&#65;" * 1000 + b"</c></b>", b"</a>"), ("/a/b", "c")),
        ("XML, records of one empty element", "xml", repeated(b"<a>", b"<b/>", b"</a>"), ("/a/b", "c")),
        ("XML, records of 20,000 children, XPath", "xml", repeated(b"<a>", b"<b>" + b"<c>1</c>" * 20_000 + b"</b>", b"</a>"),
         ("/a/b", "c[last()]", "c[. = 2]")),
        ("JSON, plain", "json", repeated(b"", OBJECTS.encode()), ("/", "sku", "title")),
        ("JSON, nested in each record", "json", repeated(b"", b'{"a":' + b"[" * 100 + b"]" * 100 + b"}\n"), ("/", "a", "b")),
        ("JSON, texts of escapes, 900 KB each", "json", repeated(b"", b'{"a":"' + b"\\\\" * 450_000 + b'"}\n'), ("/", "a")),
        ("JSON, records of nothing", "json", repeated(b"", b"{}\n"), ("/", "a")),
        ("JSON, a thousand members a record", "json", repeated(
            b"", b"{" + b",".join(b'"m%d":%d' % (n, n) for n in range(1000)) + b"}\n"), ("/", "m999")),
        ("Fixed width, lines of one character", "fixed", repeated(b"", b"x\n"), FIXED),
        ("Fixed width, one line without end (refused)", "fixed", repeated(b"", b"x" * 64), FIXED),
        ("XLSX, as many texts as rows, named backwards (n is 200,000 rows)", "xlsx", None, ()),
    )
    rows = []
    for name, kind, make, arguments in cases:
        figures = []
        for size in (25_000_000, 50_000_000):
            path = folder / f"double.{kind}"
            if make:
                path.write_bytes(make(size))
            else:
                write_texts(path, size // 125)
            runs = [refused_or_read(decode, kind, path, arguments) for _ in range(3)]
            figures.append((min(run[0] for run in runs), max(run[1] for run in runs)))
            path.unlink()
        (first, memory), (second, twice) = figures
        rows.append(f"| {name} | {first:.2f} | {second:.2f} | {memory:.0f} | {twice:.0f} |")
    return """
Twice the input (25 MB and 50 MB), plain and hostile, read or refused: CPU of the whole process, the best of three.

| | n, s | 2n, s | n, MB | 2n, MB |
|---|---|---|---|---|
""" + "\n".join(rows) + "\n"


def refused_or_read(decode, kind, path, arguments):
    """A process that may end with a fault; its time and memory all the same."""
    import os
    process = subprocess.Popen([str(decode), kind, str(path), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = program.Peak(process.pid)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_utime + usage.ru_stime, peak.megabytes()
