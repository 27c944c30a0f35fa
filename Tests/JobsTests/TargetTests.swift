// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Jobs

@Suite struct `Targets, alerts and keeping` {
  static let key = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

  static let whole = """

    targets:
      erp: {url: "sftp://files.example.com:2222/in/", user: dray, key: {file: /k}, host_key: "\(key)"}
      books:
        url: smtps://mail.example.com
        user: dray
        password: {env: MAIL}
        from: Dray <dray@example.com>
        to: [a@example.com, "B <b@example.com>"]
        subject: "{shop}: {file}"
      hook: {url: "https://in.example.com/files", token: {env: HOOK}}
    alerts:
      ops: {webhook: {file: /w}, sign: {env: SIGN}, after: 1m}
      boss: {mail: books, to: boss@example.com}
      pager: {command: [/usr/bin/page, --now]}
    alert: ops
    keep: {archive: 90d, journal: 400d}
    """

  @Test func `every key arrives`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain + Self.whole,
      "jobs/o.yaml":
        "export: orders\nfile: 'o-{sequence}'\ndeliver: [erp, books]\nretry: 2h\nalert: [boss, pager]\n",
      "jobs/p.yaml": "export: orders\nfile: 'o-{sequence}'\ndeliver: hook\nalert: none\n",
    ])
    #expect(home.complaints == [])
    let (config, jobs) = try Home.load(home.path)
    #expect(
      config.targets.map(\.way) == [
        .sftp(
          Target.SFTP(
            url: "sftp://files.example.com:2222/in", user: "dray",
            proof: .key(.file("/k"), passphrase: nil), hostKey: String(Self.key.dropFirst(7)))),
        .mail(
          Target.Mail(
            url: "smtps://mail.example.com",
            account: Target.Account(user: "dray", password: .environment("MAIL")),
            from: "Dray <dray@example.com>", to: ["a@example.com", "B <b@example.com>"],
            subject: "{shop}: {file}", text: "{file}: {rows} rows, number {sequence} of {job}.")),
        .web(
          Target.Web(url: "https://in.example.com/files", proof: .bearer(.environment("HOOK")))),
      ])
    #expect(
      config.alerts == [
        Alert(
          name: "ops", way: .webhook(.secret(.file("/w")), sign: .environment("SIGN")),
          after: .seconds(60)),
        Alert(
          name: "boss", way: .mail(target: "books", to: ["boss@example.com"]), after: .seconds(600)),
        Alert(name: "pager", way: .command(["/usr/bin/page", "--now"]), after: .seconds(600)),
      ])
    #expect(config.keep.archive == .seconds(90 * 86_400))
    #expect(config.keep.journal == .seconds(400 * 86_400))
    guard case .export(let o)? = jobs.first, case .export(let p)? = jobs.last else {
      Issue.record("two exports")
      return
    }
    #expect(o.deliver == ["erp", "books"])
    #expect(o.retry == .seconds(7_200))
    #expect(config.listeners(o.alert) == ["boss", "pager"])
    #expect(p.deliver == ["hook"])
    #expect(p.retry == .seconds(3 * 86_400))
    #expect(config.listeners(p.alert) == [])
    #expect(config.listeners(.usual) == ["ops"])
  }

  @Test func `without a choice anywhere every alert hears`() throws {
    let text = Self.whole.replacing("alert: ops\n", with: "")
    let home = try ScratchHome(["dray.yaml": ScratchHome.plain + text, "jobs/.keep": ""])
    #expect(try HomeConfig.load(home: home.path).listeners(.usual) == ["ops", "boss", "pager"])
  }

  static func target(_ text: String) -> String {
    ScratchHome.plain + "\ntargets:\n  t: {\(text)}\n"
  }

  static let complaints: [Complaint] = [
    Complaint(
      "no server key", target("url: 'sftp://h/in', user: a, key: {file: /k}"),
      "dray.yaml:5:6: the key 'host_key' is missing in the target"),
    Complaint(
      "an MD5 server key",
      target("url: 'sftp://h/in', user: a, key: {file: /k}, host_key: 'MD5:00:11'"),
      "dray.yaml:5:63: 'host_key' cannot be that; expected SHA256: and 43 characters, as `ssh-keyscan HOST | ssh-keygen -lf -` prints them, found 'MD5:00:11'"
    ),
    Complaint(
      "key and password",
      target(
        "url: 'sftp://h', user: a, key: {file: /k}, password: {env: A}, host_key: '\(key)'"),
      "dray.yaml:5:6: the target names no way to sign in, or two; expected either 'key' or 'password'"
    ),
    Complaint(
      "a password in the address", target("url: 'sftp://a:secret@h/in'"),
      "dray.yaml:5:12: 'url' must not hold a user or password: they have keys of their own; expected an address such as sftp://files.example.com/in"
    ),
    Complaint(
      "plain ftp", target("url: 'ftp://h/in'"),
      "dray.yaml:5:12: 'url' names no way that files are sent; expected sftp://, smtps://, smtp:// or https://, found 'ftp://'"
    ),
    Complaint(
      "plain http elsewhere", target("url: 'http://h/in'"),
      "dray.yaml:5:12: 'url' may use plain http only on this machine"),
    Complaint(
      "a key of another kind", target("url: 'https://h/in', from: a@b"),
      "dray.yaml:5:28: 'from' is no key of an https target; expected 'user', 'password', 'token'"),
    Complaint(
      "a mail target without receivers", target("url: 'smtps://h', from: nobody"),
      "dray.yaml:5:6: the key 'to' is missing in the target",
      "dray.yaml:5:31: 'from' holds no mail address; expected a@example.com or Name <a@example.com>, found 'nobody'"
    ),
    Complaint(
      "a subject with an unknown place",
      target("url: 'smtps://h', from: a@b, to: a@b, subject: '{day}'"),
      "dray.yaml:5:54: 'subject' has no place '{day}'; expected {file}, {job}, {sequence}, {rows}, {shop}"
    ),
    Complaint(
      "an alert with two ways",
      ScratchHome.plain + "\nalerts: {ops: {webhook: 'https://h/x', command: a}}\n",
      "dray.yaml:4:15: the alert names 2 ways to tell of trouble; expected one of 'webhook', 'mail' and 'command'"
    ),
    Complaint(
      "a webhook that is not https, its address unseen",
      ScratchHome.plain + "\nalerts: {ops: {webhook: 'http://h/secret'}}\n",
      "dray.yaml:4:25: 'webhook' must be https; plain http goes only to this machine itself; expected an address such as https://hooks.example.com/…"
    ),
    Complaint(
      "mail by a target that is none", ScratchHome.plain + "\nalerts: {ops: {mail: books}}\n",
      "dray.yaml:4:22: 'mail' names no mail target: 'books'; give it under 'targets' with an smtps:// address"
    ),
    Complaint(
      "an unknown alert of the home",
      ScratchHome.plain + "\nalerts: {ops: {command: a}}\nalert: opps\n",
      "dray.yaml:5:8: dray.yaml has no alert named 'opps'; did you mean 'ops'?"),
  ]

  @Test(arguments: complaints) func `what is wrong is said`(_ it: Complaint) throws {
    let home = try ScratchHome(["dray.yaml": it.text, "jobs/.keep": ""])
    #expect(home.complaints == it.lines)
  }

  @Test func `a job's names are held against dray.yaml`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain + Self.whole,
      "jobs/o.yaml": "export: orders\nfile: 'o-{sequence}'\ndeliver: erq\nalert: nobody\n",
    ])
    #expect(
      home.complaints == [
        "jobs/o.yaml:3:10: dray.yaml has no target named 'erq'; did you mean 'erp'?",
        "jobs/o.yaml:4:8: dray.yaml has no alert named 'nobody'; there are ops, boss, pager",
      ])
    #expect(Home.read(home.path).jobs.isEmpty)
  }
}
