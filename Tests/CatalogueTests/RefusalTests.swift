// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Catalogue

/// What every step of every operation makes of refusals it has never seen, and of those about keys.
@Suite struct RefusalTests {
  static let steps: [(operation: Catalogue.Operation, step: Step)] = Operation.all.flatMap { it in
    it.steps.map { (it, $0) }
  }

  /// Refusals nobody has told us of: no code, or a code that is new, with words that say nothing.
  static let unheardOf: [Refusal] = [
    Refusal(code: nil, field: ["input", "0"], message: "Something else is the matter now"),
    Refusal(code: nil, message: ""),
    Refusal(code: "A_CODE_OF_NEXT_YEAR", field: ["input", "0"], message: "Etwas stimmt nicht"),
    Refusal(code: "", message: "…"),
  ]

  @Test(arguments: unheardOf)
  func `D16 a refusal that is not known rejects its item, and is never tried for ever`(
    _ refusal: Refusal
  ) {
    for (operation, step) in Self.steps {
      // Or it is looked up in the store first, which ends in the same where nothing is found.
      let decision = step.decide(refusal)
      let isEnd = decision == .reject || decision == .look && step.look != nil
      #expect(isEnd, "\(operation.name) \(step.name): \(decision)")
    }
  }

  @Test func `D16 what has a code is decided by it, whatever the words are`() {
    for (operation, step) in Self.steps {
      for code in ["IDEMPOTENCY_CONCURRENT_REQUEST", "INVALID", "TAKEN", "NOT_FOUND"] {
        let decisions = Set(
          ["", "Die Anfrage läuft noch", "is invalid"].map {
            "\(step.decide(Refusal(code: code, field: [], message: $0)))"
          })
        #expect(decisions.count == 1, "\(operation.name) \(step.name) \(code): \(decisions)")
      }
    }
  }

  /// Steps with a key. One has errors without a code, whose words are those of the others' codes in the schema.
  static let keyed = steps.filter { $0.step.recovery == .keyed }

  @Test func `D18 a key that was used with other variables is our bug and parks the item`() {
    #expect(!Self.keyed.isEmpty)
    for (operation, step) in Self.keyed {
      #expect(
        step.decide(
          Refusal(
            code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
            message:
              "The same idempotency key cannot be used with different operation parameters."))
          == .park,
        "\(operation.name)")
    }
  }

  @Test func `D19 a request that is still running there is waited for with the same key`() {
    for (operation, step) in Self.keyed {
      #expect(
        step.decide(
          Refusal(
            code: "IDEMPOTENCY_CONCURRENT_REQUEST",
            message: "This request is currently in progress, please try again."))
          == .sameAgain,
        "\(operation.name)")
    }
  }
}
