// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Glibc
import Jobs
import Runner

/// `dray units [--write DIR]`
struct Units: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print systemd units for this home, or write them into a folder.",
    discussion: """
      Use dray.service, which watches and runs schedules by itself, or the timers and path units; \
      both together do nothing twice. Nothing is enabled; docs/systemd.md tells the steps.
      """)

  @OptionGroup var home: HomeOption
  @Option(help: "The folder to write to, e.g. /etc/systemd/system.") var write: String?

  func run() throws {
    let opened = try OpenedHome.load(home.path)
    let units = HomeUnits(
      config: opened.config, jobs: opened.jobs, program: Units.program,
      user: Units.owner(of: opened.config.folders.home))
    guard let folder = write else {
      for (index, file) in units.files.enumerated() {
        Output.line((index > 0 ? "\n" : "") + "# ---- \(file.name)\n\(file.text.dropLast())")
      }
      return
    }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      for file in units.files {
        try file.text.write(toFile: "\(folder)/\(file.name)", atomically: true, encoding: .utf8)
        Output.line("wrote   \(folder)/\(file.name)")
      }
    } catch {
      throw RunnerError(.cannotWrite, "cannot write to \(folder): \(error.localizedDescription)")
    }
    Output.line("")
    Output.line("Next: systemctl daemon-reload && systemctl enable --now dray.service")
  }

  /// This program.
  private static var program: String {
    do { return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") } catch
    {
      return "/usr/local/bin/dray"
    }
  }

  /// The user who owns a folder; `dray` where that is root, as whom nothing should run.
  private static func owner(of folder: String) -> String {
    var status = stat()
    guard stat(folder, &status) == 0, status.st_uid != 0, let entry = getpwuid(status.st_uid) else {
      return "dray"
    }
    return String(cString: entry.pointee.pw_name)
  }
}
