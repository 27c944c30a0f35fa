// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Setting stock` {
  static let document = """
    mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
      inventorySetQuantities(input: $input) @idempotent(key: $key) {
        inventoryAdjustmentGroup { reason changes { name delta quantityAfterChange location { name } } }
        userErrors { field message code }
      }
    }
    """

  static func input(_ quantities: [JSON], name: String = "available", reason: String = "correction")
    -> JSON
  {
    ["name": .string(name), "reason": .string(reason), "quantities": .array(quantities)]
  }

  static func quantity(_ item: String, _ location: String, _ quantity: Int, from: Int?) -> JSON {
    [
      "inventoryItemId": .string(item), "locationId": .string(location), "quantity": JSON(quantity),
      "changeFromQuantity": from.map { JSON($0) } ?? .null,
    ]
  }

  func set(_ shop: TestShop, _ quantities: [JSON], key: String = "k", name: String = "available")
    -> JSON
  {
    let reply = shop.run(
      Self.document, ["input": Self.input(quantities, name: name), "key": .string(key)])
    return reply.at("data.inventorySetQuantities") ?? reply
  }

  @Test func `available moves on_hand by the same delta, shown as available first`() throws {
    let shop = try TestShop()
    let (one, two) = (shop.available(1, 1), shop.available(2, 1))
    let answer = set(
      shop,
      [
        Self.quantity(shop.item(1), shop.location(1), one + 4, from: one),
        Self.quantity(shop.item(2), shop.location(1), two + 8, from: nil),
      ])
    #expect(answer.at("userErrors") == [])
    let changes = answer.at("inventoryAdjustmentGroup.changes")?.array ?? []
    #expect(changes.map { $0["name"] } == ["available", "available", "on_hand", "on_hand"])
    #expect(changes.map { $0["delta"]?.int } == [4, 8, 4, 8])
    #expect(changes.allSatisfy { $0["quantityAfterChange"] == .null })
    #expect(shop.available(1, 1) == one + 4)
    #expect(shop.store.effects.count == 2)
    #expect(shop.store.effects[0].key == "k")
    #expect(shop.store.effects[0].before["available"]?.int == one)
    #expect(shop.store.effects[0].after["on_hand"]?.int == one + 4)
  }

  struct Refusal: CustomTestStringConvertible {
    var testDescription: String
    var name = "available"
    var item = 1
    var location = 1
    var quantity = 3
    var stale = false
    var field: [String]
    var code: String
    var message: String
  }

  static let refusals = [
    Refusal(
      testDescription: "a name other than available and on_hand", name: "damaged",
      field: ["input", "name"], code: "INVALID_NAME",
      message: "The quantity name must be either 'available' or 'on_hand'."),
    Refusal(
      testDescription: "an unknown item", item: 999,
      field: ["input", "quantities", "0", "inventoryItemId"], code: "INVALID_INVENTORY_ITEM",
      message: "The specified inventory item could not be found."),
    Refusal(
      testDescription: "an unknown location", location: 99,
      field: ["input", "quantities", "0", "locationId"], code: "INVALID_LOCATION",
      message: "The specified location could not be found."),
    Refusal(
      testDescription: "an item not stocked there", item: 5, location: 3,
      field: ["input", "quantities", "0", "locationId"], code: "ITEM_NOT_STOCKED_AT_LOCATION",
      message: "The specified inventory item is not stocked at the location."),
    Refusal(
      testDescription: "too much", quantity: 1_000_000_001,
      field: ["input", "quantities", "0", "quantity"], code: "INVALID_QUANTITY_TOO_HIGH",
      message: "The quantity can't be higher than 1,000,000,000."),
    Refusal(
      testDescription: "too little", quantity: -1_000_000_001,
      field: ["input", "quantities", "0", "quantity"], code: "INVALID_QUANTITY_TOO_LOW",
      message: "The quantity can't be lower than -1,000,000,000."),
    Refusal(
      testDescription: "less than nothing on hand", name: "on_hand", quantity: -5,
      field: ["input", "quantities", "0", "quantity"], code: "INVALID_QUANTITY_NEGATIVE",
      message: "The quantity can't be negative."),
    Refusal(
      testDescription: "another quantity than expected", stale: true,
      field: ["input", "quantities", "0", "changeFromQuantity"], code: "CHANGE_FROM_QUANTITY_STALE",
      message: "The changeFromQuantity value does not match persisted value."),
  ]

  @Test(arguments: refusals)
  func `a refused item is named and nothing changes`(_ refusal: Refusal) throws {
    let shop = try TestShop()
    let before = shop.available(2, 1)
    let answer = set(
      shop,
      [
        Self.quantity(
          shop.item(refusal.item), shop.location(refusal.location), refusal.quantity,
          from: refusal.stale ? shop.available(1, 1) + 1 : nil),
        Self.quantity(shop.item(2), shop.location(1), before + 1, from: before),
      ], name: refusal.name)
    let error = answer.at("userErrors.0")
    #expect(error?["field"] == .array(refusal.field.map { .string($0) }))
    #expect(error?["code"]?.string == refusal.code)
    #expect(error?["message"]?.string == refusal.message)
    #expect(answer["inventoryAdjustmentGroup"] == .null)
    #expect(shop.available(2, 1) == before)
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `the option partialStock applies the good items beside a refused one`() throws {
    let shop = try TestShop { $0.partialStock = true }
    let before = shop.available(2, 1)
    let answer = set(
      shop,
      [
        Self.quantity(shop.item(999), shop.location(1), 1, from: nil),
        Self.quantity(shop.item(2), shop.location(1), before + 1, from: before),
      ])
    #expect(answer.at("userErrors")?.array?.count == 1)
    #expect(shop.available(2, 1) == before + 1)
    #expect(shop.store.effects.count == 1)
  }

  @Test func `a pair given twice is refused at both places`() throws {
    let shop = try TestShop()
    let answer = set(
      shop,
      [1, 2].map { Self.quantity(shop.item(1), shop.location(1), $0, from: nil) })
    #expect(
      answer.at("userErrors")?.array?.compactMap { $0.at("field.2")?.string } == ["0", "1"])
    #expect(
      answer.at("userErrors.1.code")?.string == "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR")
  }

  @Test func `a key's replay does not run again and answers alike`() throws {
    let shop = try TestShop()
    let before = shop.available(1, 1)
    let quantities = [Self.quantity(shop.item(1), shop.location(1), before + 5, from: before)]
    let first = set(shop, quantities)
    let again = set(shop, quantities)
    #expect(first == again)
    #expect(shop.store.effects.count == 1)
  }

  @Test func `a key with other input is refused`() throws {
    let shop = try TestShop()
    _ = set(shop, [Self.quantity(shop.item(1), shop.location(1), 5, from: nil)])
    let other = set(shop, [Self.quantity(shop.item(1), shop.location(1), 6, from: nil)])
    #expect(other.at("userErrors.0.code")?.string == "IDEMPOTENCY_KEY_PARAMETER_MISMATCH")
    #expect(other.at("userErrors.0.field") == .null)
    #expect(shop.available(1, 1) == 5)
  }

  @Test func `a key of a refused call is spent`() throws {
    let shop = try TestShop()
    let quantities = [Self.quantity(shop.item(999), shop.location(1), 5, from: nil)]
    _ = set(shop, quantities)
    let again = set(shop, quantities)
    #expect(again.at("userErrors.0.code")?.string == "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED")
  }

  @Test func `a key is forgotten after 24 hours`() throws {
    let shop = try TestShop()
    let quantities = [Self.quantity(shop.item(1), shop.location(1), 5, from: nil)]
    _ = set(shop, quantities)
    shop.pass(.seconds(86_400))
    _ = set(shop, quantities)
    #expect(shop.store.effects.count == 2)
  }

  @Test func `the directive and changeFromQuantity are required`() throws {
    let shop = try TestShop()
    let bare = shop.run(
      """
      mutation($input: InventorySetQuantitiesInput!) {
        inventorySetQuantities(input: $input) { userErrors { message } }
      }
      """,
      [
        "input": Self.input([Self.quantity(shop.item(1), shop.location(1), 5, from: nil)])
      ])
    #expect(
      bare.at("errors.0.message")?.string
        == "The @idempotent directive is required for this mutation but was not provided.")
    #expect(bare.at("data.inventorySetQuantities") == .null)
    let missing = shop.run(
      Self.document,
      [
        "input": Self.input([
          [
            "inventoryItemId": .string(shop.item(1)), "locationId": .string(shop.location(1)),
            "quantity": 1,
          ]
        ]), "key": "k",
      ])
    #expect(
      missing.at("errors.0.message")?.string
        == "InventoryQuantityInput must include the following argument: changeFromQuantity.")
    #expect(missing.at("errors.0.extensions.code")?.string == "INVALID_FIELD_ARGUMENTS")
  }
}

