// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Mirror

struct ObjectMembersTests {
  private func shown(_ object: String, _ name: String) throws -> String? {
    var members = ObjectMembers()
    return try Array(object.utf8).withUnsafeBytes { bytes in
      guard members.take(bytes) else { return nil }
      return switch try members.value(of: ObjectMembers.Name(name)) {
      case .null: "null"
      case .integer(let number): "int \(number)"
      case .real(let number): "real \(number)"
      case .text(let text): "text \(String(decoding: text, as: UTF8.self))"
      case .decoded(let text): "decoded \(text)"
      }
    }
  }

  @Test(arguments: [
    ("a", "text x"), ("b", "int 12"), ("c", "real 0.19"), ("d", "int 1"), ("e", "int 0"),
    ("f", "null"), ("g", #"text {"a":"}","b":[1,{"c":"]"}]}"#), ("h", "text [ ]"),
    ("i", "decoded a\"ü\n"), ("j", "text "), ("a2", "null"), ("k", "int -5"),
    ("l", "decoded gid://shopify/Order/7"),
  ])
  func `members are found as SQLite would read them`(_ name: String, _ value: String) throws {
    let object = #"""
      { "a" : "x","b":12,"c":0.19,"d":true, "e":false,"f":null,"g":{"a":"}","b":[1,{"c":"]"}]},
        "h":[ ], "i":"a\"\u00fc\n","j":"","k":-5,"l":"gid:\/\/shopify\/Order\/7" }
      """#
    #expect(try shown(object, name) == value)
  }

  @Test(arguments: [
    "", "{", "[1]", #"{"a"}"#, #"{"a":}"#, #"{"a":"x"#, #"{"a":1,"#, #"{"a":{"b":1}"#, "null",
  ])
  func `what is no whole object is none`(_ text: String) throws {
    #expect(try shown(text, "a") == nil)
  }

  @Test(arguments: [
    ("gid(:line ->> '$.a.b[0].c')", "gid(:a ->> '$.b[0].c')"),
    ("nullif(:line ->> '$.sku', '')", "nullif(:sku, '')"),
    (":line ->> '$.list[0].name'", ":list ->> '$[0].name'"),
    ("json_each(:line, '$.tags')", "json_each(:tags)"),
    ("json_each(:line, '$.risk.assessments')", "json_each(:risk, '$.assessments')"),
    ("json_array_length(:line, '$.x')", "json_array_length(:x)"),
    ("value ->> '$.id'", "value ->> '$.id'"), (":line -> '$.a'", ":line -> '$.a'"),
    ("gid(:line ->> '$.__parentId')", "gid(:__parentId)"),
  ])
  func `paths become members`(_ sql: String, _ members: String) {
    #expect(ObjectStatement.byMember(sql) == members)
  }
}
