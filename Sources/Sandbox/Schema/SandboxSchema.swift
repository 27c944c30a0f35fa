// SPDX-License-Identifier: Apache-2.0

/// The excerpt of Shopify's Admin schema that the sandbox serves.
enum SandboxSchema {
  /// The whole excerpt.
  static var sdl: String {
    let root = "schema {\n  query: QueryRoot\n  mutation: Mutation\n}"
    return ([root] + parts).joined(separator: "\n\n") + "\n"
  }

  private static var parts: [String] {
    [
      roots, inputs, productInputs, products, productPayloads, media, metafields, publications,
      inventory, orders, orderParts, customers, fulfillments, sales, bulkOperations,
    ]
  }

  /// Mutations that refuse to run without `@idempotent` (required from API version 2026-04 on).
  static let idempotentMutations: Set<String> = [
    "inventoryActivate", "inventoryAdjustQuantities", "inventoryMoveQuantities",
    "inventorySetOnHandQuantities", "inventorySetQuantities", "inventoryShipmentAddItems",
    "inventoryShipmentCreate", "inventoryShipmentCreateInTransit", "inventoryShipmentReceive",
    "inventoryTransferCreate", "inventoryTransferCreateAsReadyToShip", "inventoryTransferDuplicate",
    "inventoryTransferSetItems", "locationActivate", "locationDeactivate", "refundCreate",
  ]

  /// Input fields that may be null but not left out.
  static let presentFields = [
    "InventoryQuantityInput": ["changeFromQuantity"],
    "InventoryChangeInput": ["changeFromQuantity"],
  ]
}
