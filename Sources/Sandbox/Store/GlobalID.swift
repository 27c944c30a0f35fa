// SPDX-License-Identifier: Apache-2.0

/// A global id, `gid://shopify/TYPE/NUMBER`, and the ranges of numbers the sandbox gives out.
struct GlobalID: Hashable {
  var type: String
  var number: Int
  /// The `inventory_item_id` of an inventory level.
  var item: Int?

  init?(_ text: String) {
    let prefix = "gid://shopify/"
    guard text.hasPrefix(prefix) else { return nil }
    let parts = text.dropFirst(prefix.count).split(separator: "/")
    guard parts.count == 2 else { return nil }
    let tail = parts[1].split(separator: "?", maxSplits: 1)
    guard let first = tail.first, let number = Int(first) else { return nil }
    type = String(parts[0])
    self.number = number
    if tail.count == 2, tail[1].hasPrefix("inventory_item_id=") {
      item = Int(tail[1].dropFirst("inventory_item_id=".count))
    }
  }

  /// Where each type's numbers begin: an object's number is this plus its index.
  enum Base {
    static let shop = 92_891_250_994
    static let location = 106_318_430_500
    static let product = 10_222_000_000_000
    static let variant = 51_381_000_000_000
    static let item = 53_486_000_000_000
    static let level = 143_273_034_000
    static let order = 6_834_000_000_000
    static let line = 16_200_000_000_000
    static let transaction = 8_400_000_000_000
    static let refund = 1_015_000_000_000
    static let refundLine = 702_000_000_000
    static let fulfillment = 6_100_000_000_000
    static let fulfillmentLine = 17_000_000_000_000
    static let fulfillmentEvent = 35_800_000_000_000
    static let fulfillmentOrder = 9_650_000_000_000
    static let fulfillmentOrderLine = 19_450_000_000_000
    static let fulfillmentHold = 291_000_000_000
    static let shippingLine = 5_400_000_000_000
    static let refundShippingLine = 310_000_000_000
    static let orderAdjustment = 240_000_000_000
    static let orderReturn = 14_700_000_000
    static let returnLine = 22_400_000_000
    static let agreement = 7_100_000_000_000
    static let sale = 25_600_000_000_000
    static let customer = 9_020_000_000_000
    static let customerAddress = 10_310_000_000_000
    static let adjustment = 54_640_000_000_000
    static let media = 44_070_000_000_000
    static let metafield = 47_300_000_000_000
    static let definition = 196_500_000_000
    static let publication = 268_039_389_490
    static let bulk = 7_930_000_000_000
  }

  static func text(_ type: String, _ number: Int) -> String { "gid://shopify/\(type)/\(number)" }

  /// The index of an object of one type; nil where the id is another type's or lies before its base.
  static func index(_ text: String?, _ type: String, _ base: Int) -> Int? {
    guard let text, let id = GlobalID(text), id.type == type, id.number >= base else { return nil }
    return id.number - base
  }
}
