// SPDX-License-Identifier: Apache-2.0

import Glibc
import Transport

/// A program that is handed a message: it gets nothing of ours but that, and has to end in time.
struct AlertProgram: Sendable {
  /// The program and its arguments; found by PATH where it holds no slash.
  let words: [String]
  let environment: [String: String]
  /// What it reads; cut to what a pipe takes at once.
  let input: [UInt8]

  /// Runs it to its end, or kills it and what it started.
  func run(stop: StopFlag, limit: Duration) -> Result<Void, UploadError> {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return .failure(failure("cannot be started", errno)) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // The pipe holds 64 KiB: this never blocks, whether or not it is read.
    _ = write(ends[1], input, min(input.count, 32 << 10))
    close(ends[1])
    defer { close(ends[0]) }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own, to be ended as a whole, and no signal blocked or ignored as with us.
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)

    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, words[0], &actions, &attributes, &arguments, &variables)
    guard code == 0 else { return .failure(failure("cannot be started", code)) }
    return wait(pid, stop: stop, limit: limit)
  }

  private func wait(_ pid: pid_t, stop: StopFlag, limit: Duration) -> Result<Void, UploadError> {
    let deadline = ContinuousClock.now + limit
    var status: Int32 = 0
    while true {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid { break }
      if ended < 0, errno != EINTR { return .failure(failure("cannot be waited for", errno)) }
      if stop.isSet || ContinuousClock.now > deadline {
        kill(-pid, SIGKILL)
        waitpid(pid, &status, 0)
        return .failure(
          stop.isSet
            ? UploadError(.cancelled, "\(words[0]): stopped")
            : UploadError(.refused, "\(words[0]) did not end within \(limit) and was killed"))
      }
      usleep(20_000)
    }
    let signal = status & 0x7F
    guard signal == 0 else {
      return .failure(UploadError(.refused, "\(words[0]) was ended by signal \(signal)"))
    }
    let exit = (status >> 8) & 0xFF
    return exit == 0
      ? .success(()) : .failure(UploadError(.refused, "\(words[0]) ended with code \(exit)"))
  }

  private func failure(_ what: String, _ code: Int32) -> UploadError {
    UploadError(.refused, "\(words[0]) \(what): \(String(cString: strerror(code)))")
  }
}
