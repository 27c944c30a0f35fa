# SPDX-License-Identifier: Apache-2.0
"""The files that are measured with: stock files, mirrors filled and grown, CSV and XML of a size."""

import sqlite3

from . import program

# The made-up catalogue has its oddities in the first products: two variants behind one SKU, one without.
USABLE = "sku IS NOT NULL AND sku <> 'SKU-00007'"
# Where the stand-in store's ids begin.
VARIANT, ITEM, PRODUCT = 51_381_000_000_000, 53_486_000_000_000, 10_222_000_000_000


def fill_mirror(dray, home):
    """Has Dray read what stock feeds compare with, from the store."""
    return program.run(
        dray, "refresh", "--home", home, "--full", "shop", "locations", "products", "inventory")


def levels(home, count):
    """SKU and quantity of so many variants, as the mirror has them."""
    mirror = sqlite3.connect(f"file:{home}/state/mirror.sqlite?mode=ro", uri=True)
    rows = mirror.execute(
        f"SELECT sku, available FROM variants JOIN inventory_levels USING (item_id) WHERE {USABLE} "
        "ORDER BY variants.id LIMIT ?", (count,)).fetchall()
    mirror.close()
    assert len(rows) == count, f"expected {count} usable variants, found {len(rows)}"
    return rows


def write_stock(path, rows, is_changed):
    """A stock file; `is_changed` tells of an index whether the quantity is one more than the store has."""
    with open(path, "w") as file:
        file.write("ART_NO;WH;QTY\n")
        file.writelines(
            f"{sku};10;{quantity + is_changed(index)}\n" for index, (sku, quantity) in enumerate(rows))
    return path


def grow_mirror(home, count):
    """Adds variants and levels until there are `count`, as the stand-in store numbers them, to a mirror that Dray
    made from a store with a few: its own tables, its own row of each as the pattern."""
    mirror = sqlite3.connect(f"{home}/state/mirror.sqlite", isolation_level=None)
    mirror.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; BEGIN")
    indices = [sql for sql, in mirror.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'variants' AND sql IS NOT NULL")]
    for name, in mirror.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'variants' AND sql IS NOT NULL").fetchall():
        mirror.execute(f"DROP INDEX {name}")
    first = mirror.execute("SELECT count(*) FROM variants").fetchone()[0]
    numbers = f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})"
    for table, own in {
        "variants": {
            "id": f"{VARIANT} + i", "product_id": f"{PRODUCT} + i / 4", "item_id": f"{ITEM} + i",
            "sku": "printf('SKU-%05d', i + 1)", "barcode": "printf('4%012d', i)"},
        "inventory_levels": {
            "item_id": f"{ITEM} + i", "available": "i * 7919 % 120", "on_hand": "i * 7919 % 120",
            "level_id": "substr(t.level_id, 1, instr(t.level_id, '=')) || (%d + i)" % ITEM},
    }.items():
        columns = [row[1] for row in mirror.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(own.get(column, f"t.{column}") for column in columns)
        mirror.execute(
            f"{numbers} INSERT INTO {table} ({', '.join(columns)}) "
            f"SELECT {values} FROM n, (SELECT * FROM {table} LIMIT 1) t")
    for sql in indices:
        mirror.execute(sql)
    mirror.execute("COMMIT")
    mirror.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    mirror.close()


def write_grown_stock(path, first, count, changed_every):
    """A stock file of what `grow_mirror` made."""
    with open(path, "w") as file:
        file.write("ART_NO;WH;QTY\n")
        file.writelines(
            f"SKU-{i + 1:05};10;{i * 7919 % 120 + (i % changed_every == 0)}\n" for i in range(first, first + count))
    return path


def write_repeated(path, head, block, tail, size):
    """A file of about `size` bytes: `block` again and again."""
    with open(path, "wb") as file:
        file.write(head)
        for _ in range(size // len(block)):
            file.write(block)
        file.write(tail)
    return path
