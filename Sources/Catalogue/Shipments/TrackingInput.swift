// SPDX-License-Identifier: Apache-2.0

import Tables

/// What a request says of a parcel's tracking.
struct TrackingInput {
  var company: String?
  var numbers: [String]
  var urls: [String]

  /// What an intent wants.
  init(_ desired: [String: String?]) {
    company = desired["tracking_company"] ?? nil
    numbers = JSON.texts(desired["tracking_number"] ?? nil)
    urls = JSON.texts(desired["tracking_url"] ?? nil)
  }

  /// A `FulfillmentTrackingInput`; nil where it says nothing. URLs that are left out are made by Shopify, of carriers it
  /// knows.
  var json: JSON? {
    var members: [JSON.Member] = []
    if let company { members.append(JSON.Member("company", .string(company))) }
    if !numbers.isEmpty { members.append(JSON.Member("numbers", .array(numbers.map(JSON.string)))) }
    if !urls.isEmpty { members.append(JSON.Member("urls", .array(urls.map(JSON.string)))) }
    return members.isEmpty ? nil : .object(members)
  }
}
