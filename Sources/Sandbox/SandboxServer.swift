// SPDX-License-Identifier: Apache-2.0

/// A stand-in store on this machine: the Admin API paths, with state, cost bucket, scripted faults and an
/// effect log.
package final class SandboxServer: Sendable {
  /// What to serve.
  package struct Options: Sendable {
    /// 0 takes a free port.
    package var port: Int = 9292
    /// `standard`, `advanced`, `plus`, `enterprise`.
    package var plan: String = "standard"
    /// A product CSV to fill the catalogue from; nil makes a catalogue of `products` products.
    package var catalog: String?
    package var products: Int = 500
    package var variantsPerProduct: Int = 4
    package var locations: Int = 3
    package var orders: Int = 300
    /// Whether `inventorySetQuantities` applies the good items of a call beside refused ones; what the real
    /// one does is in no record, so both can be tried.
    package var partialStock = false
    /// How long a bulk operation takes at least.
    package var bulkDelay: Duration = .milliseconds(300)
    /// `ROOT:NTH:KIND[:before|after]`, comma-separated.
    package var faults: String = ""
    /// Where state lives across restarts; nil keeps it in memory.
    package var stateDirectory: String?
    /// The client id, client secret and static token it accepts.
    package var clientID = "sandbox"
    package var clientSecret = "sandbox-secret"
    package var accessToken = "sandbox-token"

    package init() {}
  }

  /// Starts serving; returns once the port is bound.
  package init(_ options: Options) throws { port = 0 }

  /// The port it listens on.
  package let port: Int

  /// Ends it.
  package func stop() {}

  /// The excerpt of Shopify's schema it serves, as SDL.
  package static var schemaSDL: String { "" }
}
