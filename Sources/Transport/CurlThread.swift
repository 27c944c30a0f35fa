// SPDX-License-Identifier: Apache-2.0

internal import CCurl
internal import Glibc

/// libcurl's global state: made once, at the first client; not thread-safe by itself, so a `let`.
private let globalState = curl_global_init(Int(CURL_GLOBAL_ALL))

/// Whether libcurl can be used at all.
var curlIsReady: Bool { globalState == CURLE_OK }

/// The one thread that talks to libcurl. Others hand it work through the inbox and wake it.
///
/// Races, in order of events:
/// - A cancel may come before the submission it means: its id waits in `early`, and `submit` finds it
///   there. `forget` takes the id out again when the caller has its answer.
/// - `curl_multi_wakeup`, the one call allowed from other threads, is only made under the lock while
///   the multi handle stands in the inbox; the loop takes it out, under the lock, before freeing it.
final class CurlThread: Sendable {
  /// One request on its way to the thread.
  struct Submission: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let destination: Destination
    let done: CheckedContinuation<Result<HTTPReply, TransportError>, Never>
  }

  private struct Inbox {
    var multi: UnsafeMutableRawPointer?
    var submissions: [Submission] = []
    var cancels: [UInt64] = []
    /// Ids handed over and not yet forgotten.
    var known: Set<UInt64> = []
    /// Ids cancelled before they were handed over.
    var early: Set<UInt64> = []
    /// When what is in flight is given up; nil while running.
    var deadline: ContinuousClock.Instant?
    var ended: [CheckedContinuation<Void, Never>] = []
  }

  private let inbox = Guarded(Inbox())

  init(maxConnectionsPerHost: Int) {
    // Without memory for libcurl there is no multi handle, and every submission says so.
    guard curlIsReady, let multi = curl_multi_init() else { return }
    ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, maxConnectionsPerHost)
    inbox.withLock { $0.multi = multi }
    let box = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { box in
        if let box { Unmanaged<CurlThread>.fromOpaque(box).takeRetainedValue().run() }
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      inbox.withLock { $0.multi = nil }
      curl_multi_cleanup(multi)
      return
    }
    pthread_detach(thread)
  }

  func submit(_ submission: Submission) {
    let refusal: TransportError? = inbox.withLock { inbox in
      guard let multi = inbox.multi, inbox.deadline == nil else {
        return TransportError(.cancelled, "the HTTP client is shut down")
      }
      guard inbox.early.remove(submission.id) == nil else {
        return TransportError(
          .cancelled, "\(submission.destination.host): cancelled before the request left")
      }
      inbox.known.insert(submission.id)
      inbox.submissions.append(submission)
      curl_multi_wakeup(multi)
      return nil
    }
    if let refusal { submission.done.resume(returning: .failure(refusal)) }
  }

  func cancel(_ id: UInt64) {
    inbox.withLock { inbox in
      guard inbox.known.contains(id) else {
        inbox.early.insert(id)
        return
      }
      inbox.cancels.append(id)
      if let multi = inbox.multi { curl_multi_wakeup(multi) }
    }
  }

  /// The caller of this id has its answer; a cancel can no longer come.
  func forget(_ id: UInt64) {
    inbox.withLock { inbox in
      inbox.known.remove(id)
      inbox.early.remove(id)
    }
  }

  func stop(grace: Duration, then ended: CheckedContinuation<Void, Never>?) {
    let now = ContinuousClock.now
    let isOver = inbox.withLock { inbox in
      guard let multi = inbox.multi else { return true }
      if let ended { inbox.ended.append(ended) }
      inbox.deadline = min(inbox.deadline ?? now + grace, now + grace)
      curl_multi_wakeup(multi)
      return false
    }
    if isOver { ended?.resume() }
  }

  // MARK: - On the thread

  private func run() {
    // Signals are for the threads that handle them; SIGPIPE then is an error of a write, no death.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    guard let multi = inbox.withLock({ $0.multi }) else { return }
    var loop = CurlLoop(multi: multi)
    while true {
      let (submissions, cancels, deadline) = inbox.withLock { inbox in
        defer {
          inbox.submissions = []
          inbox.cancels = []
        }
        return (inbox.submissions, inbox.cancels, inbox.deadline)
      }
      for submission in submissions { loop.begin(submission) }
      for id in cancels { loop.cancel(id) }
      loop.perform()
      guard let deadline else {
        loop.wait(upTo: .seconds(60))
        continue
      }
      let left = ContinuousClock.now.duration(to: deadline)
      if left <= .zero { loop.cancelAll() }
      if loop.isIdle, inbox.withLock({ $0.submissions.isEmpty }) { break }
      loop.wait(upTo: max(.milliseconds(1), left))
    }
    let ended = inbox.withLock { inbox in
      defer { inbox.ended = [] }
      inbox.multi = nil
      return inbox.ended
    }
    loop.close()
    for one in ended { one.resume() }
  }
}

/// The transfers in flight and the handles they use; lives on the curl thread.
private struct CurlLoop {
  let multi: UnsafeMutableRawPointer
  private var live: [UInt64: (transfer: Transfer, easy: UnsafeMutableRawPointer)] = [:]
  /// Ended handles, kept for their TLS sessions.
  private var spare: [UnsafeMutableRawPointer] = []

  init(multi: UnsafeMutableRawPointer) { self.multi = multi }

  var isIdle: Bool { live.isEmpty }

  mutating func begin(_ submission: CurlThread.Submission) {
    let transfer = Transfer(
      id: submission.id, request: submission.request, destination: submission.destination,
      done: submission.done)
    guard let easy = spare.popLast() ?? curl_easy_init() else {
      transfer.done.resume(returning: .failure(TransportError(.notSent, "no memory for libcurl")))
      return
    }
    do throws(TransportError) {
      try transfer.prepare(easy)
    } catch {
      transfer.done.resume(returning: transfer.fail(error))
      curl_easy_cleanup(easy)
      return
    }
    let code = curl_multi_add_handle(multi, easy)
    guard code == CURLM_OK else {
      let words = String(cString: curl_multi_strerror(code))
      transfer.done.resume(returning: transfer.fail(TransportError(.notSent, words)))
      curl_easy_cleanup(easy)
      return
    }
    live[submission.id] = (transfer, easy)
  }

  mutating func cancel(_ id: UInt64) {
    guard let (transfer, easy) = live[id] else { return }
    release(id, easy)
    transfer.done.resume(returning: transfer.cancelled())
  }

  mutating func cancelAll() {
    for id in Array(live.keys) { cancel(id) }
  }

  mutating func perform() {
    var running: Int32 = 0
    curl_multi_perform(multi, &running)
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else {
        continue
      }
      // Read before the handle is removed: that frees the message.
      let code = message.pointee.data.result
      var context: UnsafeMutableRawPointer?
      ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context)
      guard let context else { continue }
      let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
      let result = transfer.end(code, easy: easy)
      release(transfer.id, easy)
      transfer.done.resume(returning: result)
    }
  }

  func wait(upTo limit: Duration) {
    let milliseconds = limit / .milliseconds(1)
    curl_multi_poll(multi, nil, 0, Int32(min(60_000, max(1, milliseconds))), nil)
  }

  private mutating func release(_ id: UInt64, _ easy: UnsafeMutableRawPointer) {
    curl_multi_remove_handle(multi, easy)
    curl_easy_reset(easy)
    live[id] = nil
    spare.append(easy)
  }

  func close() {
    for easy in spare { curl_easy_cleanup(easy) }
    curl_multi_cleanup(multi)
  }
}
