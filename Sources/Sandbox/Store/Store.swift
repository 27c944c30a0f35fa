// SPDX-License-Identifier: Apache-2.0

import Tables

/// The stand-in store's state. Every touch happens under the server's one lock.
final class Store {
  /// What it was started with.
  let options: SandboxServer.Options
  /// The moment the seed counts back from.
  private(set) var startedAt: Moment
  /// The shop's own currency.
  let currency = "EUR"

  var assortment: Assortment
  var stock: Stockroom
  /// The time of the newest request.
  var today: Moment
  var orders: [OrderRow]
  var customers: CustomerBook
  /// Which product has which handle.
  lazy var handles = Handles(assortment.products)
  var deletedProducts: [DeletedProduct] = []
  var media = MediaLibrary()
  var metafields = Metafields()
  /// The channels there are, by name.
  let publications = ["Online Store", "Point of Sale", "Shop"]
  var variantLimit: VariantLimit
  /// How many products and variants the seed made; what lies above was made since.
  private(set) var seeded = (products: 0, variants: 0)
  var adjustments: [AdjustmentGroup] = []
  var idempotency = IdempotencyKeys()
  var bulk: BulkOperations
  var uploads = StagedUploads()
  /// The effects so far; one line each at `/sandbox/effects`.
  var effects: [Effect] = []

  /// Root fields of `Query`.
  let query: any Resolvable = QueryRoot()
  /// Root fields of `Mutation`.
  let mutation: any Resolvable = MutationRoot()

  /// A store filled as the options say, its history counted back from `now`.
  /// `elapsed` tells how long the sandbox has run: bulk operations take their time by it.
  init(_ options: SandboxServer.Options, now: Moment, elapsed: @escaping () -> Duration) throws {
    self.options = options
    bulk = BulkOperations(delay: options.bulkDelay, elapsed: elapsed)
    startedAt = now
    today = now
    variantLimit = VariantLimit(
      threshold: options.variantLimit.threshold, daily: options.variantLimit.daily)
    (assortment, stock) = try Store.catalogue(options, now: now)
    seeded = (assortment.products.count, assortment.variantCount)
    orders = Store.history(options, assortment, stock, currency, now: now)
    customers = CustomerSeed.book(options.customers, orders: orders, now: now)
  }

  private static func catalogue(_ options: SandboxServer.Options, now: Moment) throws -> (
    Assortment, Stockroom
  ) {
    if let path = options.catalog {
      let file = try CatalogFile(path: path, locations: options.locations, now: now)
      return (file.assortment, file.stock)
    }
    let seed = Seed(
      products: options.products, variantsPerProduct: options.variantsPerProduct,
      locations: options.locations, now: now)
    return (seed.assortment, seed.stock)
  }

  private static func history(
    _ options: SandboxServer.Options, _ assortment: Assortment, _ stock: Stockroom,
    _ currency: String, now: Moment
  ) -> [OrderRow] {
    let orders = OrderSeed.orders(options.orders, of: assortment, now: now)
    return orders
      + OrderLife.orders(
        options.histories, seed: options.seed, first: 1001 + orders.count, assortment,
        locations: stock.locations.count, currency: currency, now: now)
  }

  /// Fills it anew, its history counted back from an earlier start.
  func reseed(from start: Moment) throws {
    startedAt = start
    (assortment, stock) = try Store.catalogue(options, now: start)
    seeded = (assortment.products.count, assortment.variantCount)
    orders = Store.history(options, assortment, stock, currency, now: start)
    customers = CustomerSeed.book(options.customers, orders: orders, now: start)
  }

  /// Called before each request is served, and now and then between requests while `isBusy`: moves bulk
  /// operations on, a slice at a time.
  func tick(_ context: ExecutionContext) { bulk.advance(context) }

  /// Whether bulk operations are under way.
  var isBusy: Bool { bulk.isBusy }

  /// Writes an effect down.
  func note(_ object: String, before: JSON, after: JSON, _ context: ExecutionContext) {
    effects.append(
      Effect(
        seq: effects.count + 1, time: context.now, root: context.hand ?? context.root,
        object: object,
        before: before, after: after, key: context.idempotencyKey,
        requestSHA256: context.requestSHA256))
  }
}

/// One change of the store's state: the only judge of "once".
struct Effect {
  var seq: Int
  var time: String
  /// The mutation's root field.
  var root: String
  /// The object's gid, or for stock `InventoryLevel` gid.
  var object: String
  var before: JSON
  var after: JSON
  /// The idempotency key, if one was given.
  var key: String?
  var requestSHA256: String
}

extension ExecutionContext {
  /// `now` as a moment.
  var moment: Moment { Moment(now) ?? store.startedAt }
}
