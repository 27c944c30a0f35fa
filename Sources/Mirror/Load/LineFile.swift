// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The lines of a file, one after the other, in memory bounded by the longest.
package final class LineFile {
  private let descriptor: Int32
  private let path: String
  private var buffer: UnsafeMutableRawBufferPointer
  /// What of the buffer is filled and not yet handed out.
  private var filled = 0..<0
  private var isAtEnd = false
  /// Whether the last line had no line break: a sign of a file that was cut.
  private(set) package var lastLineIsOpen = false

  /// A line of more bytes is no object of Shopify's.
  private static let longestLine = 64 << 20

  /// Opens a file; throws where it cannot be.
  package init(path: String) throws(MirrorError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw MirrorError(.other, "\(path) cannot be opened: \(String(cString: strerror(errno)))")
    }
    buffer = .allocate(byteCount: 1 << 20, alignment: 16)
  }

  deinit {
    buffer.deallocate()
    close(descriptor)
  }

  /// The next line without its break, empty lines left out; nil at the end. Its bytes stand until the
  /// next call.
  package func next() throws(MirrorError) -> UnsafeRawBufferPointer? {
    var searched = filled.lowerBound
    while true {
      let rest = UnsafeRawBufferPointer(rebasing: buffer[searched..<filled.upperBound])
      if let base = rest.baseAddress, let found = memchr(base, 0x0A, rest.count) {
        let end = searched + (UnsafeRawPointer(found) - base)
        let line = UnsafeRawBufferPointer(rebasing: buffer[filled.lowerBound..<end])
        filled = (end + 1)..<filled.upperBound
        if line.isEmpty {
          searched = filled.lowerBound
          continue
        }
        return line
      }
      if isAtEnd {
        guard !filled.isEmpty else { return nil }
        let line = UnsafeRawBufferPointer(rebasing: buffer[filled])
        filled = filled.upperBound..<filled.upperBound
        lastLineIsOpen = true
        return line
      }
      let searchedCount = filled.count
      try fill()
      searched = filled.lowerBound + searchedCount
    }
  }

  /// Reads on, moving what is left to the front and growing the buffer where one line fills it.
  private func fill() throws(MirrorError) {
    if filled.lowerBound > 0 {
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[filled]))
      filled = 0..<filled.count
    }
    if filled.count == buffer.count {
      guard buffer.count < Self.longestLine else {
        throw MirrorError(.result, "\(path) has a line of more than \(Self.longestLine) bytes.")
      }
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: buffer.count * 2, alignment: 16)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[filled]))
      buffer.deallocate()
      buffer = larger
    }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled.upperBound...])
    while true {
      let count = read(descriptor, room.baseAddress, room.count)
      if count > 0 {
        filled = filled.lowerBound..<(filled.upperBound + count)
        return
      }
      if count == 0 {
        isAtEnd = true
        return
      }
      guard errno == EINTR else {
        throw MirrorError(.other, "\(path) cannot be read: \(String(cString: strerror(errno)))")
      }
    }
  }
}
