// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Jobs
import Journal
import Runner
import Tables

/// `dray audit`
struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Does everything add up: records, changes, batches, files, numbers.")

  @OptionGroup var home: HomeOption
  @Flag(help: "JSON for scripts.") var json = false

  func run() throws {
    let opened = try OpenedHome.load(home.path)
    let journal = try opened.journalForReading()
    var findings: [String]
    do throws(JournalError) {
      findings = try journal.audit()
    } catch {
      throw RunnerError(.cannotWrite, error.description)
    }
    findings += FolderAudit(opened.config.folders).findings(journal)
    if json {
      Output.line(JSON.array(findings.map(JSON.string)).text)
    } else if findings.isEmpty {
      Output.line("everything adds up")
    } else {
      findings.forEach(Output.line)
    }
    guard findings.isEmpty else {
      throw ExitCode(RunnerError.Kind.notFound.rawValue)
    }
  }
}