@Suite struct `Activating stock` {
  func activate(_ shop: TestShop, item: Int, at location: Int, _ more: String, key: String = "a")
    -> JSON
  {
    let reply = shop.run(
      """
      mutation {
        inventoryActivate(inventoryItemId: "\(shop.item(item))", locationId: "\(shop.location(location))" \(more))
          @idempotent(key: "\(key)") {
          inventoryLevel { id isActive quantities(names: ["available", "on_hand"]) { name quantity updatedAt } }
          userErrors { field message }
        }
      }
      """)
    return reply.at("data.inventoryActivate") ?? reply
  }

  @Test func `an item is stocked with what is on hand`() throws {
    let shop = try TestShop()
    let answer = activate(shop, item: 5, at: 3, "onHand: 50")
    #expect(answer.at("userErrors") == [])
    #expect(answer.at("inventoryLevel.quantities.0.quantity")?.int == 50)
    #expect(answer.at("inventoryLevel.quantities.1.updatedAt") == .null)
    #expect(
      answer.at("inventoryLevel.id")?.string?.hasSuffix("?inventory_item_id=53486000000004") == true
    )
    #expect(shop.store.effects.first?.before == .null)
  }

  static let refusals: [(item: Int, location: Int, more: String, messages: [String])] = [
    (
      5, 3, "available: 10, onHand: 20",
      Array(
        repeating:
          "The product couldn't be stocked at München because not allowed to set available and on_hand quantities at the same time.",
        count: 2)
    ),
    (
      1, 1, "onHand: 5",
      ["Not allowed to set an on_hand quantity when the item is already active at the location."]
    ),
    (
      1, 1, "available: 5",
      ["Not allowed to set available quantity when the item is already active at the location."]
    ),
    (
      5, 3, "onHand: 1000000001",
      [
        "The product couldn't be stocked at München because the quantity needs to be between -1 billion and 1 billion."
      ]
    ),
    (999, 1, "", ["The product couldn't be stocked at Berlin because the product was deleted."]),
    (1, 99, "", ["The product couldn't be stocked because the location wasn't found."]),
  ]

  @Test(arguments: refusals.indices)
  func `what cannot be stocked is told in Shopify's words`(_ index: Int) throws {
    let refusal = Self.refusals[index]
    let shop = try TestShop()
    let answer = activate(shop, item: refusal.item, at: refusal.location, refusal.more)
    #expect(
      answer.at("userErrors")?.array?.compactMap { $0["message"]?.string } == refusal.messages)
    #expect(shop.store.effects.isEmpty)
  }
}
