// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Runner
import Sandbox

/// `dray sandbox`
struct SandboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "A stand-in store on this machine, to try jobs on and to test against.",
    discussion: """
      Client id 'sandbox', client secret 'sandbox-secret', access token 'sandbox-token'. What it did to its \
      objects stands at /sandbox/effects.

      Faults hit the NTH request (N+: from then on, *: all) with the root field ROOT (or token, upload, \
      download, *), before or after it runs. Kinds:
      \(FaultKind.allCases.map { "\($0.rawValue): \($0.doc)" }.joined(separator: "\n"))
      """)

  @Option(help: "The port; 0 takes a free one.") var port = 9292
  @Option(help: "standard, advanced, plus or enterprise: size and restore rate of the cost bucket.")
  var plan = "standard"
  @Option(help: "A product CSV to fill the catalogue from.") var catalog: String?
  @Option(help: "Products to make up.") var products = 500
  @Option(help: "Variants of each.") var variants = 4
  @Option(help: "Locations.") var locations = 3
  @Option(help: "Orders.") var orders = 300
  @Option(help: "Customers besides those of the orders.") var customers = 30
  @Option(
    help: "Orders with a life of their own: edits, shipments, refunds, returns, two currencies.")
  var histories = 0
  @Option(help: "What those lives are made from: the same seed, the same lives.") var seed: UInt64 =
    1
  @Option(
    help: "Seconds after which searches show an order's newest change, and products made just now.")
  var searchLag = 0
  @Option(help: "Faults, ROOT:NTH:KIND[:before|after], comma-separated.") var faults = ""
  @Option(help: "Access scopes the app does not have, comma-separated.") var without = ""
  @Option(help: "Where the state lives across restarts.") var state: String?
  @Flag(help: "Print the schema it serves, as SDL, and end.") var schema = false

  func run() async throws {
    guard !schema else { return Output.line(SandboxServer.schemaSDL) }
    var options = SandboxServer.Options()
    options.port = port
    options.plan = plan
    options.catalog = catalog
    options.products = products
    options.variantsPerProduct = variants
    options.locations = locations
    options.orders = orders
    options.customers = customers
    options.histories = histories
    options.seed = seed
    options.searchLag = searchLag
    options.faults = faults
    options.stateDirectory = state
    let without = Set(without.split(separator: ",").map(String.init))
    options.scopes.removeAll(where: without.contains)
    let server: SandboxServer
    do { server = try SandboxServer(options) } catch {
      throw RunnerError(.usage, "the sandbox cannot start: \(error)")
    }
    Output.line("sandbox at http://127.0.0.1:\(server.port) (\(plan) plan)")
    for await _ in Signals.stream() { break }
    try server.stop()
  }
}
