// SPDX-License-Identifier: Apache-2.0

package import Tables

/// What one alert says: troubles that began, and such that are over.
package struct AlertMessage: Sendable {
  /// The shop's name.
  package var shop: String
  /// The home's path.
  package var home: String
  /// When it was put together, RFC 3339 in UTC.
  package var at: String
  /// What is wrong now and was not told before, oldest first.
  package var begun: [Noted]
  /// What was told and is over.
  package var ended: [Noted]

  /// A trouble with its number in the journal and its times.
  package struct Noted: Sendable {
    var id: Int64
    var trouble: Trouble
    var since: String
    var endedAt: String?
  }

  /// A message to try an alert with.
  package static func test(shop: String, home: String, at: String) -> AlertMessage {
    AlertMessage(shop: shop, home: home, at: at, begun: [], ended: [])
  }

  /// More troubles than this are counted, not listed.
  private static let most = 20

  /// One line: a mail's subject, the head of a message.
  package var title: String {
    switch (begun.count, ended.count) {
    case (0, 0): "Dray (\(shop)): a test, nothing is wrong"
    case (1, 0): "Dray (\(shop)): \(begun[0].trouble.message)"
    case (0, 1): "Dray (\(shop)): over: \(ended[0].trouble.message)"
    case (let begun, 0): "Dray (\(shop)): \(begun) new troubles"
    case (0, let ended): "Dray (\(shop)): \(ended) troubles are over"
    case (let begun, let ended): "Dray (\(shop)): \(begun) new, \(ended) over"
    }
  }

  /// The whole, for people.
  package var text: String {
    var lines = [title, ""]
    for noted in begun.prefix(Self.most) {
      let job = noted.trouble.job.map { "\($0): " } ?? ""
      lines += [
        "\(job)\(noted.trouble.message)", "  since \(noted.since)", "  \(noted.trouble.hint)",
      ]
    }
    if begun.count > Self.most { lines.append("and \(begun.count - Self.most) more") }
    for noted in ended.prefix(Self.most) {
      let job = noted.trouble.job.map { "\($0): " } ?? ""
      lines.append("over: \(job)\(noted.trouble.message)")
    }
    if ended.count > Self.most { lines.append("and \(ended.count - Self.most) more are over") }
    lines += ["", "home \(home); `dray status` tells what is wrong now"]
    return lines.joined(separator: "\n")
  }

  /// The whole, for programs. `text` is what chat services show.
  package var json: JSON {
    [
      "text": .string(text), "title": .string(title), "shop": .string(shop),
      "home": .string(home), "at": .string(at), "test": .bool(begun.isEmpty && ended.isEmpty),
      "begun": .array(begun.map(\.json)), "ended": .array(ended.map(\.json)),
    ]
  }
}

extension AlertMessage.Noted {
  /// For programs.
  fileprivate var json: JSON {
    [
      "kind": .string(trouble.kind.rawValue), "key": .string(trouble.key),
      "job": trouble.job.map(JSON.string) ?? .null, "message": .string(trouble.message),
      "hint": .string(trouble.hint), "since": .string(since),
      "ended_at": endedAt.map(JSON.string) ?? .null,
    ]
  }
}
