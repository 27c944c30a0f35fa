// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Jobs
import Runner
import Transport

/// `dray alert NAME`
struct AlertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alert", abstract: "Send a test message by an alert of dray.yaml.")

  @OptionGroup var home: HomeOption
  @Argument(help: "The alert's name.") var name: String

  func run() async throws {
    let opened = try OpenedHome.load(home.path)
    guard let alert = opened.config.alerts.first(where: { $0.name == name }) else {
      let names = opened.config.alerts.map(\.name).joined(separator: ", ")
      throw RunnerError(
        .notFound,
        names.isEmpty
          ? "dray.yaml has no alerts" : "dray.yaml has no alert \(name); there are \(names)")
    }
    let message = AlertMessage.test(
      shop: opened.config.store.shop, home: opened.config.folders.home, at: Clock.now())
    do throws(UploadError) {
      try await opened.messenger.tell(message, by: alert)
    } catch {
      throw RunnerError(.unreachable, "\(name): \(error.description)")
    }
    Output.line("\(name): told")
  }
}
