// SPDX-License-Identifier: Apache-2.0

import Tables

extension ScriptedFault {
  /// What the client gets: the true answer damaged or replaced; nil where nothing ran.
  func reply(instead answer: OutgoingReply?, _ shop: Shopfront, cost: JSON) -> OutgoingReply {
    let truth = answer ?? .json(200, ["data": .null, "extensions": ["cost": cost]])
    switch kind {
    case .throttle: return .json(200, shop.throttled(cost))
    case .http401:
      return .json(
        401,
        [
          "errors":
            "[API] Invalid API key or access token (unrecognized login or wrong password)"
        ])
    case .http402:
      return .json(402, ["errors": "This shop's plan does not have access to this feature"])
    case .http403: return .json(403, ["errors": "User does not have access"])
    case .http423: return .json(423, ["errors": "Shop is locked"])
    case .http429:
      var reply = OutgoingReply.json(429, ["errors": "Exceeded the call rate limit"])
      switch detail {
      case .number(let seconds): reply.headers.append(("Retry-After", String(seconds)))
      case .date: reply.headers.append(("Retry-After", Instant(shop.now + 2).httpDate))
      case nil: break
      }
      return reply
    case .http500: return .html(500, "Internal Server Error")
    case .http502: return .html(502, "Bad Gateway")
    case .http503: return .html(503, "Service Unavailable")
    case .http504: return .html(504, "Gateway Timeout")
    case .internalError: return .json(200, internalError(cost))
    case .partial: return .json(200, partial(truth.body, cost))
    case .badCursor:
      return .json(
        200,
        [
          "errors": [
            [
              "message": "Invalid cursor for current pagination sort.",
              "extensions": ["code": "BAD_REQUEST"],
            ]
          ], "data": .null, "extensions": ["cost": cost],
        ])
    case .html: return .html(200, "Welcome to the guest network")
    case .empty:
      return OutgoingReply(status: 200, type: "application/json; charset=utf-8", body: [])
    case .nullData: return .json(200, ["data": .null, "extensions": ["cost": cost]])
    case .notJSON:
      var reply = truth
      reply.body = Array(reply.body.prefix(max(1, reply.body.count / 2)))
      return reply
    case .bulkFail, .bulkCut, .bulkExpired, .bulkCancel, .bulkTimeout, .bulkNoURL,
      .bulkFromOne, .bulkTwice, .bulkBusy, .bulkLimit, .bulkNoFile, .bulkBadFile, .bulkFileServer,
      .samePage:
      return truth
    case .reset, .cut, .wrongLength, .badChunk, .slow, .hang, .late, .closeIdle:
      var reply = truth
      reply.wire = wire
      return reply
    }
  }

  private var wire: OutgoingReply.Wire {
    let number: Int? = if case .number(let given) = detail { given } else { nil }
    switch kind {
    case .reset: return .reset
    case .cut: return .cut
    case .wrongLength: return .wrongLength
    case .badChunk: return .badChunk
    case .slow: return .slow(milliseconds: number ?? 100)
    case .hang: return .hang
    case .late: return .late(seconds: number ?? 5)
    case .closeIdle: return .closeIdle
    case .throttle, .http401, .http402, .http403, .http423, .http429, .http500, .http502, .http503,
      .http504, .internalError, .partial, .html, .empty, .notJSON, .nullData,
      .bulkFail, .bulkCut, .bulkExpired, .bulkCancel, .bulkTimeout, .bulkNoURL,
      .bulkFromOne, .bulkTwice, .bulkBusy, .bulkLimit, .bulkNoFile, .bulkBadFile, .bulkFileServer,
      .badCursor, .samePage:
      return .whole
    }
  }

  /// Of each root the first part that is no list of user errors is null, and an error says so beside the data.
  private func partial(_ body: [UInt8], _ cost: JSON) -> JSON {
    var reply: JSON = .null
    do { reply = try JSON(parsing: body) } catch { return internalError(cost) }
    var errors: [JSON] = []
    let data = (reply["data"]?.members ?? []).map { root in
      var parts = root.value.members ?? []
      let hit = parts.firstIndex { !$0.name.lowercased().hasSuffix("usererrors") }
      if let hit { parts[hit].value = .null }
      let place = hit.map { parts[$0].name } ?? parts.first?.name ?? "?"
      errors.append([
        "message": "Internal error. Looks like something went wrong on our end.",
        "path": [.string(root.name), .string(place)],
        "extensions": ["code": "INTERNAL_SERVER_ERROR"],
      ])
      return JSON.Member(root.name, root.value.members == nil ? root.value : .object(parts))
    }
    return ["data": .object(data), "errors": .array(errors), "extensions": ["cost": cost]]
  }

  private func internalError(_ cost: JSON) -> JSON {
    let id = "00000000-0000-4000-8000-000000000000"
    return [
      "errors": [
        [
          "message": .string(
            "Internal error. Looks like something went wrong on our end.\nRequest ID: \(id) (include this in support requests)."
          ),
          "extensions": ["requestId": .string(id), "code": "INTERNAL_SERVER_ERROR"],
        ]
      ],
      "data": .null,
      "extensions": ["cost": cost],
    ]
  }
}
