// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Mirror
import ShopifyAdmin
import Tables

/// The result of a bulk mutation: which answer belongs to which line of our file.
///
/// Shopify numbers lines from 0 (captures); the numbers are taken at their word only where they cannot mean
/// anything else. A line that is cut, numbered twice with different answers, or not there has no answer.
struct BulkLines {
  /// The answers by our line, from 0.
  private(set) var answers: [Int: Result<AdminReply, AdminError>] = [:]

  /// Reads the result of a file of `count` lines.
  init(reading path: String, count: Int, root: String) throws(InboundError) {
    var byNumber: [Int: JSON] = [:]
    var contradicted: Set<Int> = []
    do throws(MirrorError) {
      let file = try LineFile(path: path)
      while let line = try file.next() {
        // A line that is no JSON was cut: it has no answer.
        guard let json = Self.json(line), let number = json["__lineNumber"]?.int else { continue }
        if let other = byNumber.updateValue(json, forKey: number), other != json {
          contradicted.insert(number)
        }
      }
    } catch { throw InboundError(error) }
    guard let base = Self.base(of: byNumber.keys, count: count) else { return }
    for (number, json) in byNumber where !contradicted.contains(number) {
      answers[number - base] = Self.answer(json, root: root)
    }
  }

  /// Whether lines are counted from 0 or from 1; nil where the numbers do not tell, or contradict.
  static func base(of numbers: some Collection<Int>, count: Int) -> Int? {
    guard let least = numbers.min(), let most = numbers.max() else { return nil }
    if least == 0, most < count { return 0 }
    if most == count, least >= 1 { return 1 }
    return nil
  }

  private static func json(_ line: UnsafeRawBufferPointer) -> JSON? {
    do { return try JSON(parsing: line) } catch { return nil }
  }

  private static func answer(_ json: JSON, root: String) -> Result<AdminReply, AdminError> {
    let codes = (json["errors"]?.array ?? []).compactMap { $0["extensions"]?["code"]?.string }
    // Data beside an error that says nothing of what was done is no answer.
    let isOpen = codes.contains { ["INTERNAL_SERVER_ERROR", "TIMEOUT"].contains($0) }
    if let payload = json["data"]?[root], !payload.isNull, !isOpen {
      return .success(
        AdminReply(
          data: json["data"] ?? .null, userErrors: UserError.list(in: payload), warnings: [],
          cost: nil))
    }
    guard let error = json["errors"]?[0] else {
      return .failure(AdminError(.unknown, "the result holds neither data nor errors for the line"))
    }
    let message = error["message"]?.string ?? "refused"
    switch error["extensions"]?["code"]?.string {
    case "INTERNAL_SERVER_ERROR", "TIMEOUT": return .failure(AdminError(.unknown, message))
    case "ACCESS_DENIED": return .failure(AdminError(.accessDenied, message))
    case "MAX_COST_EXCEEDED", "MAX_INPUT_SIZE_EXCEEDED":
      return .failure(AdminError(.tooLarge, message))
    case let code: return .failure(AdminError(.refused(code: code), message))
    }
  }
}
