// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// What systemd is told of a service's life (sd_notify(3)): a datagram to `$NOTIFY_SOCKET`. Without one nothing is told.
package struct ServiceManager: Sendable {
  /// The socket's path; one that begins with `@` is in the abstract name space.
  private let socketPath: String?
  /// How often systemd wants to hear that we are alive; nil where it does not.
  package let watchdog: Duration?

  /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
  package init(environment: [String: String]) {
    socketPath = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    let isOurs = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
    let microseconds = environment["WATCHDOG_USEC"].flatMap { Int($0) } ?? 0
    watchdog = isOurs && microseconds > 0 ? .microseconds(microseconds) : nil
  }

  /// How the service stands.
  package enum Message: Sendable, Equatable {
    /// Work may begin; what it does.
    case ready(String)
    /// The config is read anew; `ready` follows.
    case reloading
    /// It ends.
    case stopping
    /// It is alive.
    case alive
    /// It starts still and needs so much longer.
    case starting(Duration, String)
    /// What it does, in a line for `systemctl status`.
    case status(String)

    var text: String {
      switch self {
      case .ready(let status): "READY=1\nSTATUS=\(status)"
      case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(Message.monotonicMicroseconds)"
      case .stopping: "STOPPING=1\nSTATUS=stopping"
      case .alive: "WATCHDOG=1"
      case .starting(let time, let status):
        "EXTEND_TIMEOUT_USEC=\(Int(time / .microseconds(1)))\nSTATUS=\(status)"
      case .status(let status): "STATUS=\(status)"
      }
    }

    private static var monotonicMicroseconds: Int {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }
  }

  /// Tells systemd. Where it does not listen, that is no concern of the work.
  package func tell(_ message: Message) {
    guard let socketPath else { return }
    let descriptor = socket(
      AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let address: UnixAddress
    do { address = try UnixAddress(socketPath) } catch { return }
    let bytes = Array(message.text.utf8)
    _ = address.withPointer { pointer, length in
      Int32(sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length))
    }
  }

  /// Runs `body`, which may take long and blocks, and has systemd wait meanwhile.
  package func whileStarting<Value>(_ body: () throws -> Value) rethrows -> Value {
    guard socketPath != nil else { return try body() }
    let isDone = Flag()
    BlockingThread.start(named: "starting") {
      var seconds = 0
      while !isDone.isSet {
        if seconds % 10 == 0 { tell(.starting(.seconds(60), "recovering")) }
        usleep(1_000_000)
        seconds += 1
      }
    }
    defer { isDone.set() }
    return try body()
  }

  /// Tells systemd that we are alive, twice as often as it wants to hear it, while `isAlive` comes back; until
  /// cancelled.
  package func keepAlive<Failure: Error>(
    _ isAlive: @Sendable () async throws(Failure) -> Void
  ) async throws(Failure) {
    while !Task.isCancelled {
      try await isAlive()
      tell(.alive)
      do { try await Task.sleep(for: (watchdog ?? .seconds(86_400)) / 2) } catch { return }
    }
  }

  private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
  }
}
