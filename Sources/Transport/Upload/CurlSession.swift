// SPDX-License-Identifier: Apache-2.0

internal import CCurl
internal import Glibc

/// A libcurl handle that makes one transfer after the other over a kept connection, on the thread it lives on.
///
/// Not for HTTP: see `CurlThread`. Nothing is ever repeated by libcurl here but reads.
final class CurlSession {
  let easy: UnsafeMutableRawPointer
  let stop: StopFlag
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  /// The file being sent; -1 while there is none.
  private var upload: Int32 = -1
  private var readFault: Int32 = 0
  /// What takes the bytes of a reply; returns whether more are wanted.
  private var sink: (UnsafeRawBufferPointer) -> Bool = { _ in true }

  /// How long a connection, sign-in included, may take to stand.
  static let connectSeconds = 20
  /// Fewer than 16 bytes a second for so long is a dead peer.
  static let stallSeconds = 60

  init(stop: StopFlag) throws(UploadError) {
    guard curlIsReady, let easy = curl_easy_init() else {
      throw UploadError(.unreachable, "no memory for libcurl")
    }
    self.easy = easy
    self.stop = stop
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(easy)
    if upload >= 0 { close(upload) }
    errorText.deallocate()
  }

  /// How a transfer ended.
  struct End {
    var code: CURLcode
    /// What libcurl says of it.
    var words: String
    /// The server's last reply code, where the protocol has any.
    var status: Int
  }

  /// Makes one transfer after `options` has set what it needs. `seconds` bounds the whole of it.
  func perform(
    seconds: Int, sink: @escaping (UnsafeRawBufferPointer) -> Bool = { _ in true },
    _ options: (UnsafeMutableRawPointer) -> Void
  ) -> End {
    // Keeps connections, sessions and nothing else.
    curl_easy_reset(easy)
    self.sink = sink
    let me = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    errorText[0] = 0
    ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    ccurl_set_long(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT, CurlSession.connectSeconds)
    ccurl_set_long(easy, CURLOPT_TIMEOUT, seconds)
    ccurl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 16)
    ccurl_set_long(easy, CURLOPT_LOW_SPEED_TIME, CurlSession.stallSeconds)
    ccurl_set_long(easy, CURLOPT_NOPROGRESS, 0)
    ccurl_set_progress(easy) { context, _, _, _, _ in
      CurlSession.from(context)?.stop.isSet == true ? 1 : 0
    }
    ccurl_set_pointer(easy, CURLOPT_XFERINFODATA, me)
    ccurl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
      return CurlSession.from(context)?.sink(piece) == true ? piece.count : 0
    }
    ccurl_set_pointer(easy, CURLOPT_WRITEDATA, me)
    options(easy)
    let code = curl_easy_perform(easy)
    let own = String(cString: errorText)
    var status = 0
    ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    return End(
      code: code, words: own.isEmpty ? String(cString: curl_easy_strerror(code)) : own,
      status: status)
  }

  /// The folder the server put us in after sign-in; nil before the first transfer.
  static func entryPath(_ session: CurlSession) -> String? {
    var text: UnsafePointer<CChar>?
    ccurl_get_string(session.easy, CURLINFO_FTP_ENTRY_PATH, &text)
    return text.map { String(cString: $0) }
  }

  /// Opens the file the next transfer sends; its size in bytes.
  func open(_ path: String) throws(UploadError) -> Int {
    if upload >= 0 { close(upload) }
    upload = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    readFault = 0
    var facts = stat()
    guard upload >= 0, fstat(upload, &facts) == 0 else {
      throw UploadError(
        .localFile, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    return Int(facts.st_size)
  }

  /// Sends the opened file's bytes.
  func setUpload(_ size: Int) {
    ccurl_set_long(easy, CURLOPT_UPLOAD, 1)
    ccurl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(size))
    ccurl_set_read(easy) { buffer, size, count, context in
      guard let buffer, let session = CurlSession.from(context) else {
        return Int(CURL_READFUNC_ABORT)
      }
      return session.give(UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }
    ccurl_set_pointer(easy, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque())
  }

  /// What kept us from reading the opened file; nil where nothing did.
  var localFault: UploadError? {
    readFault == 0
      ? nil
      : UploadError(
        .localFile, "the file to be sent cannot be read: \(String(cString: strerror(readFault)))")
  }

  private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    var count = read(upload, buffer.baseAddress, buffer.count)
    while count < 0, errno == EINTR { count = read(upload, buffer.baseAddress, buffer.count) }
    guard count >= 0 else {
      readFault = errno
      return Int(CURL_READFUNC_ABORT)
    }
    return count
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> CurlSession? {
    // Unretained: whoever calls `perform` holds the session while libcurl calls back.
    context.map { Unmanaged<CurlSession>.fromOpaque($0).takeUnretainedValue() }
  }
}
