// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables

/// A disk that forgets: the files of a home as they were, and what a process did to them (`disk.c`). Bytes last once
/// their file is synced, names once their folder is.
final class DiskModel {
  /// What of the unsynced is left after the power came back. A real disk may leave any mixture.
  enum Loss: String, CaseIterable, Sendable {
    /// Neither names nor bytes.
    case everything
    /// The names, without the bytes.
    case bytes
    /// The bytes, without the names.
    case names
  }

  private final class File {
    var bytes: [UInt8]
    var durable: [UInt8]
    let inode: UInt64

    init(_ bytes: [UInt8], _ inode: UInt64) {
      self.bytes = bytes
      durable = bytes
      self.inode = inode
    }
  }

  private let home: String
  private var names: [String: File] = [:]
  private var durableNames: [String: File] = [:]
  private var inodes: [UInt64: File] = [:]

  /// The folders of a home that a power loss may change; SQLite makes its `-shm` anew.
  private static let folders = ["state", "inbox", "outbox", "archive"]

  /// Everything that is there now lasts.
  init(_ home: TestHome) throws {
    self.home = home.path
    for path in try DiskModel.files(in: home.path) {
      let inode =
        (try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? NSNumber)?
        .uint64Value ?? 0
      let file = File(Array(FileManager.default.contents(atPath: path) ?? Data()), inode)
      names[path] = file
      inodes[inode] = file
    }
    durableNames = names
  }

  private static func files(in home: String) throws -> [String] {
    var found: [String] = []
    for folder in folders {
      guard let names = FileManager.default.enumerator(atPath: "\(home)/\(folder)") else {
        continue
      }
      for case let name as String in names where !name.hasSuffix("-shm") {
        let path = "\(home)/\(folder)/\(name)"
        let type = try FileManager.default.attributesOfItem(atPath: path)[.type]
        if type as? FileAttributeType == .typeRegular { found.append(path) }
      }
    }
    return found
  }

  /// Does what the log says; a record that a kill cut short did not happen.
  func replay(_ log: String) throws {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: log)))
    var index = 0
    while let end = bytes[index...].firstIndex(of: 0x0A) {
      let line = String(decoding: bytes[index..<end], as: UTF8.self)
      index = end + 1
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2 else { throw TestSandbox.Failure(text: "not a record: \(line)") }
      let rest = String(words[1])
      let numbers = rest.split(separator: " ").map { Int($0) ?? -1 }
      switch words[0] {
      case "W":
        guard index + numbers[2] <= bytes.count else { return }
        write(bytes[index..<(index + numbers[2])], at: numbers[1], to: numbers[0])
        index += numbers[2]
      case "T":
        guard let file = inodes[UInt64(numbers[0])] else { continue }
        let missing = max(0, numbers[1] - file.bytes.count)
        file.bytes = Array(file.bytes.prefix(numbers[1])) + [UInt8](repeating: 0, count: missing)
      case "S": if let file = inodes[UInt64(numbers[0])] { file.durable = file.bytes }
      case "C":
        let path = rest.split(separator: " ", maxSplits: 1)[1]
        let file = File([], UInt64(numbers[0]))
        inodes[file.inode] = file
        names[String(path)] = file
      case "D": sync(folder: rest)
      case "R":
        let paths = rest.split(separator: "\t").map(String.init)
        names[paths[1]] = names.removeValue(forKey: paths[0])
      case "U": names[rest] = nil
      default: throw TestSandbox.Failure(text: "not a record: \(line)")
      }
    }
  }

  private func write(_ piece: ArraySlice<UInt8>, at offset: Int, to inode: Int) {
    guard let file = inodes[UInt64(inode)] else { return }
    let end = offset + piece.count
    if file.bytes.count < end {
      file.bytes += [UInt8](repeating: 0, count: end - file.bytes.count)
    }
    file.bytes.replaceSubrange(offset..<end, with: piece)
  }

  private func sync(folder: String) {
    func isInside(_ path: String) -> Bool { (path as NSString).deletingLastPathComponent == folder }
    durableNames = durableNames.filter { !isInside($0.key) }
    durableNames.merge(names.filter { isInside($0.key) }) { $1 }
  }

  /// Makes the home what it is when the power is back. `kept` holds the very files that were removed from inboxes.
  func restore(_ loss: Loss, kept: String) throws {
    let files = FileManager.default
    let wanted = loss == .bytes ? names : durableNames
    var inPlace: Set<String> = []
    for path in try DiskModel.files(in: home) {
      // An inbox file is known by its inode: it is left in its place.
      if path.contains("/inbox/"), wanted[path] != nil {
        inPlace.insert(path)
      } else {
        try files.removeItem(atPath: path)
      }
    }
    for (path, file) in wanted where path.hasPrefix(home) && !inPlace.contains(path) {
      let original = "\(kept)/\(file.inode)"
      if path.contains("/inbox/"), files.fileExists(atPath: original) {
        try files.moveItem(atPath: original, toPath: path)
      } else if DiskModel.folders.contains(where: { path.hasPrefix("\(home)/\($0)/") }),
        !path.hasSuffix("-shm")
      {
        try Data(loss == .names ? file.bytes : file.durable).write(to: URL(fileURLWithPath: path))
      }
    }
    for name in ["journal", "mirror"] {
      let shm = "\(home)/state/\(name).sqlite-shm"
      if files.fileExists(atPath: shm) { try files.removeItem(atPath: shm) }
    }
  }
}
