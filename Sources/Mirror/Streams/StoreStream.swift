// SPDX-License-Identifier: Apache-2.0

/// One declared file: what is asked of the store, and which rows its answers become.
///
/// Whether an object comes as a line of a bulk result or as a node of a page, it is loaded as the same
/// JSON: its own fields, without its connections; the children of a connection follow as objects of their
/// own with `__parentId`.
struct StoreStream: Sendable {
  /// What `dray refresh` calls it.
  var name: String
  /// The access scopes it needs, as Shopify spells them.
  var scopes: [String]
  /// Streams whose rows its walks start from: filled first.
  var needs: [String] = []
  /// The rows an object becomes, by its type; objects of other types only stand as parents.
  var rules: [Rule]
  /// SQL that tells the type of a bulk result's `:line` where its id may not: an interface's objects have ids
  /// of many types. NULL: the id's type.
  var typeOf: String?
  /// The bulk query; nil for what is small enough to be read in pages, whole, each time.
  var bulk: BulkDocument?
  /// Walked page by page for what changed since the watermark.
  var walks: [PageWalk]
  /// Objects read again by id after a walk or a bulk result.
  var rereads: [Reread] = []
  /// Bulk queries that save reads by id where they would be many; before `rereads`.
  var shortcuts: [Shortcut] = []
  /// How its objects are read when they are asked for by id; without `ids`.
  var byID: [Reread] = []
  /// The stream whose objects' ids it is read by as well.
  var comesAlongWith: String?
  /// Run after each refresh: takes away children their parents no longer have. `:known_at` is the
  /// refresh's beginning, which every row it wrote carries.
  var stale: [String] = []
  /// Run after a whole read: takes away what it did not see.
  var unseen: [String] = []
  /// Run for each `:id` that was read by id: takes away what the store did not show.
  var gone: [String] = []
  /// Run last, again and again while it leaves something to do.
  var finish: Finish?
  /// Deletions, and some changes, never show in `updated_at`: after so long a refresh is a whole read
  /// although only the changes were asked for. nil: never.
  var wholeAfterHours: Int?
  /// Whether a store that denies it is taken to have nothing: what few need, and an app may lack the scope for.
  var mayBeDenied = false
  /// Whether it is read only for a job that needs it, or when it is named: who the customers are need not lie about.
  var isPersonal = false

  /// A bulk query with a place for a search filter.
  struct BulkDocument: Sendable {
    /// `FILTER` stands where a connection's arguments go.
    var template: String
    /// Arguments it has besides the filter.
    var arguments = ""

    /// The document; without a filter, of everything.
    func document(filter: String?) -> String {
      let all = [arguments, filter.map { "query: \"\($0)\"" } ?? ""].filter { !$0.isEmpty }
      return template.replacing(
        "FILTER", with: all.isEmpty ? "" : "(\(all.joined(separator: ", ")))")
    }
  }

  /// Pages of one connection.
  struct PageWalk: Sendable {
    /// Its variables: `$first`, `$cursor`, where it has a filter `$filter`, below a parent `$parent`.
    var document: String
    /// Its root field.
    var root: String
    /// The connection below the root; empty where the root is one. A root without nodes is one object.
    var path: [String] = []
    /// The type of its nodes.
    var type: String
    /// Objects a page; halved where the store finds a page too dear.
    var size: Int
    /// The search filter; `SINCE` stands for the watermark less the overlap.
    var filter: String?
    /// A SELECT of the gids the walk is made for, one after the other; nil for one walk without parent.
    var parents: String?
    /// The connections its nodes carry.
    var children: [Child] = []
  }

  /// A connection within a node.
  struct Child: Sendable {
    /// Its field.
    var field: String
    /// The type of its nodes.
    var type: String
    /// Reads the rest of a connection that did not fit; variables as in `PageWalk` with `$parent`. Where the
    /// node is none by itself, `$owner`, the gid of the object it hangs on, and `$id`, a search for it.
    var more: String
    /// Where `more` answers it, below `node`; a list's first element is taken. nil: the field.
    var morePath: [String]?
    /// How many `more` asks for.
    var moreSize = 250
    /// The connections its own nodes carry.
    var children: [Child] = []
  }

  /// A read by id, `nodes(ids: $ids)`.
  struct Reread: Sendable {
    var document: String
    /// A SELECT of the gids to read. `:known_at` is the refresh's beginning.
    var ids = ""
    var type: String
    var size: Int
    var children: [Child] = []
  }

  /// A bulk query for what is not read yet.
  struct Shortcut: Sendable {
    /// A SELECT of `count`, how many are not read yet, and `filter`, the search that finds them.
    var unread: String
    /// Up to so many are read by id.
    var above: Int
    var bulk: BulkDocument
    var rules: [Rule]
    /// Run when all was loaded: marks what is read now.
    var done: [String]
  }

  /// Work on the rows themselves after all has been loaded.
  struct Finish: Sendable {
    /// A SELECT: 1 while there is work left.
    var remains: String
    /// A step of it, each in one transaction.
    var step: [String]
  }
}

extension StoreStream {
  /// Every stream, in the order a refresh of all takes them.
  static let all: [StoreStream] = [
    .shop, .locations, .products, .metafields, .publications, .productPublications, .inventory,
    .orders, .fulfillmentOrders, .customers,
  ]

  /// How far before the watermark a refresh looks again: Shopify's search lags behind its writes.
  static let overlapSeconds = 120

  static let pageInfo = "pageInfo { hasNextPage endCursor }"
}
