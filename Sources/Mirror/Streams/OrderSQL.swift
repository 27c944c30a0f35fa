// SPDX-License-Identifier: Apache-2.0

/// SQL that the tables of orders share; `:line` is the object, `value` an element of a list within it.
enum OrderSQL {
  /// An amount in the shop's currency.
  static func amount(_ field: String, of object: String = ":line") -> String {
    "\(object) ->> '$.\(field).shopMoney.amount'"
  }

  /// An amount as the customer saw it.
  static func presentment(_ field: String, of object: String = ":line") -> String {
    "\(object) ->> '$.\(field).presentmentMoney.amount'"
  }

  /// For the sums Shopify may leave out: then there is nothing to sum.
  static func orZero(_ amount: String) -> String { "coalesce(\(amount), '0.0')" }

  /// The exact sum of a field over a list.
  static func sum(_ list: String, _ field: String) -> String {
    """
    (SELECT \(orZero("decimal_sum(\(amount(field, of: "value")))")) FROM json_each(:line, '$.\(list)'))
    """
  }

  /// A list of words, as people read it.
  static func words(_ list: String) -> String {
    "(SELECT coalesce(group_concat(value, ', '), '') FROM json_each(:line, '$.\(list)'))"
  }

  /// A list as it came, JSON.
  static func list(_ field: String) -> String { "coalesce(:line ->> '$.\(field)', '[]')" }

  /// Tax lines as JSON, `[{"title", "rate", "amount"}]`. `line` is the path of the tax line within an
  /// element, with a point behind it; empty where the element is one.
  static func taxes(_ list: String, line: String = "", amount field: String) -> String {
    """
    (SELECT json_group_array(json_object('title', value ->> '$.\(line)title', \
    'rate', value -> '$.\(line)rate', 'amount', \(amount(field, of: "value")))) \
    FROM json_each(:line, '$.\(list)'))
    """
  }

  /// Takes away what an order's list no longer has.
  static func onlyListed(_ table: String) -> String {
    """
    DELETE FROM \(table) WHERE order_id = gid(:line ->> '$.id')
      AND id NOT IN (SELECT gid(value ->> '$.id') FROM json_each(:line, '$.\(table)'))
    """
  }

  /// The content of an object's order is to be taken anew.
  static func unread(_ order: String) -> String {
    "INSERT OR IGNORE INTO orders_unread (id) \(order)"
  }
}
