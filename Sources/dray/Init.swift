// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Jobs
import Runner

/// `dray init [DIR]`
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a new home with commented examples.",
    discussion: "Nothing that is there already is changed.")

  @Argument(help: "The folder; made where it is missing.") var folder = "."

  func run() throws {
    let home = URL(fileURLWithPath: folder, isDirectory: true).standardizedFileURL.path
    let files = FileManager.default
    do {
      for folder in HomeTemplate.folders {
        try files.createDirectory(
          atPath: "\(home)/\(folder.path)", withIntermediateDirectories: true,
          attributes: [.posixPermissions: Int(folder.mode)])
      }
      for file in HomeTemplate.files {
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
    Output.line("")
    Output.line("Next: fill in dray.yaml, then 'dray check --home \(home) --online'.")
  }
}
