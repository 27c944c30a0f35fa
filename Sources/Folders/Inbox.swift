// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// One feed's inbox folder; names in it are reached by descriptor only (`openat2`, no links, beneath).
///
/// Readiness goes by our own monotonic clock: a file written in place is ready when size, times and inode
/// have stood still for `quiet`; its mtime, in the past or the future, says nothing.
package final class Inbox: Sendable {
  /// What a name in the inbox is at this look.
  package enum Candidate: Sendable, Equatable {
    /// Ready to be taken.
    case ready(FileStamp)
    /// Being written, or not yet still for long enough; look again after so long.
    case settling(name: String, again: Duration)
    /// Not a delivery, with the reason: an unfinished name, one no `files:` matches, a link, a folder, ….
    case ignored(name: String, reason: String)
  }

  /// What identifies a file's state at one look.
  package struct FileStamp: Sendable, Equatable, Hashable {
    /// The name in the inbox, as it is; `FolderError.shown` makes it fit for a message.
    package var name: String
    /// `st_dev`.
    package var device: UInt64
    /// `st_ino`.
    package var inode: UInt64
    /// In bytes.
    package var size: Int
    /// `st_mtim` in nanoseconds since 1970; whatever the uploader set.
    package var modifiedNanoseconds: Int64

    /// A file's state.
    package init(name: String, device: UInt64, inode: UInt64, size: Int, modifiedNanoseconds: Int64)
    {
      self.name = name
      self.device = device
      self.inode = inode
      self.size = size
      self.modifiedNanoseconds = modifiedNanoseconds
    }

    init(_ name: String, _ status: stat) {
      self.init(
        name: name, device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
        size: Int(status.st_size), modifiedNanoseconds: status.st_mtim.nanoseconds)
    }
  }

  /// A file copied to the spool.
  package struct Taken: Sendable, Equatable {
    /// The original's state when it was copied.
    package var stamp: FileStamp
    /// The spool file's name, below `state/spool/`.
    package var spoolName: String
    /// 64 lower-case hexadecimal digits.
    package var sha256: String
    /// The copy's size.
    package var bytes: Int
  }

  /// A state a name was seen in, and since when.
  private struct Sighting {
    var stamp: FileStamp
    var changedNanoseconds: Int64
    var since: UInt64
    var arrivedWhole: Bool
  }

  /// A file we have taken and still hold open.
  private struct Held {
    var file: OpenFile
    var stamp: FileStamp
    /// When its bytes last changed, as far as we saw.
    var since: UInt64
    var isRemoved = false
    var hasLateBytes = false
  }

  private struct State {
    var sightings: [String: Sighting] = [:]
    var held: [FileStamp: Held] = [:]
  }

  private let path: String
  private let quiet: Duration
  private let clock: @Sendable () -> UInt64
  private let state = Mutex(State())

  /// Opens (and makes) the inbox at an absolute path.
  ///
  /// - Parameters:
  ///   - quiet: How long a file written in place must stand still.
  ///   - clock: Nanoseconds that only go forward.
  package init(
    path: String, quiet: Duration, clock: @escaping @Sendable () -> UInt64 = Inbox.monotonic
  ) throws(FolderError) {
    self.path = path
    self.quiet = quiet
    self.clock = clock
    _ = try Folder(path: path, makingWithMode: 0o770)
  }

  /// The system's monotonic clock, which runs on while the machine is suspended.
  package static let monotonic: @Sendable () -> UInt64 = {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return UInt64(time.nanoseconds)
  }

  /// Looks at every name once. Candidates come in order of arrival (the time the system itself keeps, which an
  /// uploader cannot set), then in natural order of names.
  ///
  /// - Parameters:
  ///   - pattern: The shell pattern of deliveries' names; our own files of rejected records always match.
  ///   - renamed: Names that arrived by rename since the last look: whole, and so ready at once.
  package func scan(
    matching pattern: String, renamed: Set<String>
  ) throws(FolderError) -> [Candidate] {
    let folder = try Folder(path: path, makingWithMode: 0o770)
    let now = clock()
    var found: [(arrived: Int64, name: String, candidate: Candidate)] = []
    var seen: [String: Sighting] = [:]
    let known = state.withLock { $0.sightings }
    for (name, isExact) in try folder.listing() where !DeliveryName.isHidden(name) {
      guard isExact else {
        found.append((0, name, .ignored(name: name, reason: "its name is not UTF-8")))
        continue
      }
      guard let status = try folder.status(name) else { continue }
      if let reason = reasonToIgnore(name, status, pattern) {
        found.append((0, name, .ignored(name: name, reason: reason)))
        continue
      }
      let stamp = FileStamp(name, status)
      let changed = status.st_ctim.nanoseconds
      var sighting = Sighting(
        stamp: stamp, changedNanoseconds: changed, since: now,
        arrivedWhole: renamed.contains(name))
      if let before = known[name], before.stamp == stamp, before.changedNanoseconds == changed {
        sighting.since = before.since
        sighting.arrivedWhole = sighting.arrivedWhole || before.arrivedWhole
      }
      seen[name] = sighting
      let still = Duration.nanoseconds(Int64(now - sighting.since))
      found.append(
        (
          changed, name,
          sighting.arrivedWhole || still >= quiet
            ? .ready(stamp) : .settling(name: name, again: quiet - still)
        ))
    }
    state.withLock { $0.sightings = seen }
    return found.sorted {
      $0.arrived != $1.arrived ? $0.arrived < $1.arrived : NameOrder.precedes($0.name, $1.name)
    }.map(\.candidate)
  }

  private func reasonToIgnore(_ name: String, _ status: stat, _ pattern: String) -> String? {
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFLNK: return "it is a symbolic link, which Dray never follows"
    case S_IFDIR: return "it is a folder"
    default: return "it is no plain file"
    }
    if status.st_nlink > 1 { return "it has \(status.st_nlink) links; a delivery has one" }
    if DeliveryName.isUnfinished(name) { return "its name says that it is not finished" }
    guard DeliveryName.isCorrection(name) || DeliveryName.matches(name, pattern) else {
      return "no 'files:' matches it"
    }
    return nil
  }

  /// Copies a ready file to the spool, hashing on the way, looks at it again, and syncs copy and folder.
  ///
  /// - Throws: `changed` where the file moved on during the copy, `hostile`, `missing`, `noSpace`, ….
  package func take(
    _ stamp: FileStamp, into spool: Spool, maxBytes: Int
  ) throws(FolderError) -> Taken {
    let folder = try Folder(path: path)
    let file = try folder.openPlain(stamp.name)
    let before = try unchanged(stamp, file)
    let taken = try spool.copy(file, stamp: stamp, maxBytes: maxBytes) { () throws(FolderError) in
      // The inode's own time tells what a writer that puts the old mtime back would hide.
      guard try self.unchanged(stamp, file) == before else { throw self.changed(stamp.name) }
      guard let status = try folder.status(stamp.name), FileStamp(stamp.name, status) == stamp
      else { throw self.changed(stamp.name) }
    }
    let now = clock()
    state.withLock { $0.held[stamp] = Held(file: file, stamp: stamp, since: now) }
    return taken
  }

  /// The time of the inode's last change, where the file still is as the stamp says.
  private func unchanged(_ stamp: FileStamp, _ file: OpenFile) throws(FolderError) -> Int64 {
    let status = try file.status(stamp.name)
    guard FileStamp(stamp.name, status) == stamp else { throw changed(stamp.name) }
    return status.st_ctim.nanoseconds
  }

  private func changed(_ name: String) -> FolderError {
    FolderError(
      .changed, code: 0,
      "\(FolderError.shown(name)) changed while it was copied; it is taken when it stands still")
  }

  /// Removes the original if it still is that very file, and syncs the folder. False where the name now is
  /// another file or gone.
  ///
  /// A descriptor is kept for one quiet period, so that bytes an uploader still writes are seen by `lateWrites`.
  package func remove(_ stamp: FileStamp) throws(FolderError) -> Bool {
    let folder = try Folder(path: path)
    guard let status = try folder.status(stamp.name), FileStamp(stamp.name, status) == stamp else {
      return false
    }
    let isHeld = state.withLock { $0.held[stamp] != nil }
    let file = isHeld ? nil : try folder.openPlain(stamp.name)
    guard try folder.unlink(stamp.name) else { return false }
    try folder.sync()
    let now = clock()
    state.withLock { state in
      if let file { state.held[stamp] = Held(file: file, stamp: stamp, since: now) }
      state.held[stamp]?.isRemoved = true
      state.held[stamp]?.since = now
      state.sightings[stamp.name] = nil
    }
    return true
  }

  /// Files removed here to which an uploader that still held them has written since, and that now stand still:
  /// each is copied to the spool whole, as a new arrival of the same name.
  package func lateWrites(into spool: Spool) throws(FolderError) -> [Taken] {
    let now = clock()
    var late: [Taken] = []
    for (key, held) in state.withLock({ $0.held }) where held.isRemoved {
      var held = held
      let stamp = FileStamp(key.name, try held.file.status(key.name))
      if stamp != held.stamp {
        held.stamp = stamp
        held.since = now
        held.hasLateBytes = true
      } else if Duration.nanoseconds(Int64(now - held.since)) >= max(quiet, .seconds(1)) {
        if held.hasLateBytes {
          late.append(try spool.copy(held.file, stamp: stamp, maxBytes: .max) {})
        }
        state.withLock { $0.held[key] = nil }
        continue
      }
      state.withLock { $0.held[key] = held }
    }
    return late
  }

  /// When `lateWrites` should be asked again: the quiet period, where late bytes were seen that do not stand
  /// still yet; nil where there are none.
  package var lateWritesAgain: Duration? {
    state.withLock { $0.held.values.contains(where: \.hasLateBytes) }
      ? max(quiet, .seconds(1)) : nil
  }

  /// Lets go of a file that was taken and will not be removed.
  package func release(_ stamp: FileStamp) { state.withLock { $0.held[stamp] = nil } }
}

extension timespec {
  /// The time in nanoseconds.
  var nanoseconds: Int64 { Int64(tv_sec) * 1_000_000_000 + Int64(tv_nsec) }
}
