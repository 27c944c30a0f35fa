// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A mail server of this machine that keeps what it takes; an answer to a command can be set.
final class MailSink: Sendable {
  /// One mail as it was taken.
  struct Mail: Sendable {
    var from: String
    var to: [String]
    /// Headers and body, lines ending in CRLF.
    var data: String

    /// A header's value, unfolded; nil where it is not there.
    func header(_ name: String) -> String? {
      let head = data.components(separatedBy: "\r\n\r\n").first ?? ""
      let lines = head.replacingOccurrences(of: "\r\n ", with: " ").components(separatedBy: "\r\n")
      return lines.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    /// The parts of a multipart message: headers and the decoded body.
    var parts: [(head: String, body: Data)] {
      guard let boundary = header("Content-Type")?.components(separatedBy: "boundary=").last else {
        return []
      }
      let mark = boundary.trimmingCharacters(in: CharacterSet(charactersIn: "\"; "))
      return data.components(separatedBy: "--\(mark)").dropFirst().dropLast().compactMap { part in
        let halves = part.components(separatedBy: "\r\n\r\n")
        guard halves.count >= 2 else { return nil }
        let text = halves.dropFirst().joined(separator: "\r\n\r\n")
        let body =
          halves[0].contains("base64")
          ? Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data()
          : Data(text.utf8)
        return (halves[0], body)
      }
    }
  }

  private struct State {
    var mails: [Mail] = []
    var answers: [String: String] = [:]
    var signedIn: [String] = []
  }

  private let listener: Listener
  private let state = Mutex(State())
  var port: UInt16 { listener.port }

  init() throws {
    listener = try Listener(blocking: true)
    let thread = Thread { [self] in
      while let connection = listener.next() {
        let one = Thread { self.talk(connection) }
        one.start()
      }
    }
    thread.start()
  }

  func stop() { listener.stop() }

  /// What was taken, oldest first.
  var mails: [Mail] { state.withLock { $0.mails } }

  /// The base64 credentials of AUTH PLAIN.
  var signedIn: [String] { state.withLock { $0.signedIn } }

  /// Answers a command, or the end of the data (`.`), so from now on; nil as usual.
  func answer(_ command: String, with line: String?) {
    state.withLock { $0.answers[command] = line }
  }

  private func talk(_ connection: Int32) {
    guard let stream = fdopen(connection, "r+") else { return }
    defer { fclose(stream) }
    func say(_ line: String) {
      fputs(line + "\r\n", stream)
      fflush(stream)
    }
    func hear() -> String? {
      var line: UnsafeMutablePointer<CChar>?
      var size = 0
      defer { free(line) }
      guard getline(&line, &size, stream) > 0, let line else { return nil }
      var text = String(cString: line)
      while text.unicodeScalars.last.map({ $0 == "\r" || $0 == "\n" }) == true {
        text.unicodeScalars.removeLast()
      }
      fseek(stream, 0, SEEK_CUR)
      return text
    }
    say("220 sink")
    var mail = Mail(from: "", to: [], data: "")
    while let line = hear() {
      let command = String(line.prefix(4)).uppercased()
      if let answer = state.withLock({ $0.answers[command] }) {
        say(answer)
        continue
      }
      switch command {
      case "EHLO": say("250-sink\r\n250 AUTH PLAIN")
      case "AUTH":
        var words = line.split(separator: " ").map(String.init)
        if words.count < 3 {
          say("334 ")
          words.append(hear() ?? "")
        }
        state.withLock { $0.signedIn.append(words[2]) }
        say("235 in")
      case "MAIL":
        mail = Mail(from: line, to: [], data: "")
        say("250 ok")
      case "RCPT":
        mail.to.append(line)
        say("250 ok")
      case "DATA":
        say("354 go on")
        while let text = hear(), text != "." {
          mail.data += (text.hasPrefix("..") ? String(text.dropFirst()) : text) + "\r\n"
        }
        // Kept before it is answered: an answer may be lost.
        let taken = mail
        let answer = state.withLock { state in
          if state.answers["."]?.hasPrefix("5") != true { state.mails.append(taken) }
          return state.answers["."]
        }
        if answer == "cut" { return }
        say(answer ?? "250 taken")
      case "QUIT":
        say("221 bye")
        return
      default: say("250 ok")
      }
    }
  }
}
