// SPDX-License-Identifier: Apache-2.0

import Tables

extension Shopfront {
  /// Answers any request.
  mutating func answer(_ request: IncomingRequest) -> OutgoingReply {
    let path = request.path
    switch (request.method, path) {
    case ("POST", "/admin/oauth/access_token"):
      return faulty("token") { shop in shop.signIn.grant(request, now: shop.now) }
    case ("POST", _) where path.hasPrefix("/admin/api/") && path.hasSuffix("/graphql.json"):
      return graphQL(request)
    case ("POST", _) where path.hasPrefix("/staged/"), ("PUT", _) where path.hasPrefix("/staged/"):
      return faulty("upload") { shop in shop.upload(request) }
    case ("GET", _) where path.hasPrefix("/bulk-results/"):
      return faulty("download") { shop in
        guard let bytes = shop.store.bulkResult(path: String(path.dropFirst(14))) else {
          return OutgoingReply(
            status: 404, type: "application/xml",
            body: Array("<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>".utf8))
        }
        return OutgoingReply(status: 200, type: "application/jsonl", body: bytes)
      }
    case (_, _) where path.hasPrefix("/sandbox/"): return control(request)
    default: return .json(404, ["errors": "Not Found"])
    }
  }

  /// Answers outside of GraphQL, with the faults scripted for such paths.
  private mutating func faulty(
    _ root: String, _ answer: (inout Shopfront) -> OutgoingReply
  ) -> OutgoingReply {
    let fault = faults.next(for: [root])
    let cost = bucket.report(requested: 0, actual: nil, now: now)
    var reply: OutgoingReply
    if let fault, !fault.runs {
      reply = fault.reply(instead: nil, self, cost: cost)
    } else {
      reply = answer(&self)
      if let fault { reply = fault.reply(instead: reply, self, cost: cost) }
    }
    let status = reply.status
    record { seq, time, available in
      LoggedRequest(
        seq: seq, time: time, roots: [root], operation: nil, status: status, available: available,
        fault: fault?.kind.rawValue)
    }
    return reply
  }

  private func upload(_ request: IncomingRequest) -> OutgoingReply {
    let path = String(request.path.dropFirst("/staged/".count))
    let (status, body): (Int, String)
    if request.method == "PUT" {
      (status, body) = store.receiveUpload(path: path, fields: [:], file: request.body)
    } else {
      let type = request.headers["content-type"] ?? ""
      guard type.hasPrefix("multipart/form-data"),
        let form = Form(multipart: request.body, contentType: type), let file = form.file
      else {
        return OutgoingReply(
          status: 400, type: "application/xml",
          body: Array("<?xml version='1.0'?><Error><Code>MalformedPOSTRequest</Code></Error>".utf8))
      }
      (status, body) = store.receiveUpload(path: path, fields: form.fields, file: file)
    }
    return OutgoingReply(status: status, type: "application/xml", body: Array(body.utf8))
  }

  /// `/sandbox/…`: for tests, benches and people, not part of Shopify's API.
  private mutating func control(_ request: IncomingRequest) -> OutgoingReply {
    let name = String(request.path.dropFirst("/sandbox/".count))
    let after = request.query.hasPrefix("after=") ? Int(request.query.dropFirst(6)) ?? 0 : 0
    switch (request.method, name) {
    case ("GET", "effects"):
      return .lines(store.effects.lazy.filter { $0.seq > after }.map(\.json))
    case ("GET", "requests"): return .lines(log.lazy.filter { $0.seq > after }.map(\.json))
    case ("GET", "health"):
      return .json(200, ["status": "ok", "time": .string(Instant(now).milliseconds)])
    case ("GET", "schema"):
      return OutgoingReply(
        status: 200, type: "text/plain; charset=utf-8", body: Array(SandboxSchema.sdl.utf8))
    case ("POST", "faults"):
      do {
        try faults.add(String(decoding: request.body, as: UTF8.self))
        return .json(200, ["status": "ok"])
      } catch {
        return .json(400, ["error": .string(error.description)])
      }
    case ("DELETE", "faults"):
      faults.removeAll()
      return .json(200, ["status": "ok"])
    case ("POST", "tokens/expire"):
      signIn.expireAll()
      return .json(200, ["status": "ok"])
    case ("POST", "points"):
      guard let points = Int(String(decoding: request.body, as: UTF8.self)) else {
        return .json(400, ["error": "expected the points the bucket is to hold"])
      }
      bucket.leave(points, now: now)
      return .json(200, ["available": JSON(bucket.points(now: now))])
    case ("POST", "clock"):
      let text = String(decoding: request.body, as: UTF8.self)
      if let seconds = Double(text) {
        clockOffset += seconds
      } else if let moment = Moment(text) {
        clockOffset += Double(moment.seconds) - now
      } else {
        return .json(400, ["error": "expected the seconds to go forward by, or the time to set"])
      }
      return .json(200, ["time": .string(Instant(now).milliseconds)])
    case ("POST", _): return byHand(name, request.body)
    default: return .json(404, ["error": .string("no /sandbox/\(name)")])
    }
  }

  /// Changes of state that the store offers for tests.
  private func byHand(_ name: String, _ body: [UInt8]) -> OutgoingReply {
    do {
      let json = body.isEmpty ? .null : try JSON(parsing: body)
      guard let (status, value) = store.control(path: name, body: json, context: context(for: body))
      else { return .json(404, ["error": .string("no /sandbox/\(name)")]) }
      try save()
      return .json(status, value)
    } catch {
      return .json(400, ["error": .string("\(error)")])
    }
  }
}
