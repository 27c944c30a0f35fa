// SPDX-License-Identifier: Apache-2.0

/// Reads HTTP/1.1 requests off one connection.
struct RequestReader {
  /// Why reading stopped.
  enum Ending: Error {
    /// The other side is gone, between requests or in the middle of one.
    case closed
    /// Not HTTP, or too large: answer and close.
    case refused(status: Int)
  }

  /// What head and body may hold, in bytes; a staged upload may be 100 MiB.
  static let maximumHead = 64 * 1024
  static let maximumBody = 128 * 1024 * 1024

  private let socket: Socket
  private var buffer: [UInt8] = []

  init(_ socket: Socket) { self.socket = socket }

  private mutating func fill() throws(Ending) {
    guard let bytes = socket.read(upTo: 65_536), !bytes.isEmpty else { throw .closed }
    buffer.append(contentsOf: bytes)
  }

  /// The next request's line and headers.
  mutating func head() throws(Ending) -> IncomingRequest {
    var searched = 0
    while true {
      if let end = headEnd(from: max(0, searched - 3)) {
        let text = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeFirst(end + 4)
        return try Self.parse(text)
      }
      searched = buffer.count
      guard buffer.count <= Self.maximumHead else { throw .refused(status: 431) }
      try fill()
    }
  }

  private func headEnd(from start: Int) -> Int? {
    guard buffer.count >= 4 else { return nil }
    for index in start..<max(start, buffer.count - 3)
    where buffer[index] == 13 && buffer[index + 1] == 10 && buffer[index + 2] == 13
      && buffer[index + 3] == 10
    {
      return index
    }
    return nil
  }

  private static func parse(_ text: String) throws(Ending) -> IncomingRequest {
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { throw .refused(status: 400) }
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { throw .refused(status: 400) }
      headers[line[..<colon].lowercased()] =
        line[line.index(after: colon)...].trimmed
    }
    return IncomingRequest(
      method: String(words[0]), path: String(target.first ?? ""),
      query: target.count > 1 ? String(target[1]) : "", headers: headers)
  }

  /// The body that belongs to a head.
  mutating func body(of request: IncomingRequest) throws(Ending) -> [UInt8] {
    let isChunked = request.headers["transfer-encoding"]?.lowercased().contains("chunked") == true
    let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
    guard length >= 0, length <= Self.maximumBody else { throw .refused(status: 413) }
    if request.headers["expect"]?.lowercased() == "100-continue", isChunked || length > 0 {
      socket.write("HTTP/1.1 100 Continue\r\n\r\n".utf8)
    }
    guard isChunked else { return try take(length) }
    var body: [UInt8] = []
    while true {
      let size = try line().split(separator: ";").first.flatMap { Int($0, radix: 16) }
      guard let size, size >= 0 else { throw .refused(status: 400) }
      guard body.count + size <= Self.maximumBody else { throw .refused(status: 413) }
      if size == 0 {
        while try !line().isEmpty {}
        return body
      }
      body.append(contentsOf: try take(size))
      _ = try line()
    }
  }

  private mutating func take(_ count: Int) throws(Ending) -> [UInt8] {
    if buffer.count < count { buffer.reserveCapacity(count) }
    while buffer.count < count { try fill() }
    let bytes = Array(buffer[..<count])
    buffer.removeFirst(count)
    return bytes
  }

  private mutating func line() throws(Ending) -> String {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let text = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeFirst(end + 1)
        return text.hasSuffix("\r") ? String(text.dropLast()) : text
      }
      guard buffer.count <= Self.maximumHead else { throw .refused(status: 400) }
      try fill()
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
