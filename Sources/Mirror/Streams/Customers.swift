// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// The customers, each with the default one of the addresses.
  ///
  /// Who was deleted, or merged into another, shows only in a whole read. `updated_at` is said to be searched by
  /// whole days (schema: `customers(query:)`): that finds more, never less.
  static let customers = StoreStream(
    name: "customers",
    scopes: ["read_customers"],
    rules: [customerTable.rule],
    bulk: BulkDocument(
      template: "query dray_customers { customers FILTER { edges { node { \(customer) } } } }"),
    walks: [
      PageWalk(
        document: """
          query dray_customers($first: Int!, $cursor: String, $filter: String) {
            customers(first: $first, after: $cursor, query: $filter, sortKey: UPDATED_AT) {
              nodes { \(customer) }
              \(pageInfo)
            }
          }
          """,
        root: "customers", type: "Customer", size: 100, filter: "updated_at:>='SINCE'")
    ],
    byID: [
      Reread(
        document: """
          query dray_customer($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { \(customer) } } }
          """,
        type: "Customer", size: 100)
    ],
    unseen: ["DELETE FROM customers WHERE known_at < :known_at"],
    gone: ["DELETE FROM customers WHERE id = :id AND known_at < :known_at"],
    wholeAfterHours: 24, isPersonal: true)

  private static let customer = """
    id firstName lastName note tags taxExempt locale updatedAt \
    defaultEmailAddress { emailAddress marketingState } \
    defaultPhoneNumber { phoneNumber marketingState } \
    defaultAddress { id company address1 address2 city provinceCode countryCodeV2 zip phone }
    """

  private static let customerTable = Table(
    name: "customers", type: "Customer",
    columns: [
      "id": "gid(:line ->> '$.id')",
      "email": ":line ->> '$.defaultEmailAddress.emailAddress'",
      "phone": ":line ->> '$.defaultPhoneNumber.phoneNumber'",
      "first_name": "nullif(:line ->> '$.firstName', '')",
      "last_name": "nullif(:line ->> '$.lastName', '')",
      "note": "nullif(:line ->> '$.note', '')",
      "tags": ":line -> '$.tags'",
      "tax_exempt": ":line ->> '$.taxExempt'",
      "locale": ":line ->> '$.locale'",
      "email_state": ":line ->> '$.defaultEmailAddress.marketingState'",
      "sms_state": ":line ->> '$.defaultPhoneNumber.marketingState'",
      "address_id": "gid(:line ->> '$.defaultAddress.id')",
      "company": "nullif(:line ->> '$.defaultAddress.company', '')",
      "address1": "nullif(:line ->> '$.defaultAddress.address1', '')",
      "address2": "nullif(:line ->> '$.defaultAddress.address2', '')",
      "city": "nullif(:line ->> '$.defaultAddress.city', '')",
      "province_code": ":line ->> '$.defaultAddress.provinceCode'",
      "country_code": ":line ->> '$.defaultAddress.countryCodeV2'",
      "zip": "nullif(:line ->> '$.defaultAddress.zip', '')",
      "address_phone": "nullif(:line ->> '$.defaultAddress.phone', '')",
      "updated_at": ":line ->> '$.updatedAt'",
      "known_at": ":known_at",
    ])
}
