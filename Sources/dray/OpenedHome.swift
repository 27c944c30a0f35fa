// SPDX-License-Identifier: Apache-2.0

import Folders
import Foundation
import Glibc
import Inbound
import Jobs
import Journal
import Logging
import Mirror
import Outbound
import Runner
import Secrets
import ShopifyAdmin
import Transport

/// A home whose config has no fault, and the parts that are made from it.
struct OpenedHome: Sendable {
  var config: HomeConfig
  var jobs: [Job]

  /// Reads the config; every fault at once, with exit code 78.
  static func load(_ home: String) throws(RunnerError) -> OpenedHome {
    do {
      let loaded = try Home.load(home)
      return OpenedHome(config: loaded.config, jobs: loaded.jobs)
    } catch {
      throw RunnerError(.config, "the config is wrong\n\(error.description)")
    }
  }

  /// A home as far as its config can be used, and what is wrong with the rest, a line for each fault; for looking only.
  static func look(_ home: String) throws(RunnerError) -> (opened: OpenedHome, faults: String?) {
    let read = Home.read(home)
    let faults = read.faults.isEmpty ? nil : ConfigError(read.faults).description
    guard let config = read.config else {
      throw RunnerError(.config, "the config is wrong\n\(faults ?? "")")
    }
    return (OpenedHome(config: config, jobs: read.jobs), faults)
  }

  var lockPath: String { config.folders.state + "/lock" }
  var socketPath: String { config.folders.state + "/control.sock" }
  var journalPath: String { config.folders.state + "/journal.sqlite" }
  var mirrorPath: String { config.folders.state + "/mirror.sqlite" }

  /// Makes the state folder, which nobody else may look into.
  func makeState() throws(RunnerError) {
    for path in [config.folders.state, config.folders.state + "/work"] {
      guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
        throw RunnerError(
          .cannotWrite, "cannot make \(path): \(String(cString: strerror(errno)))")
      }
    }
  }

  /// The journal, read-only.
  func journalForReading() throws(RunnerError) -> Journal {
    do { return try Journal(reading: journalPath) } catch {
      switch error.kind {
      case .missing:
        throw RunnerError(.notFound, "nothing has run here yet: \(journalPath) is not there")
      case .newer, .full, .io, .damaged, .busy, .other:
        throw RunnerError(.cannotWrite, error.description)
      }
    }
  }

  /// The journal, read-only; nil where nothing has run yet.
  func journalIfAny() throws(RunnerError) -> Journal? {
    guard FileManager.default.fileExists(atPath: journalPath) else { return nil }
    return try journalForReading()
  }

  /// The mirror, read-only.
  func mirrorForReading() throws(RunnerError) -> StoreMirror {
    do throws(MirrorError) {
      return try StoreMirror(reading: mirrorPath)
    } catch { throw RunnerError(error) }
  }

  /// The Admin API of the home's store; `journal` hears of every call.
  func admin(
    journal: Journal?, health: StoreHealth? = nil
  ) throws(RunnerError) -> AdminClient {
    let store = config.store
    let signIn: AdminConfiguration.SignIn
    do throws(SecretError) {
      signIn =
        switch store.auth {
        case .accessToken(let source): .token(try OpenedHome.secret(source))
        case .clientCredentials(let id, let source):
          .clientCredentials(id: id, secret: try OpenedHome.secret(source))
        }
    } catch {
      throw RunnerError(.config, error.description)
    }
    let configuration = AdminConfiguration(
      base: store.endpoint ?? "https://\(store.shop).myshopify.com", apiVersion: store.apiVersion,
      signIn: signIn)
    return AdminClient(configuration, http: HTTPClient(), logger: OpenedHome.logger) { call in
      health?.heard(status: call.status)
      journal?.note(
        Call(
          at: Clock.now(), root: call.root, status: call.status,
          milliseconds: Int(call.duration / .milliseconds(1)), requested: call.cost?.requested,
          actual: call.cost?.actual, label: call.label, requestID: call.requestID))
    }
  }

  /// Reads a secret of `dray.yaml`.
  static func secret(_ source: SecretSource) throws(SecretError) -> Secret {
    let environment = ProcessInfo.processInfo.environment
    return try source.read(
      environment: environment, credentialsDirectory: environment["CREDENTIALS_DIRECTORY"])
  }

  /// Warnings and errors to standard error; `DRAY_LOG` names a lower level.
  static let logger: Logger = {
    var logger = Logger(label: "dray", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel =
      ProcessInfo.processInfo.environment["DRAY_LOG"].flatMap(Logger.Level.init(rawValue:))
      ?? .warning
    return logger
  }()

  /// Everything a holder of the lock works with. The caller holds it.
  func works() throws(RunnerError) -> Works {
    let folders = config.folders
    let journal: Journal
    do { journal = try Journal(writing: journalPath) } catch {
      throw RunnerError(error.kind == .newer ? .config : .cannotWrite, error.description)
    }
    let mirror: StoreMirror
    do throws(MirrorError) {
      mirror = try StoreMirror(writing: mirrorPath, now: Clock.now)
    } catch { throw RunnerError(error) }
    do {
      return try works(journal, mirror, try Spool(path: folders.state + "/spool"))
    } catch let error as RunnerError {
      throw error
    } catch {
      throw RunnerError(.cannotWrite, "\(error)")
    }
  }

  /// The same with the databases and the spool of works of this home that have ended.
  func works(after ended: Works) throws(RunnerError) -> Works {
    try works(ended.parts.journal, ended.parts.mirror, ended.parts.spool)
  }

  private func works(
    _ journal: Journal, _ mirror: StoreMirror, _ spool: Spool
  ) throws(RunnerError) -> Works {
    let health = StoreHealth()
    let parts = InboundParts(
      journal: journal, mirror: mirror, admin: try admin(journal: journal, health: health),
      spool: spool, workDirectory: config.folders.state + "/work", now: Clock.now,
      logger: OpenedHome.logger, jitter: { Double.random(in: 0...1) })
    let courier = Courier(
      journal: journal, outbox: config.folders.outbox, shop: config.store.shop, access: access,
      now: Clock.now, mailDate: Clock.mailDate)
    return try Works(
      config: config, jobs: jobs, parts: parts, courier: courier, messenger: messenger,
      health: health, jitter: { Double.random(in: 0...1) })
  }

  /// How targets are entered.
  var access: TargetAccess {
    TargetAccess(http: HTTPClient(maxConnectionsPerHost: 2), secret: OpenedHome.secret)
  }

  /// What tells people of trouble. Programs get the path and the language, and none of our secrets.
  var messenger: Messenger {
    let environment = ProcessInfo.processInfo.environment
    return Messenger(
      http: HTTPClient(maxConnectionsPerHost: 2), access: access, targets: config.targets,
      mailDate: Clock.mailDate,
      environment: environment.filter { ["PATH", "HOME", "LANG", "TZ"].contains($0.key) })
  }
}
