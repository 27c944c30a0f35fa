// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import Tables

/// All that requests share, served one at a time under the server's lock: the store, the bucket, sign-in, the
/// scripted faults, the logs and the clock.
struct Shopfront {
  let options: SandboxServer.Options
  let store: Store
  let engine: Engine
  let baseURL: String
  var bucket: Bucket
  var signIn: SignIn
  var faults = FaultScript()
  private(set) var log: [LoggedRequest] = []
  /// How far the sandbox's clock is ahead of the real one, in seconds.
  var clockOffset = 0.0

  init(_ options: SandboxServer.Options, port: Int) throws {
    guard let plan = Bucket.Plan(rawValue: options.plan) else {
      let plans = Bucket.Plan.allCases.map(\.rawValue).joined(separator: ", ")
      throw SandboxServerError(
        description: "no plan \"\(options.plan)\"; there are \(plans)")
    }
    self.options = options
    baseURL = "http://127.0.0.1:\(port)"
    let start = options.clock()
    store = try Store(
      options, now: Moment(seconds: Int(start)),
      elapsed: { [clock = options.clock] in .seconds(clock() - start) })
    engine = Engine(schema: try Schema(parsing: SandboxSchema.sdl))
    bucket = Bucket(plan, now: options.clock())
    signIn = SignIn(options)
    try faults.add(options.faults)
    if let snapshot = try StateFile(options.stateDirectory)?.read() { try store.restore(snapshot) }
  }

  /// Seconds since 1970 on the sandbox's clock.
  var now: Double { options.clock() + clockOffset }

  /// Whether a request's log line is due, and what it says.
  mutating func record(_ entry: (Int, String, Int) -> LoggedRequest) {
    log.append(entry(log.count + 1, Instant(now).milliseconds, bucket.points(now: now)))
  }

  /// A context for one request.
  func context(for body: [UInt8]) -> ExecutionContext {
    ExecutionContext(
      store: store, engine: engine, baseURL: baseURL,
      requestSHA256: SHA256.hash(data: body).map { byte in
        let hex = String(byte, radix: 16)
        return hex.count == 1 ? "0" + hex : hex
      }.joined(), now: Instant(now).seconds)
  }

  /// Moves bulk operations on; whether any is under way.
  func tick() -> Bool {
    guard store.isBusy else { return false }
    store.tick(context(for: []))
    guard !store.isBusy else { return true }
    // Nobody waits for an answer here: the next request that changes something says what is wrong.
    do { try save() } catch { return false }
    return false
  }

  /// Saves the state where `--state` asks for it.
  func save() throws { try StateFile(options.stateDirectory)?.write(try store.snapshot()) }
}
