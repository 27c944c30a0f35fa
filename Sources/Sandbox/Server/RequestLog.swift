// SPDX-License-Identifier: Apache-2.0

import Tables

/// What `/sandbox/requests` tells of one request of the Admin API.
struct LoggedRequest {
  var seq: Int
  /// RFC 3339 with milliseconds, when it was answered.
  var time: String
  /// Root fields; `token`, `upload`, `download` for the other paths.
  var roots: [String]
  var operation: String?
  var status: Int
  /// Points asked for and charged; nil where none was (sign-in, uploads) or it was refused.
  var requested: Int?
  var cost: Int?
  var throttled = false
  /// Points in the bucket afterwards.
  var available: Int
  /// The scripted fault that hit it.
  var fault: String?

  var json: JSON {
    [
      "seq": JSON(seq), "time": .string(time), "roots": .array(roots.map(JSON.string)),
      "operation": operation.map(JSON.string) ?? .null, "status": JSON(status),
      "requested": requested.map { JSON($0) } ?? .null, "cost": cost.map { JSON($0) } ?? .null,
      "throttled": .bool(throttled), "available": JSON(available),
      "fault": fault.map(JSON.string) ?? .null,
    ]
  }
}

extension Effect {
  /// A line of `/sandbox/effects`.
  var json: JSON {
    [
      "seq": JSON(seq), "time": .string(time), "root": .string(root), "object": .string(object),
      "before": before, "after": after, "key": key.map(JSON.string) ?? .null,
      "request_sha256": .string(requestSHA256),
    ]
  }
}
