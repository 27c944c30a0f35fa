// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalogue
import Foundation
import Inbound
import Jobs
import Runner
import Tables

/// `dray init --from FILE`: a job made from a sample.
struct InitFrom {
  /// The home's absolute path.
  let home: String
  /// The sample.
  let file: String
  /// The new job's name; nil: from the file's.
  let name: String?
  /// What it asks of the store; nil: guessed.
  let feed: String?

  /// The job, ready to be written.
  func draft() throws -> (name: String, draft: JobDraft) {
    let url = URL(fileURLWithPath: file)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      !isFolder.boolValue
    else { throw RunnerError(.notFound, "there is no file \(file)") }
    let name = self.name ?? JobDraft.name(from: url.lastPathComponent)
    guard !FileManager.default.fileExists(atPath: path(of: name)) else {
      throw RunnerError(
        .cannotWrite, "\(path(of: name)) is there already; give the job another name with --job")
    }
    let operation: Catalogue.Operation? = try feed.map { feed in
      guard let operation = Catalogue.Operation.named(feed) else {
        throw ValidationError(
          "There is no operation '\(feed)'; there are \(Catalogue.Operation.all.map(\.name).joined(separator: ", "))."
        )
      }
      return operation
    }
    let folder = FileManager.default.fileExists(atPath: home + "/jobs") ? home + "/jobs" : ""
    let explainer = Explainer(
      path: url.path, name: url.lastPathComponent, job: nil,
      presets: Preset.available(jobs: folder), mirror: nil,
      workDirectory: FileManager.default.temporaryDirectory.path, records: 0, faults: 0)
    let explanation: Explanation
    do throws(InboundError) { explanation = try explainer.explain() } catch {
      throw RunnerError(error)
    }
    do { return try (name, JobDraft.draft(of: explanation, operation: operation)) } catch {
      throw RunnerError(.refused, "no job can be made from \(file): \(error.reason)")
    }
  }

  /// Writes it, with its inbox; what is there already stays.
  func write(_ draft: JobDraft, as name: String) throws(RunnerError) {
    let files = FileManager.default
    do {
      for folder in ["jobs", "inbox/\(name)"] where !files.fileExists(atPath: "\(home)/\(folder)") {
        try files.createDirectory(
          atPath: "\(home)/\(folder)", withIntermediateDirectories: true,
          attributes: [.posixPermissions: folder == "jobs" ? 0o755 : 0o770])
      }
      try Data(draft.text.utf8).write(
        to: URL(fileURLWithPath: path(of: name)), options: .withoutOverwriting)
    } catch {
      throw RunnerError(
        .cannotWrite, "\(path(of: name)) cannot be written: \(error.localizedDescription)")
    }
  }

  /// Says what was guessed, and what `dray check` would say of the job.
  func tell(_ draft: JobDraft, as name: String) {
    for guess in draft.guesses { Output.line("  \(Output.plain(.string(guess)))") }
    for fault in Home.read(home).faults where fault.position.file == "jobs/\(name).yaml" {
      Output.line(fault.description)
    }
  }

  private func path(of name: String) -> String { "\(home)/jobs/\(name).yaml" }
}
