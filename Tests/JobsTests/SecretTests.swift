// SPDX-License-Identifier: Apache-2.0

import Foundation
import Secrets
import Testing

@testable import Jobs

@Suite struct `A secret` {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var source: @Sendable (_ folder: String) -> SecretSource
    var text = "canary\n"
    var mode = 0o600
    var isThere = true
    var hasCredentials = true
    /// nil where the secret is read.
    var message: (@Sendable (_ folder: String) -> String)?
  }

  static let cases: [Case] = [
    Case(testDescription: "in a private file", source: { .file($0 + "/secret") }),
    Case(testDescription: "as a credential", source: { _ in .credential("secret") }),
    Case(
      testDescription: "as a credential with an access list",
      source: { _ in .credential("secret") },
      mode: 0o440),
    Case(testDescription: "in the environment", source: { _ in .environment("SECRET") }),
    Case(
      testDescription: "not in the environment", source: { _ in .environment("OTHER") },
      message: { _ in "the environment variable OTHER is not set; set it, or name another source" }
    ),
    Case(
      testDescription: "empty in the environment", source: { _ in .environment("EMPTY") },
      message: { _ in "the environment variable EMPTY is empty" }),
    Case(
      testDescription: "in no file", source: { .file($0 + "/secret") }, isThere: false,
      message: { "the secret file \($0)/secret cannot be read: No such file or directory" }),
    Case(
      testDescription: "in an empty file", source: { .file($0 + "/secret") }, text: " \n",
      message: { "the secret file \($0)/secret is empty" }),
    Case(
      testDescription: "in a file the group reads", source: { .file($0 + "/secret") }, mode: 0o640,
      message: {
        "the secret file \($0)/secret is open to others (mode 640); chmod 600 it, and change a secret that others have seen"
      }),
    Case(
      testDescription: "in a file anyone reads", source: { .file($0 + "/secret") }, mode: 0o604,
      message: {
        "the secret file \($0)/secret is open to others (mode 604); chmod 600 it, and change a secret that others have seen"
      }),
    Case(
      testDescription: "as a credential anyone reads", source: { _ in .credential("secret") },
      mode: 0o444,
      message: {
        "the secret file \($0)/secret is open to others (mode 444); chmod 600 it, and change a secret that others have seen"
      }),
    Case(
      testDescription: "as a credential outside of a unit", source: { _ in .credential("secret") },
      hasCredentials: false,
      message: { _ in
        "the systemd credential secret is not there: CREDENTIALS_DIRECTORY is not set; start Dray by its unit with LoadCredential=secret:PATH, or name another source"
      }),
    Case(
      testDescription: "as a credential elsewhere", source: { _ in .credential("../secret") },
      message: { _ in "a systemd credential's name has no '/': '../secret'" }),
    Case(
      testDescription: "in a folder", source: { .file($0) },
      message: { "the secret file \($0) is no plain file" }),
  ]

  @Test(arguments: cases)
  func `L11 is read without its newline, or refused in words that do not hold it`(_ it: Case) throws
  {
    let home = try ScratchHome(it.isThere ? ["secret": it.text] : ["other": ""])
    if it.isThere {
      try FileManager.default.setAttributes(
        [.posixPermissions: it.mode], ofItemAtPath: home.path + "/secret")
    }
    do {
      let secret = try it.source(home.path).read(
        environment: ["SECRET": "canary", "EMPTY": ""],
        credentialsDirectory: it.hasCredentials ? home.path : nil)
      #expect(it.message == nil)
      #expect(secret.reveal { $0 } == "canary")
      #expect("\(secret)" == "[secret]")
    } catch {
      #expect(error.description == it.message?(home.path))
      #expect(!error.description.contains("canary"))
    }
  }
}
