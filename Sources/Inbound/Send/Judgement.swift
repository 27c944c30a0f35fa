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
  /// The store says that it is done already: to be looked for; refused with these words where it is not.
  case look(code: String, message: String)
  /// A limit of the day: again after so many hours.
  case later(hours: Int, code: String, message: String)
}

extension Judgement {
  /// Judges the answer to `count` items; `review` says what else is wrong in it than its user errors say.
  static func of(
    _ answer: Result<AdminReply, AdminError>, count: Int, step: Step,
    review: (AdminReply) -> [Refusal] = { _ in [] }
  ) -> Judgement {
    switch answer {
    case .success(let reply):
      judge(reply.userErrors.map { Refusal($0) } + review(reply), count: count, step: step)
    case .failure(let error): judge(error, count: count)
    }
  }

  private static func judge(_ error: AdminError, count: Int) -> Judgement {
    switch error.kind {
    case .unreachable, .busy: .again(error.message)
    case .unknown: .unknown(error.message)
    case .tooLarge: whole(.halve(code: "TOO_LARGE", message: error.message), count: count)
    case .refused(AdminError.variantLimit):
      .items(
        Array(
          repeating: .later(hours: 24, code: AdminError.variantLimit, message: error.message),
          count: count))
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

  private static func judge(_ refusals: [Refusal], count: Int, step: Step) -> Judgement {
    if refusals.isEmpty { return .items(Array(repeating: .applied, count: count)) }
    var named: [Int: [Refusal]] = [:]
    var general: [Refusal] = []
    for refusal in refusals {
      if let item = step.item(namedBy: refusal.field), item < count {
        named[item, default: []].append(refusal)
      } else {
        general.append(refusal)
      }
    }
    for refusal in refusals where step.decide(refusal) == .sameAgain {
      return .sameAgain(refusal.message)
    }
    if named.isEmpty, !general.isEmpty { return judge(general: general, count: count, step: step) }
    // A further error that names no item leaves the others in doubt.
    let rest: ItemOutcome = general.isEmpty && step.unnamed == .applied ? .applied : .again
    return .items(
      (0..<count).map { item in named[item].map { outcome(of: $0, step: step) } ?? rest })
  }

  private static func judge(general: [Refusal], count: Int, step: Step) -> Judgement {
    let outcome = outcome(of: general, step: step)
    switch outcome {
    case .rejected(let code, let message):
      return whole(.halve(code: code, message: message), count: count)
    case .applied, .parked, .stale, .again, .look, .later:
      return .items(Array(repeating: outcome, count: count))
    }
  }

  /// The outcome of an item with these errors: a refusal wins over what could be tried again.
  private static func outcome(of refusals: [Refusal], step: Step) -> ItemOutcome {
    let message = refusals.map(\.message).joined(separator: "; ")
    var outcome = ItemOutcome.again
    for refusal in refusals {
      let code = refusal.code ?? "USER_ERROR"
      switch step.decide(refusal) {
      case .reject: return .rejected(code: code, message: message)
      case .park:
        outcome = .parked(
          code: code, message: "\(message) (a bug of ours; `dray retry` sends it again)")
      case .readAgain:
        if outcome == .again { outcome = .stale(code: code, message: message) }
      case .look:
        if outcome == .again { outcome = .look(code: code, message: message) }
      case .later(let hours):
        if outcome == .again { outcome = .later(hours: hours, code: code, message: message) }
      case .sameAgain, .newKey: break
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
