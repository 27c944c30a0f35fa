// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

/// A document or its variables, and how they are refused.
struct Refusal: CustomTestStringConvertible {
  var name: String
  var document: String
  var variables: JSON = [:]
  var code: String?
  var message: String
  var path: JSON?

  var testDescription: String { name }

  static let documents: [Refusal] = [
    Refusal(
      name: "a field that a type does not have",
      document: "mutation M { stagedUploadsCreate(input: []) { userErrors { code } } }",
      code: "undefinedField", message: "Field 'code' doesn't exist on type 'UserError'",
      path: ["mutation M", "stagedUploadsCreate", "userErrors", "code"]),
    Refusal(
      name: "an argument that a field does not take",
      document: "{ products(frist: 1) { nodes { id } } }", code: "argumentNotAccepted",
      message: "Field 'products' doesn't accept argument 'frist'",
      path: ["query", "products", "frist"]),
    Refusal(
      name: "an argument that is missing", document: "{ order { id } }",
      code: "missingRequiredArguments", message: "Field 'order' is missing required arguments: id",
      path: ["query", "order"]),
    Refusal(
      name: "null for an argument that must be there",
      document: "query Q { order(id: null) { id } }",
      code: "argumentLiteralsIncompatible",
      message: "Argument 'id' on Field 'order' has an invalid value (null). Expected type 'ID!'.",
      path: ["query Q", "order", "id"]),
    Refusal(
      name: "an input's field that is not known",
      document:
        "mutation M { stagedUploadsCreate(input: [{resource: BULK_MUTATION_VARIABLES, filename: \"a\", mimeType: \"b\", size: 1}]) { userErrors { message } } }",
      code: "argumentNotAccepted",
      message: "InputObject 'StagedUploadInput' doesn't accept argument 'size'",
      path: ["mutation M", "stagedUploadsCreate", "input", "size"]),
    Refusal(
      name: "an input's field that is missing",
      document:
        "mutation M { stagedUploadsCreate(input: [{resource: BULK_MUTATION_VARIABLES, filename: \"a\"}]) { userErrors { message } } }",
      code: "missingRequiredInputObjectAttribute",
      message:
        "Argument 'mimeType' on InputObject 'StagedUploadInput' is required. Expected type String!",
      path: ["mutation M", "stagedUploadsCreate", "input", "mimeType"]),
    Refusal(
      name: "the directive on the operation instead of the field",
      document:
        "mutation M($i: InventorySetQuantitiesInput!) @idempotent(key: \"k\") { inventorySetQuantities(input: $i) { userErrors { code } } }",
      code: "directiveCannotBeApplied",
      message: "'@idempotent' can't be applied to mutations (allowed: fields)"),
    Refusal(
      name: "an object without selections", document: "{ shop }", code: "selectionMismatch",
      message:
        "Field must have selections (field 'shop' returns Shop but has no selections. Did you mean 'shop { ... }'?)"
    ),
    Refusal(
      name: "a variable that nothing declares", document: "query Q { order(id: $id) { id } }",
      code: "variableNotDefined", message: "Variable $id is used by Q but not declared"),
    Refusal(
      name: "a variable that nothing uses", document: "query Q($id: ID!) { shop { id } }",
      code: "variableNotUsed", message: "Variable $id is declared by Q but not used"),
    Refusal(
      name: "a variable of the wrong type",
      document: "query Q($id: String!) { order(id: $id) { id } }", code: "variableMismatch",
      message: "Type mismatch on variable $id and argument id (String! / ID!)"),
    Refusal(
      name: "a fragment on another type", document: "{ shop { ... on Order { id } } }",
      code: "cannotSpreadFragment", message: "Fragment on Order can't be spread inside Shop"),
    Refusal(
      name: "no GraphQL at all", document: "{ shop { id }", code: "PARSE_ERROR",
      message: "syntax error, Unexpected end of document"),
  ]

