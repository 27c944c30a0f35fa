// SPDX-License-Identifier: Apache-2.0

/// Which product has which handle.
struct Handles {
  private var owners: [String: Int32] = [:]
  /// The next number to try behind a handle that is taken.
  private var suffixes: [String: Int] = [:]

  init(_ products: [ProductRow]) {
    owners.reserveCapacity(products.count)
    for (index, row) in products.enumerated() where !row.isDeleted {
      owners[row.handle] = Int32(index)
    }
  }

  /// The product of a handle.
  func product(_ handle: String) -> Int? { owners[Handles.normal(handle)].map(Int.init) }

  mutating func take(_ handle: String, for product: Int) { owners[handle] = Int32(product) }

  mutating func release(_ handle: String) { owners[handle] = nil }

  /// A free handle made from a title: with a number behind it where it is taken.
  mutating func derived(from title: String) -> String {
    let slug = Seed.handle(title)
    let base = slug.isEmpty ? "product" : slug
    guard owners[base] != nil else { return base }
    var number = suffixes[base] ?? 1
    while owners["\(base)-\(number)"] != nil { number += 1 }
    suffixes[base] = number + 1
    return "\(base)-\(number)"
  }

  /// A given handle as it is kept.
  static func normal(_ handle: String) -> String { Seed.handle(handle) }
}
