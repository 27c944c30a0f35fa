#!/usr/bin/env bash
# Every line below is a command you can type; `make demo` runs it with the program it has just built.
set -eu
export DRAY_HOME="$(mktemp -d)/home" DRAY_CLIENT_SECRET=sandbox-secret
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$(dirname "$DRAY_HOME")"' EXIT
set -v
# A stand-in store: 500 products, 2,000 variants, 3 locations, 300 orders.
dray sandbox --port 9292 --products 500 --variants 4 --locations 3 --orders 300 &

# A home: the examples of this repository.
mkdir -p "$DRAY_HOME" && cp -r dray.yaml jobs "$DRAY_HOME"
until dray check --online > /dev/null 2>&1; do sleep 0.2; done
dray check --online

# A file nobody has told Dray about: what is it? A job is made from it.
dray explain inbox/examples/BESTAND_20261121.csv
dray init --from inbox/examples/BESTAND_20261121.csv "$DRAY_HOME"

# Watch the inboxes, and drop what a warehouse and an ERP would: by rename, so that each is whole at once.
dray serve &
until test -e "$DRAY_HOME/inbox/products"; do sleep 0.2; done
cp inbox/examples/STOCK_1.csv "$DRAY_HOME/STOCK_1.tmp" && mv "$DRAY_HOME/STOCK_1.tmp" "$DRAY_HOME/inbox/stock/STOCK_1.csv"
until test -e "$DRAY_HOME/outbox/receipts/stock/STOCK_1.csv.receipt.json"; do sleep 0.2; done
cp inbox/examples/PRICES_1.xml "$DRAY_HOME/PRICES_1.tmp" && mv "$DRAY_HOME/PRICES_1.tmp" "$DRAY_HOME/inbox/prices/PRICES_1.xml"
until test -e "$DRAY_HOME/outbox/receipts/prices/PRICES_1.xml.receipt.json"; do sleep 0.2; done
dray status

# The answers: a receipt for every file.
cat "$DRAY_HOME/outbox/receipts/stock/STOCK_1.csv.receipt.json"; echo
head -4 "$DRAY_HOME/outbox/receipts/stock/STOCK_1.csv.receipt.csv"

# The stock as the store reports it now: the mirror is read anew first.
dray refresh inventory --full > /dev/null
dray query "SELECT sku, l.name AS location, available FROM variants JOIN inventory_levels USING (item_id) JOIN locations l ON l.id = location_id WHERE sku IN ('SKU-00010', 'SKU-00011', 'SKU-00012') ORDER BY sku, location"

# The orders, one row a line item, with the state of refunds.
dray run orders > /dev/null
head -5 "$DRAY_HOME"/outbox/orders/orders-*.csv | cut -c 1-150
cat "$DRAY_HOME"/outbox/orders/*.sha256

# The same stock file again: known bytes, nothing is sent.
cp inbox/examples/STOCK_1.csv "$DRAY_HOME/again.tmp" && mv "$DRAY_HOME/again.tmp" "$DRAY_HOME/inbox/stock/STOCK_1.csv"
until dray show d3 > /dev/null 2>&1; do sleep 0.2; done

# A damaged one: what is good is applied, the rest comes back with the reasons, ready to be mended and dropped again.
cp inbox/examples/STOCK_2_damaged.csv "$DRAY_HOME/damaged.tmp" && mv "$DRAY_HOME/damaged.tmp" "$DRAY_HOME/inbox/stock/STOCK_2.csv"
until test -e "$DRAY_HOME/outbox/receipts/stock/STOCK_2.csv.receipt.json"; do sleep 0.2; done
cat "$DRAY_HOME/outbox/receipts/stock/STOCK_2.csv.rejected.csv"

# One that would zero half the shop: held. What would it do? Only a person's approval sends it.
cp inbox/examples/STOCK_3_half_the_shop.csv "$DRAY_HOME/half.tmp" && mv "$DRAY_HOME/half.tmp" "$DRAY_HOME/inbox/stock/STOCK_3.csv"
until test -e "$DRAY_HOME/outbox/receipts/stock/STOCK_3.csv.receipt.json"; do sleep 0.2; done
dray plan stock inbox/examples/STOCK_3_half_the_shop.csv --limit 3 || echo "exit code $?"
dray approve d5 > /dev/null
dray show d5 --limit 3

# Products from a PIM: variants, images, channels; made in the steps Shopify wants, and merged with what the shop has.
dray plan products inbox/examples/PIM_1.csv --limit 8
cp inbox/examples/PIM_1.csv "$DRAY_HOME/pim.tmp" && mv "$DRAY_HOME/pim.tmp" "$DRAY_HOME/inbox/products/PIM_1.csv"
until test -e "$DRAY_HOME/outbox/receipts/products/PIM_1.csv.receipt.json"; do sleep 0.2; done
head -6 "$DRAY_HOME/outbox/receipts/products/PIM_1.csv.receipt.csv"

# What the warehouse shipped, and the refunds and sales for bookkeeping.
cp inbox/examples/shp_1.csv "$DRAY_HOME/shp.tmp" && mv "$DRAY_HOME/shp.tmp" "$DRAY_HOME/inbox/shipments/shp_1.csv"
until test -e "$DRAY_HOME/outbox/receipts/shipments/shp_1.csv.receipt.json"; do sleep 0.2; done
dray run refunds > /dev/null
dray run sales-journal > /dev/null
dray run daily-sales > /dev/null
head -4 "$DRAY_HOME"/outbox/sales-journal/journal-1.csv
ls "$DRAY_HOME"/outbox/refunds "$DRAY_HOME"/outbox/sales-journal "$DRAY_HOME"/outbox/daily-sales

# The prices were wrong: taken back.
dray undo d2 > /dev/null
dray status

# The file nobody had told Dray about.
dray run bestand inbox/examples/BESTAND_20261121.csv

# Does everything add up?
dray audit
set +v
