// SPDX-License-Identifier: Apache-2.0

import Logging
import Secrets
import ShopifyAdmin
import Transport

/// `extensions.cost` as Shopify writes it.
func cost(
  requested: Int = 10, actual: Int? = 10, available: Int = 1990, maximum: Int = 2000,
  rate: Int = 100
) -> String {
  """
  "extensions":{"cost":{"requestedQueryCost":\(requested),"actualQueryCost":\
  \(actual.map(String.init) ?? "null"),"throttleStatus":{"maximumAvailable":\(maximum),\
  "currentlyAvailable":\(available),"restoreRate":\(rate)}}}
  """
}

/// A mutation that went well.
let stockAnswer = #"{"data":{"stockSet":{"userErrors":[]}},\#(cost())}"#

let mutation = AdminRequest(
  document: "mutation M($x: Int) { stockSet(x: $x) { userErrors { field message } } }",
  variables: Array(#"{"x":1.50}"#.utf8), root: "stockSet", isRead: false, assumedCost: 10)

let query = AdminRequest(
  document: "query Q { shop { id } }", variables: [], root: "shop", isRead: true, assumedCost: 1)

/// A client with a static token, against a scripted server.
func client(
  _ server: ScriptedServer, _ clock: FakeClock = FakeClock(),
  signIn: AdminConfiguration.SignIn = .token(Secret("shpat_fixture")),
  observe: @escaping @Sendable (AdminCall) -> Void = { _ in }
) -> AdminClient {
  var configuration = AdminConfiguration(
    base: server.base, apiVersion: "2026-07", signIn: signIn)
  configuration.timeout = .seconds(5)
  return AdminClient(
    configuration, http: HTTPClient(), logger: Logger(label: "test"), clock: clock.clock,
    observe: observe)
}

/// The error an operation ends with; nil where it ends well.
func failure<Value>(_ work: () async throws(AdminError) -> Value) async -> AdminError? {
  do throws(AdminError) {
    _ = try await work()
    return nil
  } catch {
    return error
  }
}
