// SPDX-License-Identifier: Apache-2.0

/// What a scripted fault does. `dray sandbox --help` lists them from here.
package enum FaultKind: String, CaseIterable, Sendable {
  case throttle
  case http401 = "http-401"
  case http402 = "http-402"
  case http403 = "http-403"
  case http423 = "http-423"
  case http429 = "http-429"
  case http500 = "http-500"
  case http502 = "http-502"
  case http503 = "http-503"
  case http504 = "http-504"
  case internalError = "internal-error"
  case partial
  case reset
  case cut
  case wrongLength = "wrong-length"
  case badChunk = "bad-chunk"
  case html
  case empty
  case notJSON = "not-json"
  case nullData = "null-data"
  case slow
  case hang
  case late
  case closeIdle = "close-idle"
  case bulkFail = "bulk-fail"
  case bulkCut = "bulk-cut"
  case bulkExpired = "bulk-expired"
  case badCursor = "bad-cursor"
  case samePage = "same-page"
  case bulkCancel = "bulk-cancel"
  case bulkTimeout = "bulk-timeout"
  case bulkNoURL = "bulk-no-url"
  case bulkFromOne = "bulk-from-one"
  case bulkTwice = "bulk-twice"
  case bulkBusy = "bulk-busy"
  case bulkLimit = "bulk-limit"
  case bulkNoFile = "bulk-no-file"
  case bulkBadFile = "bulk-bad-file"
  case bulkFileServer = "bulk-file-server"

  /// What it does, in a line.
  package var doc: String {
    switch self {
    case .throttle: "200 with THROTTLED"
    case .http401: "401, as for a token that has ended"
    case .http402: "402, a frozen shop"
    case .http403: "403, access denied"
    case .http423: "423, a locked shop"
    case .http429: "429; -N adds Retry-After: N, -date an HTTP date two seconds on"
    case .http500: "500 with an HTML page"
    case .http502: "502 with an HTML page"
    case .http503: "503 with an HTML page"
    case .http504: "504 with an HTML page"
    case .internalError: "200 with a GraphQL INTERNAL_SERVER_ERROR"
    case .partial: "the answer with a part of it null, and an INTERNAL_SERVER_ERROR beside the data"
    case .reset: "resets the connection, nothing answered"
    case .cut: "half the reply, then the connection closes"
    case .wrongLength: "a Content-Length longer than the body, then the connection closes"
    case .badChunk: "a chunked reply whose last chunks are missing"
    case .html: "200 with an HTML page"
    case .empty: "200 with an empty body"
    case .notJSON: "200 with half a JSON text, complete by its length"
    case .nullData: "200 with {\"data\":null} and no errors"
    case .slow: "the reply in trickles, a byte every 100 ms (-N: every N ms)"
    case .hang: "no answer; the connection stays open"
    case .late: "the answer comes after 5 seconds (-N: after N)"
    case .closeIdle: "answers, then closes the kept connection without saying so"
    case .bulkFail: "the bulk operation started here ends FAILED with part of its result"
    case .bulkCut: "the result of the bulk operation started here is cut inside a line"
    case .bulkExpired: "the bulk operation started here ends EXPIRED"
    case .badCursor: "200 with errors: the cursor is invalid"
    case .samePage: "the first page again, whatever page was asked for"
    case .bulkCancel:
      "the bulk operation started here is cancelled half way, with part of its result"
    case .bulkTimeout: "the bulk operation started here fails half way with TIMEOUT"
    case .bulkNoURL: "the bulk operation started here completes without a result"
    case .bulkFromOne: "the result of the bulk operation started here counts its lines from 1"
    case .bulkTwice: "the result of the bulk operation started here gives one line number twice"
    case .bulkBusy: "no bulk operation is started: OPERATION_IN_PROGRESS"
    case .bulkLimit: "no bulk operation is started: LIMIT_REACHED"
    case .bulkNoFile: "no bulk operation is started: NO_SUCH_FILE"
    case .bulkBadFile: "no bulk operation is started: INVALID_STAGED_UPLOAD_FILE"
    case .bulkFileServer: "no bulk operation is started: INTERNAL_FILE_SERVER_ERROR"
    }
  }

  /// Whether the request runs before the fault shows, where the script does not say.
  var runsByDefault: Bool {
    switch self {
    case .throttle, .http401, .http402, .http403, .http423, .http429, .http500, .http502, .http503,
      .http504, .internalError, .reset, .hang, .badCursor:
      false
    case .cut, .wrongLength, .badChunk, .html, .empty, .notJSON, .nullData, .slow, .late,
      .closeIdle, .partial,
      .bulkFail, .bulkCut, .bulkExpired, .bulkCancel, .bulkTimeout, .bulkNoURL,
      .bulkFromOne, .bulkTwice, .bulkBusy, .bulkLimit, .bulkNoFile, .bulkBadFile, .bulkFileServer,
      .samePage:
      true
    }
  }

  /// Whether the store acts it out, the reply being the true one.
  var isActedOut: Bool {
    switch self {
    case .bulkFail, .bulkCut, .bulkExpired, .bulkCancel, .bulkTimeout, .bulkNoURL,
      .bulkFromOne, .bulkTwice, .bulkBusy, .bulkLimit, .bulkNoFile, .bulkBadFile, .bulkFileServer,
      .samePage:
      true
    case .throttle, .http401, .http402, .http403, .http423, .http429, .http500, .http502, .http503,
      .http504, .internalError, .partial, .reset, .cut, .wrongLength, .badChunk, .html, .empty,
      .notJSON, .nullData, .slow, .hang, .late, .closeIdle, .badCursor:
      false
    }
  }

  /// What follows the kind after a dash: `http-429-2`, `late-3`.
  enum Detail: Equatable {
    case number(Int)
    case date
  }
}
