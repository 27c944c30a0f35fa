# SPDX-License-Identifier: Apache-2.0
"""A whole catalogue from a file: new products by bulk, and prices of all its variants."""

import json
import sqlite3

from . import program

PRODUCTS, VARIANTS, PRICES = 20_000, 4, 200_000


def page(programs, folder):
    dray = programs / "dray"
    rows = [catalogue(dray, folder), prices(dray, folder)]
    return f"""
## A catalogue and its prices

`dray run products PRODUCTS.csv --route bulk`: {PRODUCTS:,} new products of {VARIANTS} variants, a row a variant, into a store that has none of them (plus plan).
`dray run prices PRICES.csv --route bulk`: {PRICES:,} prices of 50,000 products, all changed (direct, at ten points a product, they would take 500 s of the plus plan's restore rate). The stand-in store answers bulk operations as fast as it can: the figures say what Dray
takes, not what Shopify does. Records a minute: of the whole command, reading, comparing, sending and receipt. Points: all that was charged, the mirror's
refresh left out.

| what | records | whole command, s | records a minute | points for 1,000 records | requests | CPU of dray, s | peak memory, MB |
|---|---|---|---|---|---|---|---|
""" + "\n".join(rows) + "\n"


def row(name, count, run, requests):
    points = sum(request["cost"] or 0 for request in requests)
    return (
        f"| {name} | {count:,} | {run.seconds:.1f} | {count * 60 / run.seconds:,.0f} | {points * 1000 / count:.2f} | {len(requests):,} "
        f"| {run.cpu:.1f} | {run.megabytes:.0f} |")


def since(store, count):
    """What the store was asked after its first `count` requests."""
    return [json.loads(line) for line in store.ask("requests").splitlines()[count:]]


def catalogue(dray, folder):
    home = folder / "catalogue"
    with program.sandbox(dray, 400, "plus") as store:
        program.make_home(home, store.port)
        (home / "jobs" / "products.yaml").write_text(
            "feed: product.set\nformat: {type: csv}\nquiet: 0s\ncompare: mirror\n"
            "fields: {handle: handle, title: title, vendor: vendor, status: status, option1_name: o, option1_value: v,"
            " sku: sku, price: price, cost: cost}\n")
        program.run(dray, "refresh", "--home", home, "--full", "shop", "locations", "publications", "products", "inventory")
        path = home / "PRODUCTS.csv"
        with open(path, "w") as file:
            file.write("handle,title,vendor,status,o,v,sku,price,cost\n")
            for product in range(PRODUCTS):
                for variant in range(VARIANTS):
                    file.write(
                        f"bench-{product},Bench {product},Acme,ACTIVE,Size,{'SMLX'[variant]},"
                        f"B-{product}-{variant},{product % 90 + 10}.{variant}0,{product % 9 + 1}.00\n")
        before = len(since(store, 0))
        run = program.run(dray, "run", "products", path, "--home", home, "--route", "bulk")
        requests = since(store, before)
    return row("product.set, new, bulk", PRODUCTS * VARIANTS, run, requests)


def prices(dray, folder):
    home = folder / "prices"
    with program.sandbox(dray, PRICES + 4, "plus") as store:
        program.make_home(home, store.port)
        (home / "jobs" / "prices.yaml").write_text(
            "feed: price.set\nformat: {type: csv}\nquiet: 0s\ncompare: mirror\nfields: {variant_id: id, price: price}\n")
        program.run(dray, "refresh", "--home", home, "--full", "shop", "locations", "products", "inventory")
        mirror = sqlite3.connect(f"file:{home}/state/mirror.sqlite?mode=ro", uri=True)
        ids = [id for id, in mirror.execute("SELECT id FROM variants ORDER BY id LIMIT ?", (PRICES,))]
        mirror.close()
        path = home / "PRICES.csv"
        with open(path, "w") as file:
            file.write("id,price\n")
            file.writelines(f"{id},{10_000 + index % 977}.13\n" for index, id in enumerate(ids))
        before = len(since(store, 0))
        run = program.run(dray, "run", "prices", path, "--home", home, "--route", "bulk")
        requests = since(store, before)
    return row("price.set, bulk", PRICES, run, requests)