  static let variables: [Refusal] = [
    Refusal(
      name: "null for a variable that must be there",
      document: "query($id: ID!) { order(id: $id) { id } }", variables: ["id": nil],
      code: "INVALID_VARIABLE", message: "Variable $id of type ID! was provided invalid value"),
    Refusal(
      name: "a field that the input does not have", document: stock,
      variables: [
        "input": ["name": "available", "reason": "correction", "quantities": [], "x": 1]
      ],
      code: "INVALID_VARIABLE",
      message:
        "Variable $input of type InventorySetQuantitiesInput! was provided invalid value for x (Field is not defined on InventorySetQuantitiesInput)"
    ),
    Refusal(
      name: "a missing field deep within", document: stock,
      variables: [
        "input": [
          "name": "available", "reason": "correction",
          "quantities": [["inventoryItemId": "gid://shopify/InventoryItem/1", "quantity": 1]],
        ]
      ],
      code: "INVALID_VARIABLE",
      message:
        "Variable $input of type InventorySetQuantitiesInput! was provided invalid value for quantities.0.locationId (Expected value to not be null)"
    ),
    Refusal(
      name: "more than 250 items", document: stock,
      variables: [
        "input": [
          "name": "available", "reason": "correction",
          "quantities": .array(Array(repeating: item, count: 251)),
        ]
      ],
      code: "MAX_INPUT_SIZE_EXCEEDED",
      message: "The input array size of 251 is greater than the maximum allowed of 250.",
      path: ["inventorySetQuantities", "input", "quantities"]),
    Refusal(
      name: "changeFromQuantity left out", document: stock,
      variables: [
        "input": ["name": "available", "reason": "correction", "quantities": [item]]
      ],
      code: "INVALID_FIELD_ARGUMENTS",
      message: "InventoryQuantityInput must include the following argument: changeFromQuantity.",
      path: ["inventorySetQuantities"]),
    Refusal(
      name: "no idempotency key",
      document:
        "mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) { userErrors { code } } }",
      variables: ["input": ["name": "available", "reason": "correction", "quantities": []]],
      code: "BAD_REQUEST",
      message: "The @idempotent directive is required for this mutation but was not provided.",
      path: ["inventorySetQuantities"]),
    Refusal(
      name: "a connection without a size", document: "{ products { nodes { id } } }",
      code: "BAD_REQUEST", message: "you must provide one of first or last", path: ["products"]),
  ]

  static let stock =
    "mutation($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) @idempotent(key: \"k\") { userErrors { code } } }"
  static let item: JSON = [
    "inventoryItemId": "gid://shopify/InventoryItem/1", "locationId": "gid://shopify/Location/1",
    "quantity": 1,
  ]
}

@Suite struct `Documents and variables` {
  @Test(arguments: Refusal.documents)
  func `a document that does not fit the schema is refused in Shopify's words`(_ refusal: Refusal)
    throws
  {
    let shop = try TestShop()
    let reply = shop.run(refusal.document)
    #expect(reply.at("errors.0.message") == .string(refusal.message))
    #expect(reply.at("errors.0.extensions.code")?.string == refusal.code)
    if let path = refusal.path { #expect(reply.at("errors.0.path") == path) }
    #expect(reply["data"] == nil)
  }

  @Test(arguments: Refusal.variables)
  func `values that may not be are refused in Shopify's words`(_ refusal: Refusal) throws {
    let shop = try TestShop()
    let reply = shop.run(refusal.document, refusal.variables)
    #expect(reply.at("errors.0.message") == .string(refusal.message))
    #expect(reply.at("errors.0.extensions.code")?.string == refusal.code)
    if let path = refusal.path { #expect(reply.at("errors.0.path") == path) }
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `aliases, fragments, include and skip decide what is answered`() throws {
    let shop = try TestShop()
    let reply = shop.run(
      """
      query Q($no: Boolean!) {
        one: shop { ...Name } two: shop { ... on Node { id } name @skip(if: $no) }
        gone: shop @include(if: false) { id }
      }
      fragment Name on Shop { __typename name @include(if: true) }
      """, ["no": true])
    #expect(reply.at("data.one.__typename") == "Shop")
    #expect(reply.at("data.one.name")?.string != nil)
    #expect(reply.at("data.two")?.members?.map(\.name) == ["id"])
    #expect(reply.at("data.gone") == nil)
    #expect(reply["errors"] == nil)
  }

  @Test func `pages follow one another without gap or double`() throws {
    let shop = try TestShop()
    var ids: [String?] = []
    var cursor = JSON.null
    var more = true
    while more {
      let reply = shop.run(
        """
        query($after: String) { productVariants(first: 7, after: $after) {
          edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }
        """, ["after": cursor])
      let edges = try #require(reply.at("data.productVariants.edges")?.array)
      ids += edges.map { $0.at("node.id")?.string }
      cursor = try #require(reply.at("data.productVariants.pageInfo.endCursor"))
      more = reply.at("data.productVariants.pageInfo.hasNextPage") == true
    }
    #expect(ids.count == 48)
    #expect(Set(ids).count == 48)
  }
}
