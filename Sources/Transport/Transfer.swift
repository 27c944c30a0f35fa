// SPDX-License-Identifier: Apache-2.0

internal import CCurl
internal import Glibc

// A letter to the next reader. libcurl repeats a request by itself, silently, when a kept connection
// dies before the first byte of a reply (lib/transfer.c, Curl_retry_request, 7.88: up to five times,
// POST included, however much of the request had left). For a mutation that would be a second effect
// nobody knows of. There is no option against it, and a new connection for each request would cost a
// TLS handshake each. So:
//   - the body comes from a read callback, which knows whether any byte of it was handed over;
//   - the pre-request callback runs each time a request is about to leave. The second time, if any
//     byte of the body was handed over, it aborts: the caller gets `unknown`. If none was, the server
//     cannot have had a whole request, and the repetition on a new connection is harmless;
//   - no seek callback is set, so that libcurl cannot rewind the body either
//     (CURLE_SEND_FAIL_REWIND): a second lock on the same door;
//   - connections idle for longer than 30 s are not used again, which keeps the case rare.
// A GET has no body and may be repeated.

/// One exchange. Made, used and ended on the curl thread alone.
final class Transfer {
  let id: UInt64
  let request: HTTPRequest
  let destination: Destination
  let done: CheckedContinuation<Result<HTTPReply, TransportError>, Never>

  /// Whether a connection was ready and the request began to leave.
  private(set) var begun = false
  private var handed = 0
  private var replyHeaders: [String: String] = [:]
  private var headerBytes = 0
  /// Whether the empty line after the headers has come.
  private var headersAreWhole = false
  private var body: [UInt8] = []
  private var received = 0
  private var upload: Int32 = -1
  private var download: Int32 = -1
  private var fault: TransportError?
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var mime: OpaquePointer?
  private var easy: UnsafeMutableRawPointer?
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  /// A reply's headers may have so many bytes.
  static let maxHeaderBytes = 256 << 10
  /// Of a reply that is no success and was meant for a file, so much is kept.
  static let maxErrorBytes = 64 << 10
  static let connectTimeout: Duration = .seconds(10)
  /// Fewer than 16 bytes a second for so long is a dead peer.
  static let stallTimeout: Duration = .seconds(60)
  /// A connection idle for longer is not used again.
  static let maxIdleSeconds = 30

  init(
    id: UInt64, request: HTTPRequest, destination: Destination,
    done: CheckedContinuation<Result<HTTPReply, TransportError>, Never>
  ) {
    self.id = id
    self.request = request
    self.destination = destination
    self.done = done
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_slist_free_all(headerList)
    curl_mime_free(mime)
    if upload >= 0 { close(upload) }
    if download >= 0 { close(download) }
    errorText.deallocate()
  }

