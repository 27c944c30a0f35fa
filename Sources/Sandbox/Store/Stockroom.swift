// SPDX-License-Identifier: Apache-2.0

/// A place where stock lies.
struct LocationRow {
  var name: String
  var address: String
  var zip: String
  var isActive: Bool
}

/// The quantities of every inventory item at every location.
///
/// `on_hand` = `available` + `committed`; the sandbox keeps nothing incoming, reserved, damaged, in quality
/// control or as safety stock.
struct Stockroom {
  var locations: [LocationRow] = []
  /// One place an item and location; the item's places follow each other.
  private(set) var available: [Int32] = []
  private(set) var onHand: [Int32] = []
  private(set) var isStocked: [Bool] = []
  /// Seconds since 1970.
  private(set) var updatedAt: [Int32] = []

  /// The place of an item at a location.
  func place(_ item: Int, _ location: Int) -> Int { item * locations.count + location }

  mutating func reserve(_ items: Int) {
    let places = items * locations.count
    available.reserveCapacity(places)
    onHand.reserveCapacity(places)
    isStocked.reserveCapacity(places)
    updatedAt.reserveCapacity(places)
  }

  /// Adds the next item's place at the next location; nil is not stocked there.
  mutating func add(available quantity: Int?, at time: Moment) {
    available.append(Int32(quantity ?? 0))
    onHand.append(Int32(quantity ?? 0))
    isStocked.append(quantity != nil)
    updatedAt.append(Int32(time.seconds))
  }

  /// Sets both quantities, as one change.
  mutating func set(_ place: Int, available: Int, onHand: Int, at time: Moment) {
    self.available[place] = Int32(clamping: available)
    self.onHand[place] = Int32(clamping: onHand)
    updatedAt[place] = Int32(time.seconds)
  }

  /// Begins to stock an item at a location.
  mutating func activate(_ place: Int, quantity: Int, at time: Moment) {
    isStocked[place] = true
    set(place, available: quantity, onHand: quantity, at: time)
  }

  mutating func deactivate(_ place: Int) { isStocked[place] = false }

  /// The sum of what is available of an item anywhere.
  func available(of item: Int) -> Int {
    locations.indices.reduce(0) {
      $0 + (isStocked[place(item, $1)] ? Int(available[place(item, $1)]) : 0)
    }
  }

  /// Where an item is stocked.
  func stockedLocations(of item: Int) -> [Int] {
    locations.indices.filter { isStocked[place(item, $0)] }
  }
}
