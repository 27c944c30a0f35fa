// SPDX-License-Identifier: Apache-2.0

import Crypto
import Jobs
import Journal
import Transport

/// One stay at an SFTP server, with its errors as ours.
struct SFTPStay {
  let session: SFTPSession

  init(_ folder: SFTPFolder, _ stop: StopFlag) throws(Courier.Stumble) {
    do throws(UploadError) { session = try SFTPSession(folder, stop: stop) } catch {
      throw .upload(error)
    }
  }

  func size(of name: String) throws(Courier.Stumble) -> Int? {
    do throws(UploadError) { return try session.size(of: name) } catch { throw .upload(error) }
  }

  func sha256(of name: String) throws(Courier.Stumble) -> String {
    var hash = SHA256()
    do throws(UploadError) {
      try session.read(name) { hash.update(bufferPointer: $0) }
    } catch { throw .upload(error) }
    return hash.finalize().hex
  }
}

extension Courier {
  /// Uploads under a temporary name and renames: the partner sees the whole file or none.
  ///
  /// Only our rename makes the temporary name go away. So where the journal knows that it was there, and it is not any
  /// more, the rename happened before a crash, whether or not the partner has collected the file since.
  ///
  /// - Returns: what was remarkable.
  func upload(_ send: Send, _ path: String, _ stay: SFTPStay) throws(Stumble) -> String? {
    let temporary = send.file + ".part"
    if send.uploadedAt != nil {
      switch try stay.size(of: temporary) {
      case nil: return "was renamed before the connection or the program ended"
      case send.bytes:
        try rename(send, temporary, stay)
        return nil
      default: try noteUploaded(send, at: nil)
      }
    } else if let size = try stay.size(of: send.file) {
      // Never over another one's file.
      guard size == send.bytes, try stay.sha256(of: send.file) == send.sha256 else {
        throw .upload(taken(send))
      }
      return "was there already, with the same bytes"
    }
    do throws(UploadError) { try stay.session.upload(path, as: temporary) } catch {
      throw .upload(error)
    }
    try noteUploaded(send, at: now())
    try rename(send, temporary, stay)
    return nil
  }

  private func rename(_ send: Send, _ temporary: String, _ stay: SFTPStay) throws(Stumble) {
    do throws(UploadError) { try stay.session.rename(temporary, to: send.file) } catch {
      guard error.kind == .exists else { throw .upload(error) }
      // The server says no more than no: look why.
      if try stay.size(of: send.file) != nil { throw .upload(taken(send)) }
      throw .upload(UploadError(.denied, error.description))
    }
  }

  private func taken(_ send: Send) -> UploadError {
    UploadError(
      .exists,
      "another file named \(send.file) is there already and is not overwritten; move it away there and say `dray retry x\(send.run)`"
    )
  }

  private func noteUploaded(_ send: Send, at time: String?) throws(Stumble) {
    do { try journal.noteUploaded(send, at: time) } catch { throw .journal(error) }
  }
}
