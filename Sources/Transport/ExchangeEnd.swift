// SPDX-License-Identifier: Apache-2.0

internal import CCurl

/// What libcurl's result means for the caller, decided from facts alone so that a table can test it.
enum ExchangeEnd {
  /// - Parameters:
  ///   - code: libcurl's result, not `CURLE_OK`.
  ///   - begun: whether a connection was ready and the request began to leave (the pre-request call).
  static func kind(of code: CURLcode, begun: Bool) -> TransportError.Kind {
    switch code {
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE:
      .certificate
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .refusedURL
    case CURLE_READ_ERROR, CURLE_FILE_COULDNT_READ_FILE: .localFile
    case CURLE_FILESIZE_EXCEEDED: .replyTooLarge
    // No connection stood, so no byte of the request can have left, whatever was tried before.
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
      CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED, CURLE_PROXY:
      begun ? .unknown : .notSent
    // Reset, cut, timed out and all the rest: before the request began it is as if never tried;
    // after that only the store can tell (SEND_ERROR, RECV_ERROR, GOT_NOTHING, PARTIAL_FILE, HTTP2,
    // HTTP2_STREAM, OPERATION_TIMEDOUT, BAD_CONTENT_ENCODING, ABORTED_BY_CALLBACK, …).
    default: begun ? .unknown : .notSent
    }
  }
}
