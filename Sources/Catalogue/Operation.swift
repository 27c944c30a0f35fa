// SPDX-License-Identifier: Apache-2.0

package import Tables

/// What a feed asks of the store: one small declaration in a file of its own.
///
/// Everything the rooms above need to plan, send, settle and verify an operation stands here, so that a
/// new one is a new file and a line in `Operation.all`:
/// 1. Find the mutation in the official schema: its input limits, its user error codes, its cost; decide the
///    recovery class by what a repeated request does.
/// 2. Write `objects`: the SELECT that finds an object by each of `keys` and holds the present value of every
///    value field. If the mirror lacks a table for it, that is a stream first.
/// 3. Declare the fields. A type's canonical form is what is compared, so an unchanged record is never sent.
/// 4. Build the item and the variables from an `Intent`, never from text; say how an object is read back.
/// 5. `DRAY_WRITE_DOCS=1 swift test --filter OperationsPageTests` writes `docs/operations.md`; the sandbox
///    needs the root, and the schema check then validates the document.
package struct Operation: Sendable {
  /// Its name in a job's `feed:`, e.g. `stock.set`.
  package var name: String
  /// One sentence for the docs and for `dray check`.
  package var doc: String
  /// What a job's `fields:` may name.
  package var fields: [Field]
  /// Further fields, whose names a job makes up.
  package var openFields: [OpenFields] = []
  /// The sets of key fields that name an object, best first; a job maps all fields of exactly one.
  package var keys: [[String]]
  /// Sets of value fields of which a job maps at least one; `exclusive` ones, exactly one.
  package var values: Values
  /// Fields that say how a record is meant and not what is to be set: they are no part of a change.
  package var asides: Set<String> = []
  /// The aside that says which value the object must still have, where it has a value field: a change is sent with it
  /// as the value to change from, and rejected where the store has another by then.
  package var expectation: String? = nil
  /// The requests it takes, in the order they depend on each other; one for most operations. A change goes
  /// through the steps its intent needs, see `phase`.
  package var steps: [Step]
  /// Which step a change does next: the first phase at or after `from` that the intent needs, nil when it is
  /// done. Phase 0 is `steps[0]`, and so on; phases beyond the last step repeat it. Asked only where there are
  /// several steps or a composition.
  package var phase: @Sendable (_ intent: Intent, _ from: Int) -> Int? = { _, from in
    from == 0 ? 0 : nil
  }
  /// Whether a change that a person has tried again begins with its first step, which reads what the store has; else
  /// it goes on where it was refused or given up.
  package var restarts = false
  /// Which group of changes of a delivery an intent belongs to: what an answer teaches one of them, all of them know
  /// (`Step.learn`). E.g. the product's handle; nil where it stands alone.
  package var dependency: @Sendable (Intent) -> String? = { _ in nil }
  /// What such a group is about, in messages, e.g. `product`.
  package var dependencyName = "object"
  /// How records become changes where several make up one object; nil where each record stands for itself and
  /// `objects` is all there is to know.
  package var composition: Composition? = nil
  /// Choices of a job that only this operation knows, e.g. `variants: replace`.
  package var settings: [Setting] = []
  /// What becomes of several records of one object; nil: they repeat or contradict each other.
  package var folds: Fold? = nil
  /// What is read again into the mirror once changes of it are settled, where the request's effects are more than
  /// `mirrorUpdates` can say; nil where those say all.
  package var rereads: Rereads? = nil
  /// The access scopes it needs, as Shopify spells them.
  package var scopes: [String]
  /// The ways it may be sent.
  package var routes: [Route]
  /// The mirror streams that must be filled before a comparison.
  package var streams: [String]
  /// A SELECT over the mirror, one row an object. Its columns: `object` (text, unique), every key field
  /// under its own name, every identity column the request needs, and the current value of every value
  /// field under its own name. Used as a sub-query, so an unread column costs nothing.
  package var objects: String
  /// What one of those objects is called in messages, e.g. `inventory level`.
  package var objectName: String
  /// The columns of `objects` that a change keeps in `Intent.identity`.
  package var identity: [String]
  /// What a person should think of when a key names no object.
  package var unknownHint: String
  /// The identity column that says which group a change is of, so that a plan keeps a group together; nil where
  /// all changes may go in one request.
  package var groupColumn: String?
  /// How one object is read again by id.
  package var readBack: ReadBack
  /// Statements that copy an applied intent to the mirror; `:name` parameters are identity columns,
  /// `known_at`, and for every value field `maps_FIELD` (1 where the job maps it, else 0),
  /// `desired_FIELD` and `prior_FIELD` (NULL where not mapped).
  package var mirrorUpdates: [String]
  /// Fields whose going from above zero to zero the rail `max_zeroed` counts.
  package var quantityFields: [String]
  /// Whether a change takes an object out of the shop's sight: deletes, archives or drafts it (rail `max_deleted`).
  package var removes: @Sendable (Intent) -> Bool = { intent in
    let gone: Set<String> = ["ARCHIVED", "DRAFT"]
    guard let status = intent.desired["status"] ?? nil, gone.contains(status) else { return false }
    return !gone.contains((intent.prior["status"] ?? nil) ?? "DRAFT")
  }
  /// What the inverse of an applied change is, by the intent that was applied and by what the mirror has of the object
  /// now (`Composition.current`, nil without a composition); nil: see `inverse(of:current:)`.
  package var undo: (@Sendable (_ applied: Intent, _ current: String?) -> Inverse)? = nil
  /// What `absent:` may do with objects a feed names no more, by its word; `zero` needs none, it follows from
  /// `quantityFields`.
  package var absences: [String: Absence] = [:]
  /// One name a job may map.
  package struct Field: Sendable {
    /// Its name in `fields:`.
    package var name: String
    /// What its values must be.
    package var type: FieldType
    /// One sentence for the docs.
    package var doc: String
    /// What an empty value means; nil where the type says it.
    package var empty: EmptyValue?
    /// The most characters (Unicode scalars) a text, or each text of a list, may have; nil is no limit.
    package var maxLength: Int?
    /// The most texts a list may have; nil is no limit.
    package var maxCount: Int?
    /// What its texts look like; nil where any text will do.
    package var form: TextForm?

    /// A field of an operation.
    package init(
      _ name: String, _ type: FieldType, _ doc: String, empty: EmptyValue? = nil,
      maxLength: Int? = nil, maxCount: Int? = nil
    ) {
      self.name = name
      self.type = type
      self.doc = doc
      self.empty = empty
      self.maxLength = maxLength
      self.maxCount = maxCount
    }
  }

  /// What an empty value of a file means.
  package enum EmptyValue: Sendable, Equatable {
    /// Its record is rejected.
    case missing
    /// Nothing is asked: as if the record did not have the field.
    case nothing
    /// The store's value is taken away.
    case cleared
  }

  /// Fields whose names a job makes up, e.g. `metafield.NAMESPACE.KEY`.
  package struct OpenFields: Sendable {
    /// What their names begin with, up to and with the first point.
    package var prefix: String
    /// What follows the prefix, for messages, e.g. `NAMESPACE.KEY`.
    package var rest: String
    /// One sentence for the docs.
    package var doc: String
    /// The field of that name; nil where the rest of the name is not as it must be.
    package var field: @Sendable (_ name: String) -> Field?

    /// Fields of such names.
    package init(
      prefix: String, rest: String, _ doc: String,
      field: @escaping @Sendable (_ name: String) -> Field?
    ) {
      self.prefix = prefix
      self.rest = rest
      self.doc = doc
      self.field = field
    }
  }

  /// Which value fields a job must map.
  package enum Values: Sendable {
    /// Exactly one of these.
    case oneOf([String])
    /// At least one of these.
    case atLeastOne([String])
    /// Any of these, or none: the key alone says what is wanted.
    case optional([String])

    /// All names.
    package var names: [String] {
      switch self {
      case .oneOf(let names), .atLeastOne(let names), .optional(let names): names
      }
    }
  }

  /// A read by id, batched: `nodes(ids:)`.
  package struct ReadBack: Sendable {
    /// The document; its only variable is `$ids: [ID!]!`.
    package var document: String
    /// The id to read for an intent.
    package var id: @Sendable (Intent) -> String
    /// The current values, by field name, in one node of the reply; nil where the node is null.
    package var values: @Sendable (JSON) -> [String: String?]?

    /// How to read objects back.
    package init(
      document: String, id: @escaping @Sendable (Intent) -> String,
      values: @escaping @Sendable (JSON) -> [String: String?]?
    ) {
      self.document = document
      self.id = id
      self.values = values
    }
  }
}

