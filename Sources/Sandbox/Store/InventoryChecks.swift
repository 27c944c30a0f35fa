// SPDX-License-Identifier: Apache-2.0

import Tables

/// The checks that setting and adjusting quantities share, in Shopify's words.
enum InventoryChecks {
  /// Whether reason and reference document are as they may be; what is wrong is added to the errors.
  static func areRight(reasonAndDocumentOf input: JSON, _ errors: inout UserErrors) -> Bool {
    guard InventorySetQuantities.reasons.contains(input["reason"]?.string ?? "") else {
      errors.add(
        ["input", "reason"],
        "The specified reason is invalid. Valid values are: "
          + InventorySetQuantities.reasons.joined(separator: ", ") + ".",
        code: "INVALID_REASON")
      return false
    }
    if let uri = input["referenceDocumentUri"]?.string, !uri.contains("://") {
      errors.add(
        ["input", "referenceDocumentUri"], "The specified reference document is invalid.",
        code: "INVALID_REFERENCE_DOCUMENT")
      return false
    }
    return true
  }

  /// The item and the location an entry of the input names; nil where either is not there.
  static func level(
    of entry: JSON, in store: Store, _ refuse: (String, String, String) -> Void
  ) -> (item: Int, location: Int)? {
    let item = GlobalID.index(
      entry["inventoryItemId"]?.string, "InventoryItem", GlobalID.Base.item
    ).flatMap { store.assortment.holds($0) ? $0 : nil }
    let location = GlobalID.index(
      entry["locationId"]?.string, "Location", GlobalID.Base.location
    ).flatMap { store.stock.locations.indices.contains($0) ? $0 : nil }
    if item == nil {
      refuse(
        "inventoryItemId", "The specified inventory item could not be found.",
        "INVALID_INVENTORY_ITEM")
    }
    if location == nil {
      refuse("locationId", "The specified location could not be found.", "INVALID_LOCATION")
    }
    guard let item, let location else { return nil }
    return (item, location)
  }
}
