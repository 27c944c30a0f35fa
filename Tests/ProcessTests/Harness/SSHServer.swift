// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A real OpenSSH server on a port of this machine, run by whoever runs the tests, with keys and a folder of its own.
final class SSHServer: Sendable {
  /// Where its keys, its log and `in/` are.
  let path: String
  let port: UInt16
  let fingerprint: String
  private let process: Command

  private static let program = "/usr/sbin/sshd"

  /// Whether this machine has one; the tests are skipped where it has not.
  static let isThere =
    ["/usr/sbin/sshd", "/usr/bin/ssh-keygen", "/usr/bin/sftp"].allSatisfy {
      FileManager.default.isExecutableFile(atPath: $0)
    }

  /// Starts one; `limits` is a shell's text before it, e.g. `ulimit -f 8;`.
  init(limits: String = "") async throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("dray-ssh-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: "\(path)/in", withIntermediateDirectories: true)
    for name in ["host", "user"] {
      _ = try await Self.run(
        "/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(path)/\(name)"], path)
    }
    let shown = try await Self.run("/usr/bin/ssh-keygen", ["-lf", "\(path)/host.pub"], path)
    fingerprint = String(shown.split(separator: " ")[1])
    // A port that was free a moment ago: sshd takes no port 0.
    port = try Listener().port
    try """
    Port \(port)
    ListenAddress 127.0.0.1
    HostKey \(path)/host
    AuthorizedKeysFile \(path)/user.pub
    StrictModes no
    UsePAM no
    PidFile none
    PermitRootLogin yes
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    Subsystem sftp internal-sftp
    """.write(toFile: "\(path)/config", atomically: true, encoding: .utf8)
    // Run as root, sshd wants the folder its package makes at boot.
    if geteuid() == 0 { mkdir("/run/sshd", 0o755) }
    // Below a shell: sshd closes every descriptor it did not open, and by one of those Foundation sees whether its
    // child lives.
    process = try Command(
      [
        "-c",
        "\(limits) \(Self.program) -D -e -f \(path)/config & echo $!; wait",
      ], program: "/bin/sh", scratch: path)
    let deadline = Date().addingTimeInterval(20)
    while !process.errors.contains("Server listening") {
      guard process.isRunning, Date() < deadline else {
        throw TestSandbox.Failure(text: "sshd did not start: \(process.errors)")
      }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// The folder files are sent to.
  var inbox: String { "\(path)/in" }

  /// The entry of `targets:` that leads there.
  func target(hostKey: String? = nil, key: String = "user", folder: String? = nil) -> String {
    """
    {url: "sftp://127.0.0.1:\(port)\(folder ?? inbox)", user: \(NSUserName()),
          key: {file: \(path)/\(key)}, host_key: "\(hostKey ?? fingerprint)"}
    """
  }

  /// The names in the folder, sorted.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: inbox).sorted()
  }

  /// What a file there holds.
  func bytes(_ name: String) -> Data? {
    FileManager.default.contents(atPath: "\(inbox)/\(name)")
  }

  /// Runs the real sftp client against it with a batch of commands; its exit code and output.
  func client(_ batch: String) async throws -> CommandResult {
    let file = "\(path)/batch-\(UUID().uuidString)"
    try batch.write(toFile: file, atomically: true, encoding: .utf8)
    return try await Command(
      [
        "-b", file, "-P", "\(port)", "-i", "\(path)/user", "-o", "StrictHostKeyChecking=no", "-o",
        "UserKnownHostsFile=/dev/null", "\(NSUserName())@127.0.0.1",
      ], program: "/usr/bin/sftp", scratch: path
    ).finish(within: 60)
  }

  /// Ends it, and with it every connection.
  func stop() async {
    // What Foundation starts may have SIGTERM blocked, and hands that on.
    if let pid = Int32(process.output.prefix { $0.isNumber }) { kill(pid, SIGKILL) }
    _ = await process.finish(within: 5)
  }

  /// Ends it and removes its folder.
  func remove() async {
    await stop()
    do { try FileManager.default.removeItem(atPath: path) } catch { print("left: \(path)") }
  }

  private static func run(_ program: String, _ arguments: [String], _ scratch: String)
    async throws -> String
  {
    let result = try await Command(arguments, program: program, scratch: scratch).finish()
    guard result.status == 0 else { throw TestSandbox.Failure(text: "\(program): \(result)") }
    return result.output
  }
}

extension SSHServer {
  /// Runs `body` beside a server.
  static func with(
    limits: String = "", _ body: (SSHServer) async throws -> Void
  ) async throws {
    let server = try await SSHServer(limits: limits)
    do { try await body(server) } catch {
      await server.remove()
      throw error
    }
    await server.remove()
  }
}
