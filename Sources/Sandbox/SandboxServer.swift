// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A stand-in store on this machine: the Admin API paths, with state, cost bucket, scripted faults and an
/// effect log. Reachable from this machine only.
package final class SandboxServer: Sendable {
  /// The API version it serves, whichever is asked for: others fall forward to it.
  package static let apiVersion = "2026-07"

  /// What to serve.
  package struct Options: Sendable {
    /// 0 takes a free port.
    package var port: Int = 9292
    /// `standard`, `advanced`, `plus`, `enterprise`.
    package var plan: String = "standard"
    /// A product CSV to fill the catalogue from; nil makes a catalogue of `products` products.
    package var catalog: String?
    /// How many products a catalogue of its own has.
    package var products: Int = 500
    /// How many variants each of them has.
    package var variantsPerProduct: Int = 4
    /// How many locations the store has.
    package var locations: Int = 3
    /// How many orders it has taken.
    package var orders: Int = 300
    /// How many customers it has besides those of its orders.
    package var customers: Int = 30
    /// How many orders it has taken besides, each with a life of edits, shipments, refunds and returns.
    package var histories: Int = 0
    /// What those lives are made from: the same seed, the same lives.
    package var seed: UInt64 = 1
    /// Whether `inventorySetQuantities` applies the good items of a call beside refused ones; what the real
    /// one does is in no record, so both can be tried.
    package var partialStock = false
    /// How many seconds searches show an order's newest change later than reading it by id does.
    package var searchLag = 0
    /// From how many variants on at most so many new ones a day may be made; not on Plus.
    package var variantLimit = (threshold: 50_000, daily: 1_000)
    /// How long a bulk operation takes at least.
    package var bulkDelay: Duration = .milliseconds(300)
    /// `ROOT:NTH:KIND[:before|after]`, comma-separated; see `FaultKind`.
    package var faults: String = ""
    /// Where state lives across restarts; nil keeps it in memory.
    package var stateDirectory: String?
    /// The client id that client credentials must name.
    package var clientID = "sandbox"
    /// The client secret that goes with it.
    package var clientSecret = "sandbox-secret"
    /// The static token it accepts; empty for none.
    package var accessToken = "sandbox-token"
    /// How long a token from client credentials lives, in seconds.
    package var tokenLifetime = 86_399
    /// The access scopes granted to the app.
    package var scopes = [
      "read_products", "write_products", "read_inventory", "write_inventory", "read_locations",
      "read_orders", "write_orders", "read_all_orders", "read_customers", "write_customers",
      "read_fulfillments",
      "write_fulfillments", "read_returns", "read_merchant_managed_fulfillment_orders",
      "write_merchant_managed_fulfillment_orders", "read_assigned_fulfillment_orders",
      "write_assigned_fulfillment_orders", "read_third_party_fulfillment_orders",
      "write_third_party_fulfillment_orders",
      "read_publications", "write_publications", "read_files", "write_files",
    ]
    /// Seconds since 1970; the sandbox's clock goes by it.
    package var clock: @Sendable () -> Double = { Date().timeIntervalSince1970 }

    /// The defaults.
    package init() {}
  }

  /// The port it listens on.
  package let port: Int

  private let listener: Socket
  private let shop: Mutex<Shopfront>
  /// The connections being served, by descriptor; nil once stopped.
  private let connections = Mutex<Set<Int32>?>([])

  /// Starts serving; returns once the port is bound. Throws `SandboxServerError` where it cannot be, and
  /// `FaultScriptError` where the faults cannot be read.
  package init(_ options: Options) throws {
    let (listener, port) = try Socket.listening(port: options.port)
    do {
      shop = Mutex(try Shopfront(options, port: port))
    } catch {
      listener.close()
      throw error
    }
    self.listener = listener
    self.port = port
    Thread.detachNewThread { [self] in listen() }
    Thread.detachNewThread { [self] in work() }
  }

  /// Moves bulk operations on between requests.
  private func work() {
    while connections.withLock({ $0 != nil }) {
      let isBusy = shop.withLock { $0.tick() }
      Socket.pause(milliseconds: isBusy ? 5 : 50)
    }
  }

  private func listen() {
    while let socket = listener.accept() {
      let isServing = connections.withLock { open in
        guard let known = open, known.count < Self.maximumConnections else { return false }
        open?.insert(socket.descriptor)
        return true
      }
      guard isServing else {
        socket.close()
        continue
      }
      Thread.detachNewThread { [self] in serve(socket) }
    }
    listener.close()
  }

  private static let maximumConnections = 256

  private func serve(_ socket: Socket) {
    Connection(
      socket: socket,
      answer: { request in self.shop.withLock { $0.answer(request) } },
      ended: { descriptor in
        self.connections.withLock { _ = $0?.remove(descriptor) }
      }
    ).serve()
  }

  /// Ends it: no connection is served any more, and the state is saved where it is kept.
  package func stop() throws {
    listener.shut()
    let open = connections.withLock { open in
      defer { open = nil }
      return open ?? []
    }
    for descriptor in open { Socket(descriptor: descriptor).shut() }
    try shop.withLock { try $0.save() }
  }

  /// The excerpt of Shopify's schema it serves, as SDL.
  package static var schemaSDL: String { SandboxSchema.sdl }
}
