// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Jobs
import Runner

/// `dray init [DIR]`
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a new home with commented examples, or a job from a sample file.",
    discussion:
      "Nothing that is there already is changed. With --from, the file's format and what its columns seem to be are written down as a job."
  )

  @Argument(help: "The folder; made where it is missing.") var folder = "."
  @Option(help: "A sample file, from which a job is made.") var from: String?
  @Option(help: "With --from: the job's name; from the file's if left out.") var job: String?
  @Option(help: "With --from: what the job asks of the store; guessed if left out.")
  var feed: String?

  func validate() throws {
    if from == nil, job != nil || feed != nil {
      throw ValidationError("--job and --feed go with --from.")
    }
    if let job, job.isEmpty || job == "receipts" || !job.allSatisfy(Self.isPlain) {
      throw ValidationError("A job's name has letters, digits, '-' and '_', and is not 'receipts'.")
    }
  }

  private static func isPlain(_ letter: Character) -> Bool {
    letter.isASCII && (letter.isLetter || letter.isNumber || letter == "-" || letter == "_")
  }

  func run() throws {
    let home = URL(fileURLWithPath: folder, isDirectory: true).standardizedFileURL.path
    guard let from else {
      try make(home, HomeTemplate.folders, HomeTemplate.files)
      Output.line("")
      Output.line("Next: fill in dray.yaml, then 'dray check --home \(home) --online'.")
      return
    }
    let sample = InitFrom(home: home, file: from, name: job, feed: feed)
    let (name, draft) = try sample.draft()
    if !FileManager.default.fileExists(atPath: home + "/dray.yaml") {
      // A home for this job: no examples of others.
      try make(
        home, HomeTemplate.folders.filter { !$0.path.hasPrefix("inbox/") },
        HomeTemplate.files.filter { !$0.path.hasPrefix("jobs/") })
    }
    try sample.write(draft, as: name)
    Output.line("wrote   jobs/\(name).yaml")
    sample.tell(draft, as: name)
    Output.line("")
    Output.line(
      "Next: look it over, then 'dray explain \(from) --home \(home) --job \(name)' and 'dray check --home \(home) \(name)'."
    )
  }

  private func make(
    _ home: String, _ folders: [HomeTemplate.Folder], _ texts: [HomeTemplate.File]
  ) throws(RunnerError) {
    let files = FileManager.default
    do {
      for folder in folders {
        try files.createDirectory(
          atPath: "\(home)/\(folder.path)", withIntermediateDirectories: true,
          attributes: [.posixPermissions: Int(folder.mode)])
      }
      for file in texts {
        let path = "\(home)/\(file.path)"
        guard !files.fileExists(atPath: path) else {
          Output.line("kept    \(file.path)")
          continue
        }
        try file.text.write(toFile: path, atomically: true, encoding: .utf8)
        Output.line("wrote   \(file.path)")
      }
    } catch {
      throw RunnerError(.cannotWrite, "cannot make \(home): \(error.localizedDescription)")
    }
  }
}
