// SPDX-License-Identifier: Apache-2.0

package import Tables
internal import Transport

/// What one exchange with the GraphQL endpoint showed, in all three layers (HTTP status, top-level
/// errors, the payload), before anything is decided from it.
enum Finding: Sendable {
  /// There is no complete reply.
  case noReply(TransportError)
  /// A status other than 200.
  case status(Int, retryAfter: Duration?, sample: String)
  /// Status 200 and a body that is no GraphQL reply: HTML, cut, empty, of another type.
  case notGraphQL(String)
  /// The top-level error `THROTTLED`.
  case throttled(retryAfter: Duration?)
  /// Top-level errors and no value of the root; the most serious of them, and whether it was found
  /// before anything ran.
  case refused(GraphQLError, beforeRunning: Bool)
  /// Neither data nor errors.
  case empty
  /// The server took a filter for something else than it says (`extensions.search` warnings).
  case misreadSearch(String)
  /// A whole answer.
  case answered(AdminReply)
}

/// One exchange, read.
struct Exchange: Sendable {
  var finding: Finding
  /// `extensions.cost`.
  var cost: QueryCost?
  /// 0 where there was no reply.
  var status = 0
  /// The version the server says it served.
  var servedVersion: String?
  /// Shopify's request id.
  var requestID: String?
  /// From sending to the last byte of the reply.
  var duration: Duration = .zero

  /// An exchange without a reply.
  init(_ error: TransportError, redactor: Redactor) {
    finding = .noReply(TransportError(error.kind, redactor.clean(error.description)))
  }

  /// Reads a reply to a request with this root.
  init(_ reply: HTTPReply, root: String, redactor: Redactor) {
    status = reply.status
    servedVersion = reply.headers["x-shopify-api-version"]
    requestID = reply.headers["x-request-id"].map { redactor.clean($0, limit: 80) }
    let retryAfter = RetryAfter.wait(reply.headers)
    if reply.status == 429, let limit = Exchange.dailyLimit(reply.body, redactor) {
      finding = .refused(limit, beforeRunning: true)
      return
    }
    guard reply.status == 200 else {
      finding = .status(
        reply.status, retryAfter: retryAfter, sample: redactor.sample(reply.body))
      return
    }
    if let type = reply.headers["content-type"], !type.lowercased().contains("json") {
      finding = .notGraphQL(
        "content type \(redactor.clean(type, limit: 60)), \(reply.body.count) bytes: \(redactor.sample(reply.body))"
      )
      return
    }
    let json: JSON
    do throws(JSONSyntaxError) {
      json = try JSON(parsing: reply.body)
    } catch {
      finding = .notGraphQL("\(error), \(reply.body.count) bytes: \(redactor.sample(reply.body))")
      return
    }
    guard case .object = json else {
      finding = .notGraphQL("JSON that is no object: \(redactor.sample(reply.body))")
      return
    }
    cost = QueryCost(json["extensions"]?["cost"])
    finding = Exchange.read(json, root: root, retryAfter: retryAfter, redactor: redactor)
  }

  /// The limit of new variants a day, which no waiting of minutes helps against, told from too many requests
  /// by its code or, where there is none, by its words; nil where a 429 is something else.
  private static func dailyLimit(_ body: [UInt8], _ redactor: Redactor) -> GraphQLError? {
    let json: JSON
    do throws(JSONSyntaxError) { json = try JSON(parsing: body) } catch { return nil }
    var error = GraphQLError(json["errors"]?[0] ?? .null, redactor: redactor)
    if let text = json["errors"]?.string { error.message = redactor.clean(text) }
    let words = error.message.lowercased()
    guard
      error.code == AdminError.variantLimit
        || (words.contains("variant") && words.contains("limit"))
    else { return nil }
    error.code = AdminError.variantLimit
    return error
  }

