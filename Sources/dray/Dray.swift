// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import Runner

/// `dray`: files in, Admin mutations out, and back.
@main
struct Dray: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dray",
    abstract: "Hauls files between a back office and Shopify.",
    discussion: """
      Exit codes: 0 done; 1 nothing found, or audit does not add up; 64 usage; 65 a delivery was \
      refused or held, or broke off; 69 the store is not reached; 70 a bug of ours; 73 a file cannot be written; \
      75 work remains pending; 78 the config is wrong.
      """,
    version: drayVersion,
    subcommands: [
      Init.self, Check.self, Explain.self, Plan.self, Run.self, Serve.self, Status.self, Show.self,
      Approve.self,
      Refuse.self, Retry.self, Undo.self, AlertCommand.self, Find.self, Query.self, Refresh.self,
      Audit.self, SandboxCommand.self, Units.self, Documents.self,
    ])

  static func main() async {
    Signals.ignoreBrokenPipes()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let error as RunnerError {
      Output.complain(error.description)
      Glibc.exit(error.kind.rawValue)
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}

/// The version, also in the `User-Agent` of every request.
let drayVersion = "0.1.0"
