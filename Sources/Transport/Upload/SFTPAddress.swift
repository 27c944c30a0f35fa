// SPDX-License-Identifier: Apache-2.0

internal import CCurl

/// Host and folder of an `sftp://` URL, read by libcurl's own parser so that what is checked is what is dialled.
struct SFTPAddress {
  let host: String
  /// The folder, decoded, without a slash at the end: `/in`, `/~/in`, or nothing for the root.
  let path: String

  init(_ url: String) throws(UploadError) {
    guard let handle = curl_url() else { throw UploadError(.address, "no memory to read a URL") }
    defer { curl_url_cleanup(handle) }
    guard curl_url_set(handle, CURLUPART_URL, url, 0) == CURLUE_OK,
      Self.part(CURLUPART_SCHEME, of: handle) == "sftp",
      let host = Self.part(CURLUPART_HOST, of: handle),
      Self.part(CURLUPART_USER, of: handle) == nil,
      let path = Self.part(CURLUPART_PATH, of: handle, flags: UInt32(CURLU_URLDECODE))
    else { throw UploadError(.address, "the address is none of an SFTP server") }
    self.host = host
    var text = path[...]
    while text.hasSuffix("/") { text.removeLast() }
    self.path = String(text)
  }

  private static func part(_ part: CURLUPart, of handle: OpaquePointer, flags: UInt32 = 0)
    -> String?
  {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}