  private static func read(
    _ json: JSON, root: String, retryAfter: Duration?, redactor: Redactor
  ) -> Finding {
    let data = json["data"] ?? .null
    let errors = (json["errors"]?.array ?? []).map { GraphQLError($0, redactor: redactor) }
    let rootValue = data[root] ?? .null
    let cost = QueryCost(json["extensions"]?["cost"])
    if let worst = errors.min(by: { seriousness($0) < seriousness($1) }) {
      // A denied sub-field nulls itself while the rest stands: that is an answer with warnings. A
      // multi-root read counts as answered while any of its roots has a value.
      let hasValue = data.members?.contains { !$0.value.isNull } ?? false
      if worst.code == "THROTTLED" { return .throttled(retryAfter: retryAfter) }
      if !hasValue {
        let isValidation =
          json["data"] == nil && json["errors"]?[0]?["locations"]?.array?.isEmpty == false
        return .refused(worst, beforeRunning: worst.code != nil || isValidation)
      }
    } else if let text = json["errors"]?.string {
      // Shopify's plain form outside of GraphQL: {"errors": "…"}
      return .notGraphQL(redactor.clean(text))
    } else if data.isNull {
      return .empty
    }
    if let warning = searchWarning(json) { return .misreadSearch(redactor.clean(warning)) }
    return .answered(
      AdminReply(
        data: data, userErrors: UserError.list(in: rootValue), warnings: errors, cost: cost))
  }

  /// What must decide where several errors stand together: first what leaves the outcome open.
  private static func seriousness(_ error: GraphQLError) -> Int {
    switch error.code {
    case _ where error.leavesOpen: 0
    case nil: 1
    case "THROTTLED": 2
    case "MAX_COST_EXCEEDED", "MAX_INPUT_SIZE_EXCEEDED": 3
    case "SHOP_INACTIVE", "ACCESS_DENIED": 4
    case .some: 5
    }
  }

  private static func searchWarning(_ json: JSON) -> String? {
    for search in json["extensions"]?["search"]?.array ?? [] {
      guard let warning = search["warnings"]?[0] else { continue }
      let field = warning["field"]?.string ?? "?"
      return "\(field): \(warning["message"]?.string ?? "not understood")"
    }
    return nil
  }
}

extension QueryCost {
  /// Reads `extensions.cost`; nil where it is not there or has no `throttleStatus`.
  init?(_ json: JSON?) {
    guard let json, let status = json["throttleStatus"],
      let requested = QueryCost.points(json["requestedQueryCost"]),
      let maximum = QueryCost.points(status["maximumAvailable"]),
      let available = QueryCost.points(status["currentlyAvailable"]),
      let rate = QueryCost.points(status["restoreRate"])
    else { return nil }
    self.init(
      requested: requested, actual: QueryCost.points(json["actualQueryCost"]),
      maximumAvailable: maximum, currentlyAvailable: available, restoreRate: rate)
  }

  /// Shopify writes `2000` in some versions and `2000.0` in others.
  private static func points(_ json: JSON?) -> Int? {
    guard case .number(let text) = json, let value = Double(text), abs(value) < 1e12 else {
      return nil
    }
    return Int(value.rounded(.up))
  }
}

extension GraphQLError {
  /// Whether it says nothing of what was done: the server failed or ran out of time.
  package var leavesOpen: Bool { ["INTERNAL_SERVER_ERROR", "TIMEOUT"].contains(code) }

  init(_ json: JSON, redactor: Redactor) {
    self.init(
      code: json["extensions"]?["code"]?.string,
      message: redactor.clean(json["message"]?.string ?? "an error without a message"),
      path: (json["path"]?.array ?? []).map { $0.string ?? $0.text })
  }
}

extension UserError {
  /// The user errors of a payload: `userErrors`, or the one list some mutations name otherwise
  /// (`orderCancelUserErrors`, `mediaUserErrors`).
  package static func list(in payload: JSON) -> [UserError] {
    let own = payload["userErrors"]?.array ?? []
    let items =
      own.isEmpty
      ? payload.members?.first { $0.name.hasSuffix("UserErrors") }?.value.array ?? [] : own
    return items.map { UserError($0) }
  }

  /// Reads one item.
  init(_ json: JSON) {
    self.init(
      code: json["code"]?.string,
      field: (json["field"]?.array ?? []).map { $0.string ?? $0.text },
      message: json["message"]?.string ?? "")
  }
}
