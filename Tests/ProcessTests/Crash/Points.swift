// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The counted system calls of a process, and what is done at one of them (`points.c`, preloaded).
struct Points: Sendable {
  /// The compiled shim.
  let library: String

  /// What happens at a point.
  enum Action: String, Sendable, CaseIterable {
    case kill, killAfter = "kill-after", noSpace = "ENOSPC", inputOutputError = "EIO", stop
  }

  /// Compiles the shim into a folder; nil where there is no C compiler.
  init?(scratch: String) async throws {
    guard let library = try await Points.compile("points.c", into: scratch) else { return nil }
    self.library = library
  }

  /// Another shim of `Tests/CrashPoints`, compiled into a folder.
  func compiled(_ name: String, scratch: String) async throws -> String {
    guard let library = try await Points.compile(name, into: scratch) else {
      throw TestSandbox.Failure(text: "no C compiler for \(name)")
    }
    return library
  }

  private static func compile(_ name: String, into scratch: String) async throws -> String? {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../CrashPoints/\(name)").standardizedFileURL.path
    guard
      let compiler = ["/usr/bin/cc", "/usr/bin/clang", "/usr/bin/gcc"].first(
        where: FileManager.default.isExecutableFile(atPath:))
    else { return nil }
    let library = "\(scratch)/\(name).so"
    let built = try await Command(
      ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], program: compiler,
      scratch: scratch
    ).finish()
    guard built.status == 0 else { throw TestSandbox.Failure(text: "\(name): \(built)") }
    return library
  }

  /// The environment that counts into a file and acts at a point; with `path`, only calls on paths that hold it
  /// are points, and failing ends with the point `until`.
  func environment(
    count: String, at point: Int? = nil, _ action: Action = .kill, on path: String? = nil,
    until end: Int? = nil
  ) -> [String: String] {
    var environment = ["LD_PRELOAD": library, "POINTS_COUNT": count]
    if let path { environment["POINTS_ON"] = path }
    if let end { environment["POINTS_UNTIL"] = String(end) }
    if let point {
      environment["POINTS_AT"] = String(point)
      environment["POINTS_DO"] = action.rawValue
    }
    return environment
  }

  /// How many points a counted process passed.
  static func counted(_ path: String) throws -> Int {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return Int(data.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
  }

  /// The points to try: all of them, or an even spread of so many. `DRAY_CRASH=all` makes it whole.
  static func chosen(of count: Int, sample: Int) -> [Int] {
    guard count > 0 else { return [] }
    if ProcessInfo.processInfo.environment["DRAY_CRASH"] == "all" || count <= sample {
      return Array(1...count)
    }
    return (0..<sample).map { 1 + $0 * (count - 1) / (sample - 1) }
  }
}
