// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Transport

/// The stand-in store as a process of its own: it stays up while dray is killed, and its effect log is the
/// only judge of "once".
final class TestSandbox: Sendable {
  let command: Command
  let port: Int
  private let http = HTTPClient()

  /// Starts one on a free port; `options` as on the command line.
  init(_ options: [String] = [], scratch: String) async throws {
    command = try Command(["sandbox", "--port", "0"] + options, scratch: scratch)
    guard await command.prints("\n"), let line = command.output.split(separator: "\n").first,
      let text = line.split(separator: ":").last?.prefix(while: \.isNumber), let port = Int(text)
    else {
      command.signal(SIGKILL)
      throw Failure(text: "the sandbox did not start: \(command.output)\(command.errors)")
    }
    self.port = port
  }

  struct Failure: Error { var text: String }

  var url: String { "http://127.0.0.1:\(port)" }

  /// One JSON line of a `/sandbox/…` path each.
  func lines(_ path: String) async throws -> [JSON] {
    let reply = try await http.send(HTTPRequest(method: "GET", url: "\(url)/sandbox/\(path)"))
    return try reply.body.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: $0) }
  }

  /// Every change of the store's state so far.
  func effects(of root: String? = nil) async throws -> [JSON] {
    try await lines("effects").filter { root == nil || $0["root"]?.string == root }
  }

  /// Every request so far.
  func requests() async throws -> [JSON] { try await lines("requests") }

  /// Does something by hand: `stock`, `sell`, `refund`, `order-edit`, `faults`, `clock`, `tokens/expire`.
  @discardableResult
  func post(_ path: String, _ body: JSON) async throws -> JSON {
    let reply = try await http.send(
      HTTPRequest(
        method: "POST", url: "\(url)/sandbox/\(path)",
        headers: [("Content-Type", "application/json")], body: .bytes(body.bytes)))
    guard reply.status < 300 else {
      throw Failure(text: "\(path): \(reply.status) \(String(decoding: reply.body, as: UTF8.self))")
    }
    return reply.body.isEmpty ? .null : try JSON(parsing: reply.body)
  }

  /// Scripts faults, `ROOT:NTH:KIND[:before|after]`; turns count from now.
  func script(_ faults: String) async throws {
    let reply = try await http.send(
      HTTPRequest(
        method: "POST", url: "\(url)/sandbox/faults", headers: [], body: .bytes(Array(faults.utf8)))
    )
    guard reply.status < 300 else {
      throw Failure(text: "\(faults): \(String(decoding: reply.body, as: UTF8.self))")
    }
  }

  /// Posts plain text to a `/sandbox/…` path, e.g. `clock`.
  func control(_ path: String, _ text: String) async throws {
    let reply = try await http.send(
      HTTPRequest(
        method: "POST", url: "\(url)/sandbox/\(path)", headers: [], body: .bytes(Array(text.utf8))))
    guard reply.status < 300 else {
      throw Failure(text: "\(path) \(text): \(String(decoding: reply.body, as: UTF8.self))")
    }
  }

  /// Takes back the faults still to come.
  func clearFaults() async throws {
    _ = try await http.send(HTTPRequest(method: "DELETE", url: "\(url)/sandbox/faults"))
  }

  func stop() async {
    command.signal(SIGTERM)
    _ = await command.finish(within: 5)
  }
}
