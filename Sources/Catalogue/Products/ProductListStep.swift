// SPDX-License-Identifier: Apache-2.0

import Tables

/// The requests that give one product a list, or take it away. Each may be sent again without harm.
enum ProductListStep {
  /// Tags, those of the identity's key `key`.
  static func tags(_ name: String, root: String, of key: String, look: Look) -> Step {
    step(name, root: root, argument: "tags", type: "String", look: look) { intent in
      FieldType.texts(ofList: intent.identity[key]).map(JSON.string)
    }
  }

  /// Sales channels, those of the identity's key `key`.
  static func channels(_ name: String, root: String, of key: String, look: Look) -> Step {
    step(name, root: root, argument: "input", type: "PublicationInput", look: look) { intent in
      RemovalSteps.ids(intent.identity[key]).map {
        ["publicationId": .string("gid://shopify/Publication/\($0)")]
      }
    }
  }

  private static func step(
    _ name: String, root: String, argument: String, type: String, look: Look,
    list: @escaping @Sendable (Intent) -> [JSON]
  ) -> Step {
    Step(
      name: name, root: root,
      document: """
        mutation dray_BATCH($id: ID!, $\(argument): [\(type)!]!) {
          \(root)(id: $id, \(argument): $\(argument)) { userErrors { field message } }
        }
        """,
      recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
      item: { .array(list($0)) },
      variables: { intents, items, _ in
        ["id": ProductInput.gid(intents.first), "\(argument)": items.first ?? .null]
      },
      itemPath: [argument], unnamed: .sentAgain, decide: { _ in .reject }, look: look)
  }
}
