// SPDX-License-Identifier: Apache-2.0

internal import CCurl

/// What libcurl's results mean with SFTP, decided from facts alone so that a table can test it.
enum SFTPEnd {
  /// - Parameter code: libcurl's result, not `CURLE_OK`.
  static func kind(of code: CURLcode) -> UploadError.Kind {
    switch code {
    case CURLE_PEER_FAILED_VERIFICATION: .hostKey
    case CURLE_LOGIN_DENIED, CURLE_REMOTE_ACCESS_DENIED: .denied
    case CURLE_REMOTE_FILE_NOT_FOUND: .noFolder
    // OpenSSH says no more than "Failure" where a disk is full, and libcurl passes it on as one of these.
    case CURLE_REMOTE_DISK_FULL, CURLE_SSH, CURLE_UPLOAD_FAILED, CURLE_SEND_ERROR: .noSpace
    case CURLE_REMOTE_FILE_EXISTS, CURLE_QUOTE_ERROR: .exists
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .address
    case CURLE_ABORTED_BY_CALLBACK: .cancelled
    // Not resolved, refused, reset, too slow, and all the rest.
    default: .unreachable
    }
  }

  /// The fingerprint libcurl names where the pinned one is another: `… Remote X is not equal to Y`.
  static func foundKey(in words: String) -> String? {
    let parts = words.split(separator: " ")
    guard let mark = parts.firstIndex(of: "Remote"), mark + 1 < parts.count else { return nil }
    return String(parts[mark + 1].prefix { $0 != "=" })
  }
}
