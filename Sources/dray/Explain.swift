// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Inbound
import Jobs
import Mirror
import Runner
import Tables

/// `dray explain FILE`
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What a file is and how it would be read; touches nothing.",
    discussion:
      "The format is recognised from the file's bytes. With --job or --preset: what each record would ask of the store."
  )

  @OptionGroup var home: HomeOption
  @Argument(help: "The file.") var file: String
  @Option(help: "Read it as this feed does.") var job: String?
  @Option(help: "Read it as this preset does.") var preset: String?
  @Option(help: "How many records are shown.") var records = 3
  @Option(help: "How many faults are shown.") var faults = 20
  @Flag(help: "JSON for scripts.") var json = false

  func validate() throws {
    if job != nil, preset != nil { throw ValidationError("Give --job or --preset, not both.") }
    guard records >= 0, faults >= 0 else { throw ValidationError("Numbers are from 0 on.") }
  }

  func run() throws {
    let url = URL(fileURLWithPath: file)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder),
      !isFolder.boolValue
    else { throw RunnerError(.notFound, "there is no file \(file)") }
    let folder = home.path + "/jobs"
    let presets = Preset.available(
      jobs: FileManager.default.fileExists(atPath: folder) ? folder : "")
    let feed = try self.feed(among: presets, folder: folder)
    var mirror: StoreMirror?
    if feed != nil { mirror = try self.mirror() }
    let explainer = Explainer(
      path: url.path, name: url.lastPathComponent, job: feed, presets: presets,
      mirror: mirror,
      workDirectory: FileManager.default.temporaryDirectory.path, records: records, faults: faults)
    let explanation: Explanation
    do throws(InboundError) { explanation = try explainer.explain() } catch {
      throw RunnerError(error)
    }
    if json { Output.line(explanation.json.text) } else { explanation.printed() }
    if !explanation.refused.isEmpty || explanation.brokenOff != nil {
      throw ExitCode(RunnerError.Kind.refused.rawValue)
    }
  }

  /// The job that is asked for; nil where none is.
  private func feed(among presets: [Preset], folder: String) throws -> FeedJob? {
    if let job {
      let read = Home.read(home.path)
      guard let found = read.jobs.first(where: { $0.name == job }) else {
        let faults = read.faults.filter { $0.position.file == "jobs/\(job).yaml" }
        guard faults.isEmpty else {
          throw RunnerError(.config, "the config is wrong\n\(ConfigError(faults).description)")
        }
        throw RunnerError(.notFound, "no feed is named \(job)")
      }
      guard case .feed(let feed) = found else {
        throw RunnerError(.notFound, "no feed is named \(job)")
      }
      return feed
    }
    guard let preset else { return nil }
    guard let found = presets.first(where: { $0.name == preset }) else {
      throw RunnerError(
        .notFound,
        "no preset is named \(preset); there are \(presets.map(\.name).joined(separator: ", "))")
    }
    do throws(ConfigError) { return try found.job(folder: folder) } catch {
      throw RunnerError(.config, "the preset cannot be used\n\(error.description)")
    }
  }

  /// The home's mirror, if there is one.
  private func mirror() throws -> StoreMirror? {
    guard let config = Home.read(home.path).config else { return nil }
    let opened = OpenedHome(config: config, jobs: [])
    guard FileManager.default.fileExists(atPath: opened.mirrorPath) else { return nil }
    return try opened.mirrorForReading()
  }
}
