// SPDX-License-Identifier: Apache-2.0

/// The ids of options and of their values: made of the product, the option's place and the value's place.
enum OptionID {
  static func option(_ product: Int, _ position: Int) -> String {
    GlobalID.text("ProductOption", (GlobalID.Base.product + product) * 4 + position)
  }

  static func value(_ product: Int, _ position: Int, _ value: Int) -> String {
    GlobalID.text(
      "ProductOptionValue", ((GlobalID.Base.product + product) * 4 + position) * 4096 + value)
  }

  /// The place of an option of this product.
  static func position(_ id: String, of product: Int) -> Int? {
    guard let id = GlobalID(id), id.type == "ProductOption",
      id.number / 4 == GlobalID.Base.product + product
    else { return nil }
    return id.number % 4
  }

  /// The value an id names among those of a product.
  static func value(_ id: String, in product: Int?, _ assortment: Assortment) -> String? {
    guard let product, let place = place(id, of: product) else { return nil }
    let values = assortment.optionValues(product)
    guard values.indices.contains(place.option),
      values[place.option].indices.contains(place.value)
    else { return nil }
    return values[place.option][place.value]
  }

  /// The option and the value an id names.
  static func place(_ id: String, of product: Int) -> (option: Int, value: Int)? {
    guard let id = GlobalID(id), id.type == "ProductOptionValue",
      id.number / 4096 / 4 == GlobalID.Base.product + product
    else { return nil }
    return (id.number / 4096 % 4, id.number % 4096)
  }
}
