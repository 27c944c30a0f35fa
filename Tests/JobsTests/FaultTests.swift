// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Jobs

/// A file beside every word that is said about it.
struct Complaint: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var text: String
  var lines: [String]

  init(_ name: String, _ text: String, _ lines: String...) {
    testDescription = name
    self.text = text
    self.lines = lines
  }
}

@Suite struct `What is said about faulty config` {
  static let homes: [Complaint] = [
    Complaint("nothing wrong", ScratchHome.plain),
    Complaint(
      "a file of comments", "# later\n",
      "dray.yaml:1:1: the file says nothing; expected 'store'"),
    Complaint(
      "an unknown key that is near one", "stroe: {}\n",
      "dray.yaml:1:1: there is no key 'stroe' here; did you mean 'store'?",
      "dray.yaml:1:1: the key 'store' is missing; the one store of this home"),
    Complaint(
      "an unknown key that is near none", ScratchHome.plain + "\ncolour: red\n",
      "dray.yaml:4:1: there is no key 'colour' here; the keys are store, folders, targets, alerts, alert, keep"
    ),
    Complaint(
      "a secret in the file", "store: {shop: a, auth: {access_token: shpat_canary}}\n",
      "dray.yaml:1:39: 'access_token' must not stand in this file itself; expected {credential: NAME}, {env: NAME} or {file: PATH}; and change a secret that others have seen"
    ),
    Complaint(
      "two sources of a secret", "store: {shop: a, auth: {access_token: {env: A, file: b}}}\n",
      "dray.yaml:1:39: 'access_token' names 2 sources; expected {credential: NAME}, {env: NAME} or {file: PATH}"
    ),
    Complaint(
      "two ways to sign in",
      "store: {shop: a, auth: {client_id: b, access_token: {env: A}}}\n",
      "dray.yaml:1:24: 'auth' names two ways to sign in; expected either 'client_id' with 'client_secret', or 'access_token'"
    ),
    Complaint(
      "half a way to sign in", "store: {shop: a, auth: {client_id: b}}\n",
      "dray.yaml:1:24: the key 'client_secret' is missing in 'auth'; expected either 'client_id' with 'client_secret', or 'access_token'"
    ),
    Complaint(
      "several faults at once",
      """
      store:
        shop: Example.myshopify.com
        api_version: 2026-08
        endpoint: http://shop.example.com
        auth: {access_token: {env: A}}
      """,
      "dray.yaml:2:9: 'shop' cannot be that; expected the name before .myshopify.com, in lower case, found 'Example.myshopify.com'",
      "dray.yaml:3:16: 'api_version' cannot be that; expected a version such as 2026-07, found '2026-08'",
      "dray.yaml:4:13: 'endpoint' may use plain http only on this machine; expected scheme, host and port such as http://127.0.0.1:9292, found 'http://shop.example.com'"
    ),
    Complaint(
      "the same key twice", "store: {shop: a}\nstore: {shop: b}\n",
      "dray.yaml:1:1: the same key stands twice in one block: 'store'; keep one of them"),
    Complaint(
      "a bracket left open", "store: {shop: a\n",
      "dray.yaml:2:1: this is not YAML: did not find expected ',' or '}' (while parsing a flow mapping)"
    ),
    Complaint(
      "a backslash in double quotes", "store: {shop: \"a\\d\"}\n",
      "dray.yaml:1:17: this is not YAML: found unknown escape character (while parsing a quoted scalar); a backslash in double quotes is an escape: use single quotes, or a block after `|`"
    ),
    Complaint(
      "a list where keys belong", "- store\n",
      "dray.yaml:1:1: this cannot stand here; expected a block of keys, found a list"),
  ]

  @Test(arguments: homes)
  func `dray.yaml is answered with all its faults, each at its line and column`(_ it: Complaint)
    throws
  {
    let home = try ScratchHome(["dray.yaml": it.text, "jobs/.keep": ""])
    #expect(home.complaints == it.lines)
  }

  static let exports: [Complaint] = [
    Complaint("nothing wrong", "export: orders\nfile: 'o-{sequence}.csv'\n"),
    Complaint(
      "an unknown export", "export: order\nfile: 'o-{sequence}.csv'\n",
      "jobs/x.yaml:1:9: 'export' cannot be that; expected \(ExportJob.kinds.map { "'\($0)'" }.joined(separator: " or ")), found 'order'; did you mean 'orders'?"
    ),
    Complaint(
      "a name that stays the same", "export: orders\nfile: 'orders.csv'\n",
      "jobs/x.yaml:2:7: 'file' cannot be that: without {sequence} every file would have the same name; expected a name such as orders-{sequence}-{until:%Y%m%d}.csv, found 'orders.csv'"
    ),
    Complaint(
      "a name that leaves the folder", "export: orders\nfile: '../o-{sequence}'\n",
      "jobs/x.yaml:2:7: 'file' cannot be that: a file name has no '/' and no control characters; expected a name such as orders-{sequence}-{until:%Y%m%d}.csv, found '../o-{sequence}'"
    ),
    Complaint(
      "a place that is not there", "export: orders\nfile: '{sequence}-{date}'\n",
      "jobs/x.yaml:2:7: 'file' cannot be that: there is no place '{date}'; expected a name such as orders-{sequence}-{until:%Y%m%d}.csv, found '{sequence}-{date}'"
    ),
    Complaint(
      "an unknown zone", "export: orders\nfile: 'o-{sequence}'\nzone: Europe/Bärlin\n",
      "jobs/x.yaml:3:7: 'zone' names no time zone; expected a name such as Europe/Berlin, found 'Europe/Bärlin'"
    ),
    Complaint(
      "a schedule that cannot be",
      "export: orders\nfile: 'o-{sequence}'\nschedule: Mon..Fri 25:00\n",
      "jobs/x.yaml:3:11: 'schedule' cannot be that: hours from 0 to 23 expected at character 10; found '25:00'; docs/schedule.md explains what may stand here"
    ),
    Complaint(
      "a schedule that never comes", "export: orders\nfile: 'o-{sequence}'\nschedule: '*-02-30'\n",
      "jobs/x.yaml:3:11: 'schedule' names a time that never comes; found '*-02-30'"),
  ]

  @Test(arguments: exports)
  func `an export is answered with all its faults`(_ it: Complaint) throws {
    let home = try ScratchHome(["dray.yaml": ScratchHome.plain, "jobs/x.yaml": it.text])
    #expect(home.complaints == it.lines)
  }
}
