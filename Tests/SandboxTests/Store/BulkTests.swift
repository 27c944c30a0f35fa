// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Bulk operations` {
  static let runQuery = """
    mutation($q: String!) { bulkOperationRunQuery(query: $q) {
      bulkOperation { id status } userErrors { field message code } } }
    """
  static let runMutation = """
    mutation($m: String!, $p: String!) { bulkOperationRunMutation(mutation: $m, stagedUploadPath: $p) {
      bulkOperation { id status objectCount url query } userErrors { field message code } } }
    """
  static let read = """
    query($id: ID!) { bulkOperation(id: $id) {
      status errorCode objectCount rootObjectCount fileSize url partialDataUrl completedAt } }
    """
  static let prices = """
    mutation dray_7($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
      productVariantsBulkUpdate(productId: $id, variants: $variants, allowPartialUpdates: true) {
        userErrors { field message code } } }
    """

  /// Stages a file and answers its path.
  func stage(_ shop: TestShop, _ text: String, method: String = "POST") throws -> String {
    let reply = shop.run(
      """
      mutation { stagedUploadsCreate(input: [{resource: BULK_MUTATION_VARIABLES, filename: "x.jsonl",
        mimeType: "text/jsonl", httpMethod: \(method)}]) {
        stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }
      """)
    let target = try #require(reply.at("data.stagedUploadsCreate.stagedTargets.0"))
    var fields: [String: String] = [:]
    for parameter in target["parameters"]?.array ?? [] {
      fields[parameter["name"]?.string ?? ""] = parameter["value"]?.string
    }
    if method == "POST" {
      #expect(shop.store.receiveUpload(path: "", fields: fields, file: Array(text.utf8)).0 == 201)
      return try #require(fields["key"])
    }
    let url = try #require(target["url"]?.string)
    let path = String(url.dropFirst("http://127.0.0.1:1/staged/".count))
    #expect(shop.store.receiveUpload(path: path, fields: [:], file: Array(text.utf8)).0 == 200)
    return String(path.prefix { $0 != "?" })
  }

  /// Runs what is under way to its end.
  func finish(_ shop: TestShop) {
    for _ in 0..<100 where shop.store.isBusy {
      shop.pass(.milliseconds(200))
      shop.store.tick(shop.context())
    }
  }

  func start(_ shop: TestShop, _ query: String, fault: String? = nil) throws -> String {
    let reply = shop.run(Self.runQuery, ["q": .string(query)], fault: fault)
    #expect(reply.at("data.bulkOperationRunQuery.userErrors") == [])
    #expect(reply.at("data.bulkOperationRunQuery.bulkOperation.status")?.string == "CREATED")
    return try #require(reply.at("data.bulkOperationRunQuery.bulkOperation.id")?.string)
  }

  func state(_ shop: TestShop, _ id: String) throws -> JSON {
    try #require(shop.run(Self.read, ["id": .string(id)]).at("data.bulkOperation"))
  }

  func lines(_ shop: TestShop, _ url: JSON?) throws -> [JSON] {
    let url = try #require(url?.string)
    let path = String(url.dropFirst("http://127.0.0.1:1/bulk-results/".count))
    let bytes = try #require(shop.store.bulkResult(path: path))
    return try bytes.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: $0) }
  }

  @Test func `a query passes through its states and its nested rows follow their parents`() throws {
    let shop = try TestShop { $0.products = 250 }
    let id = try start(
      shop, "{ products { edges { node { id title variants { edges { node { id sku } } } } } } }")
    #expect(try state(shop, id)["status"]?.string == "CREATED")
    shop.pass(.milliseconds(160))
    shop.store.tick(shop.context())
    #expect(try state(shop, id)["status"]?.string == "RUNNING")
    finish(shop)
    let done = try state(shop, id)
    #expect(done["status"]?.string == "COMPLETED")
    #expect(done["objectCount"]?.string == "1250")
    #expect(done["rootObjectCount"]?.string == "250")
    let lines = try lines(shop, done["url"])
    #expect(lines.count == 1250)
    var seen: Set<String> = []
    for line in lines {
      if let parent = line["__parentId"]?.string { #expect(seen.contains(parent)) }
      seen.insert(line["id"]?.string ?? "")
      #expect(line["variants"] == nil)
    }
    #expect(seen.count == 1250)
  }

  @Test func `a query that finds nothing has no url`() throws {
    let shop = try TestShop()
    let id = try start(
      shop, #"{ products(query: "title:'no such thing'") { edges { node { id } } } }"#)
    finish(shop)
    let done = try state(shop, id)
    #expect(done["status"]?.string == "COMPLETED")
    #expect(done["url"] == .null)
    #expect(done["objectCount"]?.string == "0")
  }

  @Test(arguments: ["POST", "PUT"])
  func `a mutation runs each line alone and numbers its results`(_ method: String) throws {
    let shop = try TestShop()
    let file = (0..<12).map { product -> String in
      let variant = VariantNode.id(product == 3 ? 9999 : product * 4)
      return
        #"{"id":"\#(ProductNode.id(product))","variants":[{"id":"\#(variant)","price":"\#(product).50"}]}"#
    }.joined(separator: "\n")
    let path = try stage(shop, file + "\nnot json\n", method: method)
    let reply = shop.run(Self.runMutation, ["m": .string(Self.prices), "p": .string(path)])
    let id = try #require(
      reply.at("data.bulkOperationRunMutation.bulkOperation.id")?.string)
    #expect(
      reply.at("data.bulkOperationRunMutation.bulkOperation.query")?.string == Self.prices)
    finish(shop)
    let results = try lines(shop, try state(shop, id)["url"])
    let numbers = results.compactMap { $0["__lineNumber"]?.int }
    #expect(numbers.sorted() == Array(0...12))
    #expect(numbers != numbers.sorted())
    let unknown = results.first { $0["__lineNumber"] == 3 }
    #expect(
      unknown?.at("data.productVariantsBulkUpdate.userErrors.0.code")?.string
        == "PRODUCT_VARIANT_DOES_NOT_EXIST")
    #expect(results.first { $0["__lineNumber"] == 12 }?["errors"] != nil)
    #expect(shop.store.effects.count == 11)
    #expect(shop.store.assortment.price[44] == 1150)
  }

  @Test func `each line of a stock mutation carries its own key`() throws {
    let shop = try TestShop()
    let document = """
      mutation($input: InventorySetQuantitiesInput!, $key: String!) {
        inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { message } } }
      """
    let file = (1...3).map { number -> String in
      let input = `Setting stock`.input([
        `Setting stock`.quantity(shop.item(number), shop.location(1), 7, from: nil)
      ])
      return JSON.object([.init("input", input), .init("key", .string("k\(number)"))]).text
    }.joined(separator: "\n")
    let path = try stage(shop, file)
    _ = shop.run(Self.runMutation, ["m": .string(document), "p": .string(path)])
    finish(shop)
    #expect(Set(shop.store.effects.compactMap(\.key)) == ["k1", "k2", "k3"])
  }

  @Test func `a sixth operation is refused, naming the five`() throws {
    let shop = try TestShop()
    let query = "{ products { edges { node { id } } } }"
    let ids = try (0..<5).map { _ in try start(shop, query) }
    let reply = shop.run(Self.runQuery, ["q": .string(query)])
    #expect(
      reply.at("data.bulkOperationRunQuery.userErrors.0.message")?.string
        == "A bulk query operation for this app and shop is already in progress: "
        + ids.joined(separator: ", ") + ".")
    finish(shop)
    _ = try start(shop, query)
  }

  @Test func `a cancelled operation ends without a result; a finished one cannot be cancelled`()
    throws
  {
    let shop = try TestShop()
    let cancel =
      "mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { field message } } }"
    let id = try start(shop, "{ products { edges { node { id } } } }")
    let answer = shop.run(cancel, ["id": .string(id)])
    #expect(answer.at("data.bulkOperationCancel.bulkOperation.status")?.string == "CANCELING")
    finish(shop)
    #expect(try state(shop, id)["status"]?.string == "CANCELED")
    #expect(try state(shop, id)["completedAt"] == .null)
    let done = try start(shop, "{ products { edges { node { id } } } }")
    finish(shop)
    let late = shop.run(cancel, ["id": .string(done)])
    #expect(
      late.at("data.bulkOperationCancel.userErrors.0.message")?.string
        == "A bulk operation cannot be canceled when it is completed")
    let unknown = shop.run(cancel, ["id": "gid://shopify/BulkOperation/0"])
    #expect(
      unknown.at("data.bulkOperationCancel.userErrors.0.message")?.string
        == "Bulk operation does not exist")
  }

  @Test(arguments: ["bulk-fail", "bulk-cut", "bulk-expired"])
  func `a scripted fault spoils the operation`(_ fault: String) throws {
    let shop = try TestShop { $0.products = 250 }
    let id = try start(shop, "{ products { edges { node { id } } } }", fault: fault)
    finish(shop)
    let done = try state(shop, id)
    switch fault {
    case "bulk-fail":
      #expect(done["status"]?.string == "FAILED")
      #expect(done["errorCode"]?.string == "INTERNAL_SERVER_ERROR")
      #expect(done["url"] == .null)
      #expect(try lines(shop, done["partialDataUrl"]).count == 100)
    case "bulk-cut":
      #expect(done["status"]?.string == "COMPLETED")
      #expect(throws: JSONSyntaxError.self) { try lines(shop, done["url"]) }
    default:
      #expect(done["status"]?.string == "EXPIRED")
      #expect(done["url"] == .null)
    }
  }

  struct Refusal: CustomTestStringConvertible {
    var testDescription: String
    var document: String
    var path: String?
    var field: JSON = .null
    var message: String
    var code: JSON
  }

  static let refusals = [
    Refusal(
      testDescription: "a document that cannot be read", document: "mutation { not real syntax",
      message:
        "Failed to parse the mutation - syntax error, unexpected end of file at [1, 21]",
      code: "INVALID_MUTATION"),
    Refusal(
      testDescription: "a query", document: "query { products { edges { node { id } } } }",
      message: "Invalid operation type. Only `mutation` operations are supported.",
      code: "INVALID_MUTATION"),
    Refusal(
      testDescription: "a bulk mutation within",
      document:
        "mutation M($m: String!, $p: String!) { bulkOperationRunMutation(mutation: $m, stagedUploadPath: $p) { userErrors { field } } }",
      field: ["mutation"], message: "You must use an allowed mutation name.", code: .null),
    Refusal(
      testDescription: "a file that is not there", document: prices, path: "tmp/none",
      message:
        "The JSONL file could not be found. Try uploading the file again, and check that you've entered the URL correctly for the stagedUploadPath mutation argument.",
      code: "NO_SUCH_FILE"),
  ]

  @Test(arguments: refusals)
  func `a mutation that may not run is refused in Shopify's words`(_ refusal: Refusal) throws {
    let shop = try TestShop()
    let reply = shop.run(
      Self.runMutation,
      ["m": .string(refusal.document), "p": .string(refusal.path ?? "valid")])
    let error = reply.at("data.bulkOperationRunMutation.userErrors.0")
    #expect(error?["message"]?.string == refusal.message)
    #expect(error?["field"] == refusal.field)
    #expect(error?["code"] == refusal.code)
    #expect(reply.at("data.bulkOperationRunMutation.bulkOperation") == .null)
  }

  @Test func `an empty file is refused`() throws {
    let shop = try TestShop()
    let path = try stage(shop, "", method: "PUT")
    let reply = shop.run(Self.runMutation, ["m": .string(Self.prices), "p": .string(path)])
    #expect(
      reply.at("data.bulkOperationRunMutation.userErrors.0.message")?.string
        == "The input file is empty.")
  }

  @Test func `an upload without its policy is refused`() throws {
    let shop = try TestShop()
    let path = try stage(shop, "{}")
    #expect(shop.store.receiveUpload(path: "", fields: ["key": path], file: [1]).0 == 403)
    #expect(shop.store.receiveUpload(path: "nowhere", fields: [:], file: [1]).0 == 403)
  }
}
