// SPDX-License-Identifier: Apache-2.0

import Tables

extension Shopfront {
  /// Answers `POST /admin/api/VERSION/graphql.json`.
  mutating func graphQL(_ request: IncomingRequest) -> OutgoingReply {
    let call = Call(request)
    let prepared = call.document.map { engine.prepare($0, operationName: call.operationName) }
    var roots: [String] = []
    var operation: String?
    if case .success(let document) = prepared {
      roots = document.rootFields
      operation = document.operation.name
    }
    let fault = faults.next(for: roots)
    var outcome = Outcome(reply: OutgoingReply.json(200, JSON.null))
    if let fault, !fault.runs {
      outcome.reply = fault.reply(
        instead: nil, self, cost: bucket.report(requested: 0, actual: nil, now: now))
      outcome.throttled = fault.kind == .throttle
    } else {
      let acted = fault.flatMap { $0.kind.isActedOut ? $0.kind.rawValue : nil }
      outcome = answer(request, call, prepared, acting: acted)
      if let fault {
        outcome.reply = fault.reply(
          instead: outcome.reply, self,
          cost: bucket.report(requested: outcome.requested ?? 0, actual: outcome.cost, now: now))
      }
    }
    outcome.reply.headers += [
      ("X-Shopify-API-Version", SandboxServer.apiVersion),
      ("X-Request-Id", "sandbox-\(log.count + 1)"),
    ]
    record { seq, time, available in
      LoggedRequest(
        seq: seq, time: time, roots: roots, operation: operation, status: outcome.reply.status,
        requested: outcome.requested, cost: outcome.cost, throttled: outcome.throttled,
        available: available, fault: fault?.kind.rawValue)
    }
    return outcome.reply
  }

  /// The request's body, as far as it can be read.
  private struct Call {
    var document: String?
    var variables = JSON.null
    var operationName: String?
    var isJSON = true

    init(_ request: IncomingRequest) {
      if request.headers["content-type"]?.hasPrefix("application/graphql") == true {
        document = String(decoding: request.body, as: UTF8.self)
        return
      }
      do {
        let body = try JSON(parsing: request.body)
        document = body["query"]?.string
        variables = body["variables"] ?? .null
        operationName = body["operationName"]?.string
      } catch {
        isJSON = false
      }
    }
  }

  private struct Outcome {
    var reply: OutgoingReply
    var requested: Int?
    var cost: Int?
    var throttled = false
  }

  private mutating func answer(
    _ request: IncomingRequest, _ call: Call,
    _ prepared: Result<PreparedDocument, DocumentErrors>?, acting fault: String?
  ) -> Outcome {
    guard signIn.accepts(request.headers["x-shopify-access-token"], now: now) else {
      return Outcome(reply: .json(401, ["errors": .string(Self.wrongToken)]))
    }
    guard call.isJSON else {
      return Outcome(reply: .json(400, ["errors": ["json": "The body is not JSON"]]))
    }
    guard let prepared else {
      return Outcome(
        reply: .json(
          400, ["errors": ["query": "Required parameter missing or invalid"]]))
    }
    switch prepared {
    case .failure(let refusal):
      return Outcome(reply: .json(200, ["errors": .array(refusal.errors)]))
    case .success(let document):
      switch engine.bind(document, variables: call.variables) {
      case .success(let bound): return run(bound, request.body, fault)
      case .failure(let refusal):
        return Outcome(reply: .json(200, ["errors": .array(refusal.errors)]))
      }
    }
  }

  private static let wrongToken =
    "[API] Invalid API key or access token (unrecognized login or wrong password)"

  private mutating func run(_ bound: BoundOperation, _ body: [UInt8], _ fault: String?)
    -> Outcome
  {
    let requested = engine.requestedCost(bound)
    guard requested <= QueryCost.maximum else {
      return Outcome(reply: .json(200, tooDear(requested)), requested: requested)
    }
    guard bucket.admits(requested, now: now) else {
      let reply = throttled(bucket.report(requested: requested, actual: nil, now: now))
      return Outcome(reply: .json(200, reply), requested: requested, throttled: true)
    }
    let context = context(for: body)
    context.fault = fault
    let effects = store.effects.count
    store.tick(context)
    let (result, cost) = engine.run(bound, context: context)
    let actual = cost.map { min(requested, Int($0.rounded(.up))) }
    if let actual { bucket.charge(actual, now: now) }
    if store.effects.count != effects {
      do { try save() } catch {
        return Outcome(reply: .html(500, "The sandbox cannot save its state: \(error)"))
      }
    }
    var extensions = [
      JSON.Member("cost", bucket.report(requested: requested, actual: actual, now: now))
    ]
    if !context.searchWarnings.isEmpty {
      extensions.append(JSON.Member("search", .array(context.searchWarnings)))
    }
    let members = (result.members ?? []) + [JSON.Member("extensions", .object(extensions))]
    return Outcome(
      reply: .json(context.status ?? 200, .object(members)), requested: requested, cost: actual)
  }

  /// The reply to a request for which the bucket holds too few points.
  func throttled(_ cost: JSON) -> JSON {
    [
      "errors": [
        [
          "message": "Throttled",
          "extensions": [
            "code": "THROTTLED",
            "documentation": "https://shopify.dev/api/usage/rate-limits",
          ],
        ]
      ],
      "extensions": ["cost": cost],
    ]
  }

  private mutating func tooDear(_ requested: Int) -> JSON {
    let maximum = QueryCost.maximum
    return [
      "errors": [
        [
          "message": .string(
            "Query cost is \(requested), which exceeds the single query max cost limit (\(maximum)).\n\nSee https://shopify.dev/concepts/about-apis/rate-limits for more information on how the\ncost of a query is calculated.\n\nTo query larger amounts of data with fewer limits, bulk operations should be used instead.\nSee https://shopify.dev/tutorials/perform-bulk-operations-with-admin-api for usage details.\n"
          ),
          "extensions": [
            "code": "MAX_COST_EXCEEDED", "cost": JSON(requested), "maxCost": JSON(maximum),
            "documentation": "https://shopify.dev/api/usage/rate-limits",
          ],
        ]
      ],
      "extensions": ["cost": bucket.report(requested: requested, actual: nil, now: now)],
    ]
  }
}

extension PreparedDocument {
  /// The names of the root fields, fragments opened.
  var rootFields: [String] {
    func names(_ selections: [Selection]) -> [String] {
      selections.flatMap { selection -> [String] in
        switch selection {
        case .field(let field): [field.name]
        case .inline(_, _, let inner, _): names(inner)
        case .spread(let name, _, _): names(document.fragments[name]?.selections ?? [])
        }
      }
    }
    return names(operation.selections)
  }
}
