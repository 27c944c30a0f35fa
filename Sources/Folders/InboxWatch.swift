// SPDX-License-Identifier: Apache-2.0

import CLinux
import Foundation
import Glibc
import Synchronization

/// Hints from inotify that a folder changed; the scan remains the truth.
///
/// A folder that is removed or replaced is watched again as soon as one of its path is there. Where inotify has
/// no instance or watch left (or the folder is on a network), only scans find files.
package final class InboxWatch: Sendable {
  /// What was seen.
  package enum Hint: Sendable, Equatable {
    /// A name arrived whole, by rename.
    case renamedIn(path: String, name: String)
    /// Something changed in that folder: look.
    case changed(path: String)
    /// The queue overflowed, or a folder was removed or replaced: look everywhere.
    case lookEverywhere
  }

  /// Whether hints of some folder will not come, at least not yet, and only scans find its files.
  package let isPolling: Bool
  /// The hints, until `stop()`.
  package let hints: AsyncStream<Hint>
  private let isStopping = Atomic(false)

  /// How often the thread looks for folders that came back and for the end, in milliseconds.
  private static let interval: Int32 = 250

  /// Watches folders at absolute paths.
  package init(paths: [String]) {
    let (stream, continuation) = AsyncStream<Hint>.makeStream(
      bufferingPolicy: .bufferingNewest(4096))
    hints = stream
    let descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    var table = WatchTable(descriptor: descriptor, paths: paths)
    _ = table.watchMissing()
    isPolling = descriptor < 0 || !table.isComplete
    guard descriptor >= 0 else {
      continuation.finish()
      return
    }
    let start = table
    let thread = Thread { [self] in
      run(start, continuation)
      close(descriptor)
      continuation.finish()
    }
    thread.name = "inotify"
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Ends the hints.
  package func stop() { isStopping.store(true, ordering: .relaxed) }

  private func run(_ table: WatchTable, _ continuation: AsyncStream<Hint>.Continuation) {
    var table = table
    let bytes = UnsafeMutableRawBufferPointer.allocate(
      byteCount: 64 << 10, alignment: MemoryLayout<inotify_event>.alignment)
    defer { bytes.deallocate() }
    while !isStopping.load(ordering: .relaxed) {
      var waiting = pollfd(fd: table.descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&waiting, 1, InboxWatch.interval)
      while true {
        let count = read(table.descriptor, bytes.baseAddress, bytes.count)
        guard count > 0 else { break }
        for hint in table.hints(in: UnsafeRawBufferPointer(rebasing: bytes[..<count])) {
          continuation.yield(hint)
        }
      }
      // A folder that is there again may hold what came while nobody watched.
      if !table.watchMissing().isEmpty { continuation.yield(.lookEverywhere) }
    }
  }
}

/// Which watch belongs to which folder.
private struct WatchTable {
  let descriptor: Int32
  private var paths: [Int32: String] = [:]
  private var missing: Set<String>

  init(descriptor: Int32, paths: [String]) {
    self.descriptor = descriptor
    missing = Set(paths)
  }

  /// Whether every folder is watched and tells all that happens in it.
  var isComplete: Bool { missing.isEmpty && !paths.values.contains(where: WatchTable.isRemote) }

  /// File systems on which others write without this machine's kernel seeing it (`statfs(2)`): NFS,
  /// CIFS, SMB2, FUSE (SSHFS and its like), 9P, Ceph.
  private static let remote: Set<Int64> = [
    0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546, 0x0102_1997, 0x00C3_6400,
  ]

  private static func isRemote(_ path: String) -> Bool {
    remote.contains(clinux_file_system(path))
  }

  /// Watches the folders that are not watched yet; those for which it worked.
  mutating func watchMissing() -> [String] {
    let mask =
      UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_ATTRIB) | UInt32(IN_DELETE_SELF)
      | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
    var watched: [String] = []
    for path in missing {
      let watch = inotify_add_watch(descriptor, path, mask)
      guard watch >= 0 else { continue }
      paths[watch] = path
      watched.append(path)
    }
    missing.subtract(watched)
    return watched
  }

  /// The hints in what was read; a folder that went away counts as missing from now on.
  mutating func hints(in bytes: UnsafeRawBufferPointer) -> [InboxWatch.Hint] {
    var hints: [InboxWatch.Hint] = []
    var offset = 0
    let header = MemoryLayout<inotify_event>.size
    while offset + header <= bytes.count {
      let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
      let name = bytes[(offset + header)..<(offset + header + Int(event.len))]
      offset += header + Int(event.len)
      if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
        hints.append(.lookEverywhere)
        continue
      }
      guard let path = paths[event.wd] else { continue }
      if event.mask & (UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_IGNORED)) != 0 {
        inotify_rm_watch(descriptor, event.wd)
        paths[event.wd] = nil
        missing.insert(path)
        hints.append(.lookEverywhere)
      } else if event.mask & UInt32(IN_MOVED_TO) != 0 {
        let text = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
        hints.append(.renamedIn(path: path, name: text))
      } else {
        hints.append(.changed(path: path))
      }
    }
    return hints
  }
}