  /// Sets every option of a fresh or reset handle.
  func prepare(_ easy: UnsafeMutableRawPointer) throws(TransportError) {
    self.easy = easy
    let me = Unmanaged.passUnretained(self).toOpaque()
    ccurl_set_pointer(easy, CURLOPT_PRIVATE, me)
    ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
    ccurl_set_string(easy, CURLOPT_URL, request.url)
    ccurl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    // A proxy set for the machine must not come between us and this machine.
    if destination.isLoopback { ccurl_set_string(easy, CURLOPT_PROXY, "") }
    ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    ccurl_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1)
    ccurl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2)
    ccurl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
    ccurl_set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
    // Share one HTTP/2 connection instead of opening eight at the first burst.
    if destination.scheme == "https" { ccurl_set_long(easy, CURLOPT_PIPEWAIT, 1) }
    ccurl_set_string(easy, CURLOPT_ACCEPT_ENCODING, "")
    ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Transfer.connectTimeout.milliseconds)
    ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, max(1, request.timeout.milliseconds))
    ccurl_set_long(easy, CURLOPT_LOW_SPEED_LIMIT, 16)
    ccurl_set_long(easy, CURLOPT_LOW_SPEED_TIME, Transfer.stallTimeout.milliseconds / 1000)
    ccurl_set_long(easy, CURLOPT_MAXAGE_CONN, Transfer.maxIdleSeconds)
    ccurl_set_prereq(easy) { context, _, _, _, _ in
      Transfer.from(context)?.begin() ?? Int32(CURL_PREREQFUNC_ABORT)
    }
    ccurl_set_pointer(easy, CURLOPT_PREREQDATA, me)
    ccurl_set_write(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
      Transfer.from(context)?.header(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
    }
    ccurl_set_pointer(easy, CURLOPT_HEADERDATA, me)
    ccurl_set_write(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      Transfer.from(context)?.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
    }
    ccurl_set_pointer(easy, CURLOPT_WRITEDATA, me)
    try prepareHeaders(easy)
    try prepareBody(easy, me)
    if case .file(let path) = request.sink {
      download = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard download >= 0 else { throw Transfer.fileError("cannot make", path) }
    }
  }

  private func prepareHeaders(_ easy: UnsafeMutableRawPointer) throws(TransportError) {
    // Without this a large POST would wait a second for a `100 Continue` that never comes.
    headerList = curl_slist_append(headerList, "Expect:")
    for (name, value) in request.headers {
      guard !name.utf8.contains(where: { $0 < 0x21 || $0 == UInt8(ascii: ":") }),
        !value.utf8.contains(where: { $0 < 0x20 && $0 != 9 })
      else {
        throw TransportError(
          .refusedURL, "a header for \(destination.host) holds a control character")
      }
      headerList = curl_slist_append(headerList, value.isEmpty ? "\(name);" : "\(name): \(value)")
    }
    ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, headerList)
  }

  private func prepareBody(
    _ easy: UnsafeMutableRawPointer, _ me: UnsafeMutableRawPointer
  ) throws(TransportError) {
    let size: Int
    switch request.body {
    case .none:
      if request.method != "GET" {
        ccurl_set_long(easy, CURLOPT_POST, 1)
        ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, 0)
        ccurl_set_string(easy, CURLOPT_POSTFIELDS, "")
        ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method)
      }
      return
    case .form(let fields, let filePath, let fileName, let contentType):
      try prepareForm(
        easy, fields: fields, filePath: filePath, fileName: fileName, contentType: contentType)
      return
    case .bytes(let bytes): size = bytes.count
    case .file(let path): size = try openUpload(path)
    }
    if request.method == "PUT" {
      ccurl_set_long(easy, CURLOPT_UPLOAD, 1)
      ccurl_set_offset(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(size))
    } else {
      ccurl_set_long(easy, CURLOPT_POST, 1)
      ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(size))
    }
    ccurl_set_read(easy) { buffer, size, count, context in
      guard let buffer, let transfer = Transfer.from(context) else {
        return Int(CURL_READFUNC_ABORT)
      }
      return transfer.give(UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }
    ccurl_set_pointer(easy, CURLOPT_READDATA, me)
  }

  private func openUpload(_ path: String) throws(TransportError) -> Int {
    upload = open(path, O_RDONLY | O_CLOEXEC)
    var facts = stat()
    guard upload >= 0, fstat(upload, &facts) == 0 else {
      throw Transfer.fileError("cannot read", path)
    }
    return Int(facts.st_size)
  }

  private func prepareForm(
    _ easy: UnsafeMutableRawPointer, fields: [(name: String, value: String)], filePath: String,
    fileName: String, contentType: String
  ) throws(TransportError) {
    guard access(filePath, R_OK) == 0 else { throw Transfer.fileError("cannot read", filePath) }
    mime = curl_mime_init(easy)
    for (name, value) in fields {
      let part = curl_mime_addpart(mime)
      curl_mime_name(part, name)
      curl_mime_data(part, value, value.utf8.count)
    }
    let part = curl_mime_addpart(mime)
    curl_mime_name(part, "file")
    curl_mime_filedata(part, filePath)
    curl_mime_filename(part, fileName)
    curl_mime_type(part, contentType)
    ccurl_set_pointer(easy, CURLOPT_MIMEPOST, UnsafeMutableRawPointer(mime))
  }

  /// Removes what a failed exchange left and says how it ended. Call once, after the handle is out of
  /// the multi.
  func end(_ code: CURLcode, easy: UnsafeMutableRawPointer) -> Result<HTTPReply, TransportError> {
    if let fault { return fail(fault) }
    guard code == CURLE_OK else {
      let own = String(cString: errorText)
      let words = own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
      return fail(
        TransportError(
          ExchangeEnd.kind(of: code, begun: begun), "\(destination.host): \(words)"))
    }
    // libcurl takes a connection closed amid the headers for the end of a reply.
    guard headersAreWhole else {
      return fail(TransportError(.unknown, "\(destination.host): the reply's headers were cut"))
    }
    let status = Transfer.status(easy)
    if !(200..<300 ~= status) { removeDownload() }
    return .success(HTTPReply(status: status, headers: replyHeaders, body: body))
  }

  /// The end by cancellation or shutdown.
  func cancelled() -> Result<HTTPReply, TransportError> {
    fail(
      begun
        ? TransportError(.unknown, "\(destination.host): cancelled while waiting for the reply")
        : TransportError(.cancelled, "\(destination.host): cancelled before the request left"))
  }

  /// The end of an exchange that could not begin.
  func fail(_ error: TransportError) -> Result<HTTPReply, TransportError> {
    removeDownload()
    return .failure(error)
  }

  private func removeDownload() {
    if download >= 0, case .file(let path) = request.sink { unlink(path) }
  }

  private static func status(_ easy: UnsafeMutableRawPointer) -> Int {
    var status = 0
    ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
    return status
  }

  // MARK: - libcurl calls these

  private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    // Unretained: the curl thread holds the transfer for as long as its handle is in the multi.
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  private func begin() -> Int32 {
    let repeated = begun
    begun = true
    guard repeated else { return Int32(CURL_PREREQFUNC_OK) }
    switch request.body {
    case .none: return Int32(CURL_PREREQFUNC_OK)
    case .bytes, .file: if handed == 0 { return Int32(CURL_PREREQFUNC_OK) }
    case .form: break  // libcurl reads the parts itself: how far it got is not known
    }
    fault = TransportError(
      .unknown, "\(destination.host): the kept connection was closed while the request was sent")
    return Int32(CURL_PREREQFUNC_ABORT)
  }

  private func header(_ line: UnsafeRawBufferPointer) -> Int {
    headerBytes += line.count
    guard headerBytes <= Transfer.maxHeaderBytes else {
      fault = TransportError(
        .replyTooLarge,
        "\(destination.host): the reply's headers exceed \(Transfer.maxHeaderBytes) bytes")
      return 0
    }
    let text = String(decoding: line, as: UTF8.self)
    headersAreWhole =
      text == "\r\n" || text == "\n" || (headersAreWhole && !text.hasPrefix("HTTP/"))
    if text.hasPrefix("HTTP/") {
      replyHeaders = [:]  // the final reply after a `1xx`
    } else if let colon = text.firstIndex(of: ":") {
      let value = text[text.index(after: colon)...]
      replyHeaders[text[..<colon].lowercased()] = Transfer.trimmed(value)
    }
    return line.count
  }

  private static func trimmed(_ value: Substring) -> String {
    var value = value
    while value.first?.isWhitespace == true { value.removeFirst() }
    while value.last?.isWhitespace == true { value.removeLast() }
    return String(value)
  }

  private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    received += bytes.count
    guard received <= request.maxReplyBytes else {
      fault = TransportError(
        .replyTooLarge, "\(destination.host): the reply exceeds \(request.maxReplyBytes) bytes")
      return 0
    }
    guard download >= 0 else {
      body.append(contentsOf: bytes)
      return bytes.count
    }
    guard let easy, 200..<300 ~= Transfer.status(easy) else {
      body.append(contentsOf: bytes.prefix(Transfer.maxErrorBytes - body.count))
      return bytes.count
    }
    var rest = bytes
    while !rest.isEmpty {
      let count = write(download, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        if case .file(let path) = request.sink { fault = Transfer.fileError("cannot write", path) }
        return 0
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return bytes.count
  }

  private func give(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    switch request.body {
    case .none, .form: return 0
    case .bytes(let bytes):
      let count = min(buffer.count, bytes.count - handed)
      bytes.withUnsafeBytes {
        buffer.copyMemory(from: .init(rebasing: $0[handed..<handed + count]))
      }
      handed += count
      return count
    case .file(let path):
      var count = read(upload, buffer.baseAddress, buffer.count)
      while count < 0, errno == EINTR { count = read(upload, buffer.baseAddress, buffer.count) }
      guard count >= 0 else {
        fault = Transfer.fileError("cannot read", path)
        return Int(CURL_READFUNC_ABORT)
      }
      handed += count
      return count
    }
  }

  private static func fileError(_ verb: String, _ path: String) -> TransportError {
    TransportError(.localFile, "\(verb) \(path): \(String(cString: strerror(errno)))")
  }
}

extension Duration {
  /// Whole milliseconds.
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
