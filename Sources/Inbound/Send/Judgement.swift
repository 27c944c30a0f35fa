// SPDX-License-Identifier: Apache-2.0

import Catalogue
import ShopifyAdmin

/// What an answer, or its absence, means for a batch.
enum Judgement: Sendable, Equatable {
  /// The batch is answered: one outcome for each item.
  case items([ItemOutcome])
  /// The same key and bytes again after a wait: the store still works on it.
  case sameAgain(String)
  /// It may have been executed: the recovery class decides.
  case unknown(String)
  /// Certainly not executed: again after a wait.
  case again(String)
  /// Refused whole, no item named: in halves, until the bad one stands alone.
  case halve(code: String, message: String)
  /// Certainly not executed, and nothing more can be until a person acts.
  case pause(String)
  /// We are stopping; it had not left.
  case stop
}

/// What became of one item.
enum ItemOutcome: Sendable, Equatable {
  case applied
  case rejected(code: String, message: String)
  case parked(code: String, message: String)
  /// Compare-and-set found another value than expected: read, then decide.
  case stale(code: String, message: String)
  /// In a new batch with a new key.
  case again
}

extension Judgement {
  /// Judges the answer to `count` items.
  static func of(
    _ answer: Result<AdminReply, AdminError>, count: Int, operation: Operation
  ) -> Judgement {
    switch answer {
    case .success(let reply): judge(reply, count: count, operation: operation)
    case .failure(let error): judge(error, count: count)
    }
  }

  private static func judge(_ error: AdminError, count: Int) -> Judgement {
    switch error.kind {
    case .unreachable, .busy: .again(error.message)
    case .unknown: .unknown(error.message)
    case .tooLarge: whole(.halve(code: "TOO_LARGE", message: error.message), count: count)
    case .refused(let code):
      // Validation of the document has codes in camel case: no record is at fault there.
      if let code, code.first?.isLowercase == true {
        .pause("the store does not understand our request (\(code)): \(error.message)")
      } else {
        whole(.halve(code: code ?? "REFUSED", message: error.message), count: count)
      }
    case .accessDenied, .storeUnavailable, .versionMismatch: .pause(error.message)
    case .cancelled: .stop
    }
  }

  /// One item cannot be halved: it is the bad one.
  private static func whole(_ judgement: Judgement, count: Int) -> Judgement {
    guard count == 1, case .halve(let code, let message) = judgement else { return judgement }
    return .items([.rejected(code: code, message: message)])
  }

  private static func judge(_ reply: AdminReply, count: Int, operation: Operation) -> Judgement {
    if reply.userErrors.isEmpty {
      return .items(Array(repeating: .applied, count: count))
    }
    var named: [Int: [UserError]] = [:]
    var general: [UserError] = []
    for error in reply.userErrors {
      if let item = operation.steps[0].item(namedBy: error.field), item < count {
        named[item, default: []].append(error)
      } else {
        general.append(error)
      }
    }
    for error in reply.userErrors where operation.steps[0].decide(Refusal(error)) == .sameAgain {
      return .sameAgain(error.message)
    }
    if named.isEmpty, let error = general.first {
      return judge(general: error, count: count, operation: operation)
    }
    // A further error that names no item leaves the others in doubt.
    let rest: ItemOutcome =
      general.isEmpty && operation.steps[0].unnamed == .applied ? .applied : .again
    return .items(
      (0..<count).map { item in
        named[item].map { outcome(of: $0, operation: operation) } ?? rest
      })
  }

  private static func judge(general error: UserError, count: Int, operation: Operation) -> Judgement
  {
    let outcome = outcome(of: [error], operation: operation)
    switch outcome {
    case .rejected(let code, let message):
      return whole(.halve(code: code, message: message), count: count)
    case .applied, .parked, .stale, .again:
      return .items(Array(repeating: outcome, count: count))
    }
  }

  /// The outcome of an item with these errors: a refusal wins over what could be tried again.
  private static func outcome(of errors: [UserError], operation: Operation) -> ItemOutcome {
    let message = errors.map(\.message).joined(separator: "; ")
    var outcome = ItemOutcome.again
    for error in errors {
      let code = error.code ?? "USER_ERROR"
      switch operation.steps[0].decide(Refusal(error)) {
      case .reject: return .rejected(code: code, message: message)
      case .park:
        outcome = .parked(
          code: code, message: "\(message) (a bug of ours; `dray retry` sends it again)")
      case .readAgain:
        if outcome == .again { outcome = .stale(code: code, message: message) }
      case .sameAgain, .newKey, .look, .later: break
      }
    }
    return outcome
  }
}

extension Step {
  /// The index of the item a user error's path names; nil where it names none.
  func item(namedBy field: [String]) -> Int? {
    guard field.count > itemPath.count, field.starts(with: itemPath) else { return nil }
    return Int(field[itemPath.count]).flatMap { $0 >= 0 ? $0 : nil }
  }
}

extension Refusal {
  /// A user error as the reply has it.
  init(_ error: UserError) {
    self.init(code: error.code, field: error.field, message: error.message)
  }
}
