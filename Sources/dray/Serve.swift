// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Runner

/// `dray serve`
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch the inboxes and run the schedules without end.",
    discussion: """
      SIGHUP: the config is read anew; one that is wrong is not taken, and status says why. \
      SIGTERM or SIGINT: nothing new is begun, what is in flight is finished or recorded, exit 0. A \
      second signal ends at once; the journal keeps it consistent.
      """)

  @OptionGroup var home: HomeOption

  func run() async throws {
    try await Serving(home: home.path).run()
  }
}