/// What several records of one object come to.
package enum Fold: Sendable, Equatable {
  /// Their whole numbers in this value field are added up, the first record's change carries the sum, and 0 changes
  /// nothing. The field's column in `objects` (and in `readBack`) is the quantity that is added to, so that
  /// `Intent.prior` holds it.
  case sum(String)
}

/// Streams of the mirror and which of their objects a change touches.
package struct Rereads: Sendable {
  /// The streams, e.g. `products`.
  package var streams: [String]
  /// The numeric id of the object that is read again; nil where there is none (yet).
  package var id: @Sendable (Intent) -> String?

  /// Objects of streams.
  package init(_ streams: String..., id: @escaping @Sendable (Intent) -> String?) {
    self.streams = streams
    self.id = id
  }
}

/// What a field's values must be; each has one canonical text, and comparison is on that.
package enum FieldType: Sendable, Equatable {
  /// Kept as it stands, leading zeros included.
  case text
  /// A whole number within limits; `1,000` and `1e3` are faults.
  case integer(ClosedRange<Int>)
  /// An exact decimal that is not negative, at most so many digits after the mark; canonical with two
  /// digits at least, e.g. `9.50`. Empty means: take the value away (`null`) where `isClearable`.
  case money(isClearable: Bool)
  /// Text of any length, e.g. a description in HTML; empty means: take the store's value away.
  case prose
  /// An exact decimal that is not negative, e.g. a weight; canonical without trailing zeros.
  case measure
  /// Yes or no; canonical `true` or `false`.
  case flag
  /// One of these words, upper and lower case alike; canonical as it stands here.
  case choice([String])
  /// Texts with commas between, e.g. tags; canonical a JSON array in the order of the file, each text once. Empty
  /// is the empty list.
  case list
  /// A moment; canonical RFC 3339 in UTC with whole seconds.
  case moment
  /// The numeric part of an id; `gid://shopify/Type/123` and `123` are the same.
  case id(type: String)
  /// A small mirror table's row, named by any of its names. The SQL gives `name, id`, the id canonical.
  case reference(sql: String)
}

