// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Testing

@testable import Jobs

@Suite struct `What is said about faulty feeds` {
  static let stock = """
    feed: stock.set
    format: {type: csv}
    fields: {sku: A, location: B, available: C}

    """

  static let operations = Operation.all.map { "'\($0.name)'" }.joined(separator: " or ")

  private static let xpath =
    "XPath from the record such as sku, price/@currency or price[@type='net']/amount"

  static let feeds: [Complaint] = [
    Complaint("nothing wrong", stock),
    Complaint(
      "an unknown operation", "feed: stock.sett\nformat: {type: csv}\nfields: {}\n",
      "jobs/x.yaml:1:7: 'feed' cannot be that; expected \(operations), found 'stock.sett'; did you mean 'stock.set'?"
    ),
    Complaint(
      "neither feed nor export", "files: '*'\n",
      "jobs/x.yaml:1:1: this is neither a feed nor an export; expected the key 'feed' or 'export'"
    ),
    Complaint(
      "both feed and export", "feed: stock.set\nexport: orders\n",
      "jobs/x.yaml:1:1: a job is a feed or an export, not both; make two files of it"),
    Complaint(
      "an unknown field",
      "feed: stock.set\nformat: {type: csv}\nfields: {sku: A, location: B, availible: C}\n",
      "jobs/x.yaml:3:1: the fields give no value to set; expected exactly one of 'available' and 'on_hand'",
      "jobs/x.yaml:3:31: stock.set has no field 'availible'; did you mean 'available'?"),
    Complaint(
      "no key", "feed: stock.set\nformat: {type: csv}\nfields: {sku: A, on_hand: C}\n",
      "jobs/x.yaml:3:1: the fields do not say which object a record means; expected 'sku' with 'location', or 'barcode' with 'location', or 'variant_id' with 'location'"
    ),
    Complaint(
      "two keys",
      "feed: price.set\nformat: {type: csv}\nfields: {sku: A, barcode: B, price: C}\n",
      "jobs/x.yaml:3:1: the fields name the object in 2 ways: 'sku', or 'barcode'; keep one of them"
    ),
    Complaint(
      "both values of one", stock.replacing("available: C", with: "available: C, on_hand: D"),
      "jobs/x.yaml:3:1: the fields give more than one value to set; expected exactly one of 'available' and 'on_hand', found 'available' and 'on_hand'"
    ),
    Complaint(
      "no value of several", "feed: price.set\nformat: {type: csv}\nfields: {sku: A}\n",
      "jobs/x.yaml:3:1: the fields give no value to set; expected 'price' or 'compare_at_price' or 'cost'"
    ),
    Complaint(
      "a constant of the wrong type",
      stock.replacing("available: C", with: "available: {value: 1.5}"),
      "jobs/x.yaml:3:50: 'available' cannot be that; expected a whole number from -1000000000 to 1000000000, found '1.5'"
    ),
    Complaint(
      "a field of two sources", stock.replacing("sku: A", with: "sku: {column: A, sql: B}"),
      "jobs/x.yaml:3:15: 'sku' has 2 sources; expected one of 'column', 'sql' and 'value'"),
    Complaint(
      "options that do not go with the source",
      stock.replacing("sku: A", with: "sku: {value: A, apostrophe: true}")
        .replacing("location: B", with: "location: {column: B, default: Berlin}"),
      "jobs/x.yaml:3:26: 'apostrophe' says nothing of a 'value'; leave it out",
      "jobs/x.yaml:3:67: 'default' is what a value means that a look-up table lacks, and there is no 'lookup'; leave it out"
    ),
    Complaint(
      "a default of the wrong type",
      stock.replacing("available: C", with: "available: {column: C, lookup: once, default: many}"),
      "jobs/x.yaml:3:77: 'default' cannot be that; expected a whole number from -1000000000 to 1000000000, found 'many'"
    ),
    Complaint(
      "a look-up table of the wrong type",
      stock.replacing("available: C", with: "available: {column: C, lookup: words}"),
      "jobs/tables/words.csv:3:1: 'available' cannot be what the table says of 'b'; expected a whole number from -1000000000 to 1000000000, found 'some'"
    ),
    Complaint(
      "options of other types",
      stock.replacing(
        "available: C", with: "available: {column: C, yes: J, date: iso, currency: EUR}"),
      "jobs/x.yaml:3:54: 'yes' is for fields that are yes or no, which 'available' is not; leave it out",
      "jobs/x.yaml:3:62: 'date' is for moments and texts, which 'available' is not; leave it out",
      "jobs/x.yaml:3:73: 'currency' is for amounts of money, which 'available' is not; leave it out"
    ),
    Complaint(
      "an option that is near none",
      stock.replacing("sku: A", with: "sku: {column: A, apostroph: true}"),
      "jobs/x.yaml:3:27: there is no key 'apostroph' here; did you mean 'apostrophe'?"),
    Complaint(
      "dates that cannot be",
      """
      feed: shipment.event
      format: {type: csv, thousands: "."}
      fields:
        fulfillment_id: A
        status: {column: B, lookup: states, yes: J}
        happened_at: {column: C, date: dd.mm.yyyy}
        estimated_delivery_at: {column: D, date: dd.MM.yyyy HH:mm}
        message: {column: E, zone: Europe/Berlin}
        city: {column: F, date: unix, zone: Europe/Berlin}
        zip: {column: G, date: yyyyMMdd, zone: Europe/Berlni}
      """,
      "jobs/x.yaml:2:32: 'thousands' and 'decimal' are the same; found '.'; say `decimal:` as well; it is '.' if left out",
      "jobs/x.yaml:5:39: 'yes' and 'lookup' do not go together; leave it out",
      "jobs/x.yaml:6:34: 'date' cannot be that; expected iso, unix, unix-ms, or a pattern of yyyy or yy, MM, dd, HH, mm and ss such as dd.MM.yyyy HH:mm, found 'dd.mm.yyyy'",
      "jobs/x.yaml:7:44: 'date' does not say whose clocks show the time; expected 'zone' beside it, such as zone: Europe/Berlin",
      "jobs/x.yaml:8:24: 'zone' says whose clocks a 'date' is of, and there is none; leave it out",
      "jobs/x.yaml:9:33: 'zone' says nothing of 'unix'; leave it out",
      "jobs/x.yaml:10:42: 'zone': the system knows no time zone 'Europe/Berlni'"),
    Complaint(
      "a currency that is none",
      "feed: price.set\nformat: {type: csv}\nfields: {sku: A, price: {column: P, currency: euro}}\n",
      "jobs/x.yaml:3:47: 'currency' cannot be that; expected three capital letters such as EUR, found 'euro'"
    ),
    Complaint(
      "words of both meanings",
      "feed: product.set\nformat: {type: csv}\nfields: {handle: A, taxable: {column: P, no: [Y, '']}}\n",
      "jobs/x.yaml:3:46: the word 'y' means yes and no; say both 'yes' and 'no' where the usual words mean something else"
    ),
    Complaint(
      "a look-up without a column", stock.replacing("sku: A", with: "sku: {sql: A, lookup: B}"),
      "jobs/x.yaml:3:15: 'lookup' translates a column, not 'sql'; give 'column', or leave 'lookup' out"
    ),
    Complaint(
      "a look-up table that is not there",
      stock.replacing("location: B", with: "location: {column: B, lookup: houses}"),
      "jobs/x.yaml:3:48: there is no look-up table jobs/tables/houses.csv; make it: a header, then lines of key,value"
    ),
    Complaint(
      "a look-up table with a key twice",
      stock.replacing("location: B", with: "location: {column: B, lookup: twice}"),
      "jobs/tables/twice.csv:4:1: the key '10' stands on line 2 already; a key has one meaning (record 3)"
    ),
    Complaint(
      "a look-up table out of reach",
      stock.replacing("location: B", with: "location: {column: B, lookup: ../secret}"),
      "jobs/x.yaml:3:48: a look-up table cannot have this name; expected the name of a file in jobs/tables without .csv, found '../secret'"
    ),
    Complaint(
      "values of the wrong shape",
      stock + """
        quiet: 10
        supersede: yes
        max_bytes: 3 GB
        stop_at: "5"
        rails: {min_records: -1, max_changed: 30, max_zeroed: 101%}
        order: size
        """,
      "jobs/x.yaml:4:8: 'quiet' cannot be that; expected a time span such as 500ms, 10s, 5m, 2h or 90d, found '10'",
      "jobs/x.yaml:5:12: 'supersede' cannot be that; expected true or false, found 'yes'",
      "jobs/x.yaml:6:12: 'max_bytes' cannot be that; expected a number of bytes such as 1048576, 500MB or 8GiB, found '3 GB'",
      "jobs/x.yaml:7:10: 'stop_at' cannot be that; expected a share from 0% to 100%, found '5'",
      "jobs/x.yaml:8:22: 'min_records' cannot be that; expected a whole number, or a share from 0% to 100%, found '-1'",
      "jobs/x.yaml:8:39: 'max_changed' cannot be that; expected a share from 0% to 100%, found '30'",
      "jobs/x.yaml:8:55: 'max_zeroed' cannot be that; expected a share from 0% to 100%, found '101%'",
      "jobs/x.yaml:9:8: 'order' cannot be that; expected 'arrival' or 'name', found 'size'"),
    Complaint(
      "a key without a value", stock + "where:\n",
      "jobs/x.yaml:4:1: the key 'where' has no value; expected text"),
    Complaint(
      "an absent the operation cannot do", stock + "absent: archive\n",
      "jobs/x.yaml:4:9: stock.set cannot do that with what a file leaves out; expected 'keep' or 'zero', found 'archive'"
    ),
    Complaint("an absent it can do", stock + "absent: zero\nafter: 3\n"),
    Complaint(
      "subtracting from what is not mapped",
      stock.replacing("available", with: "on_hand") + "subtract_unexported: orders\n",
      "jobs/x.yaml:4:1: 'subtract_unexported' takes what was sold off the field 'available', which the job does not map; leave it out"
    ),
    Complaint(
      "a limit of time without a SELECT", stock + "map_timeout: 5m\n",
      "jobs/x.yaml:4:1: 'map_timeout' limits 'map', which the job lacks; leave it out"),
    Complaint(
      "a look-up table that a SELECT misses",
      "feed: stock.set\nformat: {type: csv}\nmap: SELECT record, lookup('sites', x) AS sku FROM feed\n",
      "jobs/x.yaml:3:6: there is no look-up table jobs/tables/sites.csv; make it: a header, then lines of key,value"
    ),
    Complaint(
      "times that cannot be",
      stock + "schedule: 06:00 Europe/Berlni\nexpect: by noon\ncatch_up: each\n",
      "jobs/x.yaml:4:11: 'schedule': the system knows no time zone 'Europe/Berlni'",
      "jobs/x.yaml:5:9: 'expect' cannot be that: a weekday such as Mon, or a word such as daily expected; found 'noon'; docs/schedule.md explains what may stand here",
      "jobs/x.yaml:6:11: 'catch_up' cannot be that; expected 'one' or 'skip', found 'each'"),
    Complaint(
      "an expectation without a time", stock + "expect: daily\ncatch_up: one\n",
      "jobs/x.yaml:4:9: 'expect' cannot be that; expected days and a time, such as daily by 06:30 Europe/Berlin, found 'daily'",
      "jobs/x.yaml:5:1: 'catch_up' says nothing without 'schedule'; take it out, or give the job a schedule"
    ),
    Complaint(
      "a preset instead of format and fields",
      "feed: stock.set\npreset: shopify-inventory\nfields: {location: Where}\n"),
    Complaint(
      "an unknown preset", stock + "preset: shopify-inventry\n",
      "jobs/x.yaml:4:9: there is no preset 'shopify-inventry'; did you mean 'shopify-inventory'?"
    ),
    Complaint(
      "a preset of another operation", "feed: price.set\npreset: shopify-inventory\n",
      "jobs/x.yaml:1:1: the key 'format' is missing; how the file's bytes become records",
      "jobs/x.yaml:1:1: the key 'fields' is missing; the operation's fields and where each value comes from; plain text is a column (in XML and JSON, a path)",
      "jobs/x.yaml:2:9: the preset 'shopify-inventory' is not for price.set; expected feed: stock.set"
    ),
    Complaint(
      "an unknown format", stock.replacing("csv", with: "ods"),
      "jobs/x.yaml:2:16: 'type' cannot be that; expected 'csv' or 'tsv' or 'xml' or 'json' or 'fixed' or 'xlsx', found 'ods'"
    ),
    Complaint(
      "a key of the other format", stock.replacing("type: csv", with: "type: csv, records: /a"),
      "jobs/x.yaml:2:21: there is no key 'records' here; the keys are type, delimiter, quote, encoding, fallback_encoding, decimal, thousands, skip, header, columns, comment, trailer"
    ),
    Complaint(
      "characters that cannot be",
      stock.replacing("type: csv", with: "type: csv, delimiter: '||', decimal: ';'"),
      "jobs/x.yaml:2:32: 'delimiter' cannot be that; expected one ASCII character, or tab, found '||'",
      "jobs/x.yaml:2:47: 'decimal' cannot be that; expected '.' or ',', found ';'"),
    Complaint(
      "an unknown encoding", stock.replacing("type: csv", with: "type: csv, encoding: latin-9000"),
      "jobs/x.yaml:2:31: 'encoding' names no character set that Dray can read; expected an IANA name such as utf-8 or windows-1252, found 'latin-9000'"
    ),
    Complaint(
      "paths that are none",
      """
      feed: price.set
      format: {type: xml, records: prices/item}
      columns: {P: "price/[1]"}
      fields: {sku: "@id/x", price: P}
      """,
      "jobs/x.yaml:2:30: 'records' does not begin at the root with '/'; expected a path from the root such as /prices/item, found 'prices/item'",
      "jobs/x.yaml:3:14: a value's path is no XPath: '[' cannot stand here; expected \(xpath), found 'price/[1]'",
      "jobs/x.yaml:4:15: a value's path goes on after an attribute; expected \(xpath), found '@id/x'"
    ),
    Complaint(
      "XPath, namespaces and children",
      """
      feed: price.set
      format: {type: xml, records: /b:a/b:item, namespaces: {b: "urn:b"}}
      columns: {DATE: "/b:a/b:head/@date", KIND: "name(..)"}
      children: {lines: {path: "b:line[@no > 1]", columns: {no: "@no", id: "../@id"}}}
      fields: {sku: "@id", price: "b:price[@type='net']/b:amount"}
      """),
    Complaint(
      "XPath that cannot be",
      """
      feed: price.set
      format: {type: xml, records: "/a/item | /a/item/item", namespaces: {b: "urn:b"}}
      columns: {A: "c:x", B: "../", C: "upper(x)", D: "../text()", E: "concat(x, ../y)", F: "/a/item/x"}
      children: {lines: {path: "../line", columns: {no: "@no"}}, parts: {path: part, columns: {no: "../../x"}}}
      fields: {sku: "@id", price: "price["}
      """,
      "jobs/x.yaml:2:30: 'records' names a record within another, or the same twice; expected a path from the root such as /prices/item, found '/a/item | /a/item/item'",
      "jobs/x.yaml:3:14: a value's path has the prefix 'c', which 'namespaces' does not declare; expected \(xpath), found 'c:x'; declared are b",
      "jobs/x.yaml:3:24: a value's path has an empty step; expected \(xpath), found '../'",
      "jobs/x.yaml:3:34: a value's path calls 'upper', which is no function of XPath 1.0; expected \(xpath), found 'upper(x)'",
      "jobs/x.yaml:3:49: a value's path asks for all of an element that records are in; expected \(xpath), found '../text()'; name each element on the way, up to one that stands before the records",
      "jobs/x.yaml:3:65: a value's path looks both within the record and outside of it; expected \(xpath), found 'concat(x, ../y)'; make two columns of it and put them together with sql",
      "jobs/x.yaml:4:26: the rows' path leaves the record; expected XPath from the record to what repeats in it, such as lines/line, found '../line'; rows are elements within the record",
      "jobs/x.yaml:4:94: a value's path leaves the record; expected XPath from the row such as qty, @no or ../id, found '../../x'; write it from the root, beginning with '/'",
      "jobs/x.yaml:5:29: a value's path is no XPath: it ends too early; expected \(xpath), found 'price['"
    ),
    Complaint(
      "a path into the records from outside",
      """
      feed: price.set
      format: {type: xml, records: /a/item}
      fields: {sku: /a/item/sku, price: "sum(price)"}
      """,
      "jobs/x.yaml:3:15: a value's path leads into a record from outside; expected \(xpath), found '/a/item/sku'; write it as seen from the record, without '/' at its beginning"
    ),
    Complaint(
      "children of CSV", stock + "children: {lines: {path: l, columns: {a: b}}}\n",
      "jobs/x.yaml:4:1: 'children' is for XML and JSON; found type: csv; leave it out"),
    Complaint(
      "columns of CSV", stock + "columns: {Q: B}\n",
      "jobs/x.yaml:4:1: 'columns' is for XML and JSON; a table's columns have the names of its header"
    ),
  ]

  @Test(arguments: feeds)
  func `a feed is answered with all its faults`(_ it: Complaint) throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain, "jobs/x.yaml": it.text,
      "jobs/tables/twice.csv": "code,location\n10,Berlin\n20,Köln\n10,Wien\n",
      "jobs/tables/once.csv": "code,meaning\n1,5\n",
      "jobs/tables/states.csv": "code,state\n1,DELIVERED\n",
      "jobs/tables/words.csv": "code,meaning\na,5\nb,some\nc,\n",
    ])
    #expect(home.complaints == it.lines)
  }
}
