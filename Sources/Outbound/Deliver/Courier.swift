// SPDX-License-Identifier: Apache-2.0

import Crypto
import Glibc
package import Jobs
package import Journal
package import Transport

/// Takes exported files to their targets: one try at one file at a time, noted step by step, so that a crash anywhere
/// ends in the file being there once. (By mail at least once, with the same Message-ID.)
package struct Courier: Sendable {
  let journal: Journal
  /// The outbox; each job has a folder in it.
  let outbox: String
  /// The shop's name, for subjects.
  let shop: String
  /// How targets are entered.
  let access: TargetAccess
  /// Now, RFC 3339 in UTC with milliseconds.
  let now: @Sendable () -> String
  /// The same moment as a mail's `Date` header.
  let mailDate: @Sendable () -> String

  /// A courier of one home. `outbox` is an absolute path.
  package init(
    journal: Journal, outbox: String, shop: String, access: TargetAccess,
    now: @escaping @Sendable () -> String, mailDate: @escaping @Sendable () -> String
  ) {
    self.journal = journal
    self.outbox = outbox
    self.shop = shop
    self.access = access
    self.now = now
    self.mailDate = mailDate
  }

  /// How a try ended.
  package enum Ending: Sendable {
    /// The target has the file.
    case sent
    /// It is tried again later, for this reason.
    case later(UploadError)
    /// It is left to a person, for this reason.
    case failed(UploadError)
    /// We were stopped; nothing is known but what the journal holds.
    case stopped
  }

  /// Tries to bring a file to its target.
  ///
  /// - Parameters:
  ///   - elapsed: The time since the try before, by a clock that never jumps; nil where that was in another process.
  ///   - limit: How long the file is tried before it is left to a person.
  /// - Throws: where the journal fails.
  package func deliver(
    _ send: Send, to target: Target, elapsed: Duration?, limit: Duration
  ) async throws(JournalError) -> Ending {
    try journal.beginTry(send, at: now())
    let outcome: Result<String?, Stumble>
    do throws(Stumble) {
      outcome = .success(try await bring(send, target))
    } catch { outcome = .failure(error) }
    switch outcome {
    case .success(let remark):
      try journal.noteSent(send, remark: remark, at: now())
      return .sent
    case .failure(.journal(let error)): throw error
    case .failure(.upload(let error)):
      guard error.kind != .cancelled else { return .stopped }
      let isFailed = try journal.noteFailure(
        send, error.description, elapsed: elapsed, limit: Int(limit.components.seconds),
        isFinal: !error.kind.mayGoWellLater, at: now())
      return isFailed ? .failed(error) : .later(error)
    }
  }

  /// Why a try did not go well.
  enum Stumble: Error {
    case upload(UploadError)
    case journal(JournalError)
  }

  private func bring(_ send: Send, _ target: Target) async throws(Stumble) -> String? {
    let path = "\(outbox)/\(send.job)/\(send.file)"
    switch target.way {
    case .sftp(let sftp):
      let folder: SFTPFolder
      do throws(UploadError) { folder = try access.folder(sftp) } catch { throw .upload(error) }
      return try await OwnThread.run { stop -> Result<String?, Stumble> in
        do throws(Stumble) {
          try checkBytes(path, send)
          return .success(try upload(send, path, SFTPStay(folder, stop)))
        } catch { return .failure(error) }
      }.get()
    case .mail(let mail):
      let parts: (server: MailServer, message: MailMessage)
      do throws(UploadError) {
        parts = (try access.server(mail), try message(send, mail, path))
      } catch {
        throw .upload(error)
      }
      return try await OwnThread.run { stop -> Result<String?, Stumble> in
        do throws(Stumble) {
          try checkBytes(path, send)
          do throws(UploadError) { try parts.server.send(parts.message, stop: stop) } catch {
            throw .upload(error)
          }
          return .success(nil)
        } catch { return .failure(error) }
      }.get()
    case .web(let web):
      try await OwnThread.run { _ -> Result<Void, Stumble> in
        do throws(Stumble) { return .success(try checkBytes(path, send)) } catch {
          return .failure(error)
        }
      }.get()
      do throws(UploadError) { try await put(send, path, to: web) } catch { throw .upload(error) }
      return nil
    }
  }

  /// The outbox is a shared folder: what goes out is what was written, or nothing.
  private func checkBytes(_ path: String, _ send: Send) throws(Stumble) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw .upload(
        UploadError(
          .localFile,
          "\(send.file) is not in the outbox any more (\(String(cString: strerror(errno)))); put it back and say `dray retry x\(send.run)`"
        ))
    }
    defer { close(descriptor) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw .upload(
          UploadError(.localFile, "cannot read \(path): \(String(cString: strerror(errno)))"))
      }
      guard count > 0 else { break }
      buffer.withUnsafeBytes { hash.update(bufferPointer: .init(rebasing: $0[..<count])) }
    }
    guard hash.finalize().hex == send.sha256 else {
      throw .upload(
        UploadError(
          .localFile,
          "\(send.file) in the outbox is not what was written there; put the original back and say `dray retry x\(send.run)`"
        ))
    }
  }
}

extension UploadError.Kind {
  /// Whether another try may go well without this file being touched: what is wrong is the way, not the file.
  package var mayGoWellLater: Bool {
    switch self {
    case .unreachable, .hostKey, .certificate, .denied, .noFolder, .noSpace, .unknown, .cancelled:
      true
    case .exists, .refused, .localFile, .address: false
    }
  }

  /// Whether a person must act before anything gets to this target.
  package var needsPerson: Bool {
    switch self {
    case .hostKey, .certificate, .denied, .noFolder, .address: true
    case .unreachable, .noSpace, .exists, .refused, .localFile, .unknown, .cancelled: false
    }
  }
}

extension Sequence where Element == UInt8 {
  /// Two lower-case hexadecimal digits a byte.
  var hex: String {
    map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
