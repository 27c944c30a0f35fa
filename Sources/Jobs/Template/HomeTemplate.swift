// SPDX-License-Identifier: Apache-2.0

import Tables

/// What `dray init` writes: a new home with commented examples.
package enum HomeTemplate {
  /// A file of the new home.
  package struct File: Sendable {
    /// Its path below the home.
    package var path: String
    /// Its text.
    package var text: String
  }

  /// A folder of the new home.
  package struct Folder: Sendable {
    /// Its path below the home.
    package var path: String
    /// Its permission bits.
    package var mode: UInt32
  }

  /// The folders, outer before inner. `state` is private: it holds journal, mirror and copies of files.
  package static let folders: [Folder] = [
    Folder(path: "jobs", mode: 0o755), Folder(path: "jobs/tables", mode: 0o755),
    Folder(path: "inbox", mode: 0o755), Folder(path: "inbox/stock", mode: 0o770),
    Folder(path: "inbox/prices", mode: 0o770), Folder(path: "outbox", mode: 0o755),
    Folder(path: "archive", mode: 0o755), Folder(path: "state", mode: 0o700),
  ]

  /// The files; none replaces one that is there.
  package static var files: [File] {
    [
      File(path: "dray.yaml", text: homeText),
      File(path: "dray.schema.json", text: KeyTable.schemaText),
      File(path: "jobs/stock.yaml", text: stockText),
      File(path: "jobs/prices.yaml", text: pricesText),
      File(path: "jobs/orders.yaml", text: ordersText),
      File(path: "jobs/tables/warehouses.csv", text: warehousesText),
      File(path: ".gitignore", text: ignoreText),
    ]
  }

  private static let homeText = """
    # yaml-language-server: $schema=dray.schema.json
    # The store of this home. `dray check` tells everything that is wrong here.
    store:
      shop: example                     # the name before .myshopify.com
      api_version: "2026-07"
      auth:
        # An app of your own organisation; tokens are asked for and renewed.
        client_id: your-client-id
        client_secret: {env: DRAY_CLIENT_SECRET}        # or {credential: NAME} or {file: PATH}
        # Or, instead of these two, the token of an app made in the admin:
        # access_token: {file: /etc/dray/token}
      # To try jobs on a stand-in store on this machine (`dray sandbox`):
      # endpoint: http://127.0.0.1:9292

    # Folders elsewhere than below this file; a relative path counts from here.
    # folders:
    #   inbox: /srv/sftp/erp/in
    #   outbox: /srv/sftp/erp/out

    # Where exports are sent besides the outbox; a job names them: `deliver: erp`.
    # targets:
    #   erp:
    #     url: "sftp://files.example.com/in"
    #     user: dray
    #     key: {file: /etc/dray/id_ed25519}
    #     host_key: "SHA256:…"          # as ssh-keyscan HOST | ssh-keygen -lf - prints it
    #   books:
    #     url: "smtps://mail.example.com"
    #     user: dray@example.com
    #     password: {credential: mail-password}
    #     from: dray@example.com
    #     to: books@example.com

    # Who hears of trouble: what is held, refused, parked, late, not reached or not delivered.
    # alerts:
    #   ops: {webhook: {file: /etc/dray/hook}}          # or mail: TARGET, or command: [PROGRAM, …]

    # How long things are kept; without end if left out.
    # keep: {archive: 90d, journal: 400d}

    """

  private static let stockText = """
    # yaml-language-server: $schema=../dray.schema.json
    # Stock from the warehouse system: drop STOCK_*.csv in inbox/stock/.
    feed: stock.set
    files: "STOCK_*.csv"
    format:
      type: csv
      delimiter: ";"
      # encoding: windows-1252          # utf-8 if left out
      # decimal: ","
    fields:
      sku: ART_NO
      location: {column: WH, lookup: warehouses}        # translated by jobs/tables/warehouses.csv
      available: {sql: "max(0, number(QTY) - number(RESERVED))"}
    where: "STATUS <> 'X'"              # records for which this is not true are passed over

    # A delivery beyond these limits is held until a person says `dray approve`.
    rails:
      min_records: 2
      # max_changed: 30%
      max_zeroed: 20%

    """

  private static let pricesText = """
    # yaml-language-server: $schema=../dray.schema.json
    # Prices from the ERP: drop PRICES_*.xml in inbox/prices/.
    feed: price.set
    files: "PRICES_*.xml"
    format:
      type: xml
      records: /prices/item             # the element that repeats
      # doctype: ignore                 # pass over a DOCTYPE instead of refusing the file
    columns:                            # names for values, to use in SQL
      STATUS: "@status"
    fields:
      sku: "@sku"                       # a path from the record, or a name of `columns`
      price: price/gross
      compare_at_price: price/list      # empty takes the reduction away
    where: "STATUS = 'A'"

    """

  private static let ordersText = """
    # yaml-language-server: $schema=../dray.schema.json
    # Orders for the ERP, one row a line item; every edit and refund comes out once, as a new version.
    # `dray run orders` writes what is new to outbox/orders/.
    export: orders
    file: "orders-{sequence}-{until:%Y%m%d}.csv"
    # where: "financial_status = 'PAID'"
    # zone: Europe/Berlin               # the shop's if left out
    # empty: none                       # no file at all when there is nothing new

    """

  private static let warehousesText = """
    code,location
    10,Berlin
    20,Hamburg
    30,München

    """

  private static let ignoreText = """
    /state/
    /archive/
    /inbox/*/*
    /outbox/*/*
    !.gitkeep

    """
}

extension KeyTable {
  /// `schema` as the text of a file.
  package static var schemaText: String { schema.indentedText + "\n" }
}
