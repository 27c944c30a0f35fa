// SPDX-License-Identifier: Apache-2.0

import Tables

@testable import Sandbox

/// A small store with the engine before it, on a clock that a test moves by hand.
final class TestShop {
  let store: Store
  let engine: Engine
  /// Seconds since 1970 on the store's clock.
  var now: Moment
  /// How long the sandbox has run.
  private let stopwatch: Stopwatch

  private final class Stopwatch { var elapsed = Duration.zero }

  init(_ change: (inout SandboxServer.Options) -> Void = { _ in }) throws {
    var options = SandboxServer.Options()
    options.products = 12
    options.orders = 40
    change(&options)
    let stopwatch = Stopwatch()
    let start = Moment(seconds: 1_790_000_000)
    self.stopwatch = stopwatch
    now = start
    store = try Store(options, now: start, elapsed: { stopwatch.elapsed })
    engine = Engine(schema: try Schema(parsing: SandboxSchema.sdl))
  }

  func pass(_ duration: Duration) {
    stopwatch.elapsed += duration
    now = Moment(seconds: now.seconds + Int(duration.components.seconds))
  }

  func context(fault: String? = nil) -> ExecutionContext {
    let context = ExecutionContext(
      store: store, engine: engine, baseURL: "http://127.0.0.1:1", requestSHA256: "0",
      now: now.text)
    context.fault = fault
    return context
  }

  /// What a document answers.
  func run(_ document: String, _ variables: JSON = [:], fault: String? = nil) -> JSON {
    reply(document, variables, context(fault: fault))
  }

  func reply(_ document: String, _ variables: JSON, _ context: ExecutionContext) -> JSON {
    switch engine.prepare(document) {
    case .failure(let errors): ["errors": .array(errors.errors)]
    case .success(let prepared):
      engine.execute(prepared, variables: variables, context: context)
    }
  }

  /// The ids behind a variant's number in the seed, from 1.
  func item(_ number: Int) -> String { InventoryItemNode.id(number - 1) }
  func variant(_ number: Int) -> String { VariantNode.id(number - 1) }
  func location(_ number: Int) -> String { LocationNode.id(number - 1) }

  /// What is available of a variant at a location.
  func available(_ number: Int, _ location: Int) -> Int {
    Int(store.stock.available[store.stock.place(number - 1, location - 1)])
  }
}

extension JSON {
  /// What a root field answered; the whole reply where that is null.
  func payload(_ root: String) -> JSON {
    guard let payload = at("data.\(root)"), !payload.isNull else { return self }
    return payload
  }

  /// What stands at a path of member names and array indices.
  func at(_ path: String) -> JSON? {
    path.split(separator: ".").reduce(self as JSON?) { value, step in
      Int(step).map { value?[$0] ?? nil } ?? value?[String(step)]
    }
  }
}
