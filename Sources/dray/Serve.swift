// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Runner

/// `dray serve`
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch the inboxes without end.",
    discussion: """
      SIGTERM or SIGINT: nothing new is begun, what is in flight is finished or recorded, exit 0. A \
      second signal ends at once; the journal keeps it consistent.
      """)

  @OptionGroup var home: HomeOption

  func run() async throws {
    try await Holder(home: home.path, command: "serve").serve()
  }
}
