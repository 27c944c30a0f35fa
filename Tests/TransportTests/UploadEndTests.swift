// SPDX-License-Identifier: Apache-2.0

import CCurl
import Testing

@testable import Transport

struct UploadEndTests {
  @Test(arguments: [
    (CURLE_PEER_FAILED_VERIFICATION, UploadError.Kind.hostKey), (CURLE_LOGIN_DENIED, .denied),
    (CURLE_REMOTE_ACCESS_DENIED, .denied), (CURLE_REMOTE_FILE_NOT_FOUND, .noFolder),
    (CURLE_SSH, .noSpace), (CURLE_QUOTE_ERROR, .exists), (CURLE_COULDNT_CONNECT, .unreachable),
    (CURLE_OPERATION_TIMEDOUT, .unreachable), (CURLE_ABORTED_BY_CALLBACK, .cancelled),
  ]) func `an SFTP transfer that failed`(_ code: CURLcode, _ kind: UploadError.Kind) {
    #expect(SFTPEnd.kind(of: code) == kind)
  }

  @Test(arguments: [
    (CURLE_LOGIN_DENIED, 535, UploadError.Kind.denied), (CURLE_SEND_ERROR, 550, .refused),
    (CURLE_SEND_ERROR, 451, .unreachable), (CURLE_WEIRD_SERVER_REPLY, 552, .refused),
    (CURLE_RECV_ERROR, 354, .unknown), (CURLE_USE_SSL_FAILED, 250, .certificate),
    (CURLE_COULDNT_CONNECT, 0, .unreachable), (CURLE_RECV_ERROR, 220, .unreachable),
  ]) func `a mail that failed`(_ code: CURLcode, _ status: Int, _ kind: UploadError.Kind) {
    #expect(MailEnd.kind(of: code, status: status) == kind)
  }

  @Test func `the key a server shows instead of the pinned one is found in what libcurl says`() {
    let words =
      "Denied establishing ssh session: mismatch sha256 fingerprint. Remote AbC= is not equal to XyZ"
    #expect(SFTPEnd.foundKey(in: words) == "AbC")
    #expect(SFTPEnd.foundKey(in: "something else") == nil)
  }

  @Test(arguments: [
    ("sftp://h/in", "h", "/in"), ("sftp://h:22/a%20b/", "h", "/a b"), ("sftp://h", "h", ""),
    ("sftp://h/~/in", "h", "/~/in"),
  ]) func `an SFTP address`(_ url: String, _ host: String, _ path: String) throws {
    let address = try SFTPAddress(url)
    #expect(address.host == host)
    #expect(address.path == path)
  }

  @Test(arguments: ["https://h/in", "sftp://user@h/in", "h/in"])
  func `what is no SFTP address`(_ url: String) {
    #expect(throws: UploadError.self) { try SFTPAddress(url) }
  }
}
