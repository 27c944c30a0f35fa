// SPDX-License-Identifier: Apache-2.0

import Glibc
import Tables

@testable import Sandbox

/// Sends bytes to a server on this machine and gives back all that comes until the server closes.
enum Exchange {
  /// nil where the connection was reset.
  static func bytes(_ port: Int, _ request: String) -> String? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard isConnected == 0 else { return nil }
    let connection = Socket(descriptor: descriptor)
    defer { connection.close() }
    connection.write(request.utf8)
    var answer: [UInt8] = []
    while let bytes = connection.read(upTo: 65_536) {
      if bytes.isEmpty { return String(decoding: answer, as: UTF8.self) }
      answer += bytes
    }
    return nil
  }

  /// A POST whose connection ends with the answer.
  static func post(
    _ port: Int, _ path: String, _ body: String, headers: [String] = ["Connection: close"]
  ) -> String? {
    let lines = ["POST \(path) HTTP/1.1", "Host: localhost"] + headers
    let head = (lines + ["Content-Length: \(body.utf8.count)", "", ""]).joined(separator: "\r\n")
    return bytes(port, head + body)
  }

  static func graphQL(_ port: Int, _ document: String, token: String = "sandbox-token") -> String? {
    let body: JSON = ["query": .string(document)]
    return post(
      port, "/admin/api/2026-07/graphql.json", body.text,
      headers: [
        "Connection: close", "Content-Type: application/json", "X-Shopify-Access-Token: \(token)",
      ])
  }

  static func get(_ port: Int, _ path: String) -> String? {
    bytes(port, "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
  }
}

extension String {
  /// An answer's status.
  var status: Int? { split(separator: " ").dropFirst().first.flatMap { Int($0) } }

  /// An answer's body, as JSON.
  func json() throws -> JSON { try JSON(parsing: body) }

  /// What follows the empty line.
  var body: String {
    let bytes = Array(utf8)
    for index in bytes.indices.dropLast(3)
    where bytes[index..<index + 4].elementsEqual([13, 10, 13, 10]) {
      return String(decoding: bytes[(index + 4)...], as: UTF8.self)
    }
    return ""
  }
}
