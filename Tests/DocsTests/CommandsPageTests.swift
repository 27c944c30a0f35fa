// SPDX-License-Identifier: Apache-2.0

import Foundation
import Runner
import Tables
import Testing

/// What the built program says of itself, and `docs/commands.md`.
struct CommandsPageTests {
  static let dray: String =
    ProcessInfo.processInfo.environment["DRAY_BINARY"]
    ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("dray").path

  /// The commands as ArgumentParser dumps them, `help` left out.
  private static func commands() throws -> [JSON] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: dray)
    process.arguments = ["--experimental-dump-help"]
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let dump = try JSON(parsing: String(decoding: bytes, as: UTF8.self))
    return (dump["command"]?["subcommands"]?.array ?? []).filter {
      $0["commandName"]?.string != "help"
    }
  }

  @Test func `every command has its section, and no section lacks its command`() throws {
    let page = try Page("docs/commands.md")
    let listed = page.text.components(separatedBy: "\n## `dray ").dropFirst().map {
      String($0.prefix { $0.isLetter })
    }
    #expect(listed == (try Self.commands()).compactMap { $0["commandName"]?.string })
  }

  @Test func `every argument and option stands in its command's table`() throws {
    let page = try Page("docs/commands.md")
    for command in try Self.commands() {
      let name = try #require(command["commandName"]?.string)
      let section = page.section("`dray \(name)")
      var expected: Set<String> = []
      for argument in command["arguments"]?.array ?? [] {
        let value = argument["valueName"]?.string ?? ""
        let long = argument["names"]?.array?.first { $0["kind"]?.string == "long" }?["name"]
        switch argument["kind"]?.string {
        case "positional": expected.insert(value.uppercased())
        case "option": expected.insert("--\(long?.string ?? "") \(value.uppercased())")
        default:
          if !["help", "version"].contains(value) { expected.insert("--\(long?.string ?? "")") }
        }
        if let abstract = argument["abstract"]?.string, !["help", "version"].contains(value) {
          let cell = abstract.replacing("|", with: "\\|")
          #expect(section.contains("| \(cell)"), "\(name): \(abstract)")
        }
      }
      let listed = Set(Page.names(in: section).map { $0.replacing("…", with: "") })
      #expect(listed == expected, "dray \(name)")
    }
  }

  @Test func `the table of exit codes lists those there are`() throws {
    let rows = try Page("docs/commands.md").section("Exit codes").split(separator: "\n")
      .compactMap { Int32($0.split(separator: " ").dropFirst().first ?? "") }
    #expect(rows == ([0] + RunnerError.Kind.allCases.map(\.rawValue)).sorted())
  }
}