/// What may be done after "sent, no answer" (reliability classes).
package enum RecoveryClass: String, Sendable, CaseIterable {
  /// A set: send again, then read what a mismatch says.
  case set = "A"
  /// Keyed: the same key and bytes again within 23 hours of the first send, as a set afterwards.
  case keyed = "B"
  /// A create without a key: look for our own marker first.
  case create = "C"
  /// A bulk operation: find it by its batch id.
  case bulk = "D"
  /// Money or mail: park.
  case never = "E"
}

/// How a batch is sent.
package enum Route: String, Sendable, CaseIterable {
  /// One request a batch, under the query cost bucket.
  case direct
  /// A line of a bulk operation a batch.
  case bulk
}

/// What became of the items of a request that user errors do not name while they name others.
package enum UnnamedItems: Sendable, Equatable {
  /// They are done: the mutation takes items one by one.
  case applied
  /// The reply does not tell: they are sent again, which must be harmless.
  case sentAgain
}

/// A user error, as far as it decides what becomes of the item it names. (schema: `DisplayableError`)
package struct Refusal: Sendable, Equatable {
  /// The error's code; nil for errors of the plain `UserError` type, which has none.
  package var code: String?
  /// Its path in the variables; empty where it names nothing.
  package var field: [String]
  /// Shopify's words. Decisions rest on them only where the type has no code.
  package var message: String

  /// A user error.
  package init(code: String?, field: [String] = [], message: String = "") {
    self.code = code
    self.field = field
    self.message = message
  }
}

/// What an item's user error asks for.
package enum ItemDecision: Sendable, Equatable {
  /// Its record is rejected with the store's words.
  case reject
  /// The compared value was stale: read again and decide again.
  case readAgain
  /// The same request is still running there: the same key and bytes again after a wait.
  case sameAgain
  /// The first attempt failed there: again with a new key.
  case newKey
  /// We contradict ourselves: park, and say that it is a bug.
  case park
  /// The store has already what is asked for, or says so: find out by the step's `look` or by reading back; what is
  /// as wanted is applied, the rest is rejected with the store's words.
  case look
  /// A limit of the day: the item stays planned and is sent again after so many hours.
  case later(hours: Int)
}

/// What one change asks, all values canonical text.
package struct Intent: Sendable, Hashable {
  /// The object's natural key, unique within the operation, e.g. `8089/3467`.
  package var object: String
  /// What the request needs to name it, by identity column.
  package var identity: [String: String]
  /// The wanted value of each field the job maps; nil clears it.
  package var desired: [String: String?]
  /// The value the plan was made from, of the same fields; nil means the store has none.
  package var prior: [String: String?]

  /// One intended effect on one object.
  package init(
    object: String, identity: [String: String], desired: [String: String?], prior: [String: String?]
  ) {
    self.object = object
    self.identity = identity
    self.desired = desired
    self.prior = prior
  }
}

extension Intent {
  /// The identity's name for the value that its record expects the object to have.
  package static let expected = "expected"
}

extension Operation {
  /// Whether its changes go through phases of their own.
  package var isPhased: Bool { steps.count > 1 || composition != nil }

  /// Whether the beginning of a file may be worked where the rest is missing: each record is an object of its own, and
  /// changes nothing more when the whole file comes. Not so where several make up one object, or are added up.
  package var takesBeginnings: Bool { composition == nil && folds == nil }

  /// The step of a phase.
  package func step(_ phase: Int) -> Step { steps[min(max(phase, 0), steps.count - 1)] }

  /// Every operation, in the order the docs list them.
  package static let all: [Operation] = [
    .stockSet, .stockAdjust, .inventoryActivate, .inventoryItemUpdate, .priceSet, .productSet,
    .productArchive, .productDelete, .variantSet, .variantDelete, .shipmentCreate,
    .shipmentUpdateTracking, .shipmentEvent, .shipmentCancel, .customerSet,
  ]

  /// The field of that name, declared or open; nil where there is none.
  package func field(named name: String) -> Field? {
    if let field = fields.first(where: { $0.name == name }) { return field }
    return openFields.first { name.hasPrefix($0.prefix) }?.field(name)
  }

  /// The operation of that name; nil where there is none.
  package static func named(_ name: String) -> Operation? { all.first { $0.name == name } }
}
