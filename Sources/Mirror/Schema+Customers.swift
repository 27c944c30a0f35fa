// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Customers: what a feed of customers is compared with, and no more. E-mail addresses are the same in any case.
  static let customers = """
    CREATE TABLE customers (
      id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE, phone TEXT, first_name TEXT, last_name TEXT,
      note TEXT, tags TEXT NOT NULL DEFAULT '[]', tax_exempt INTEGER NOT NULL, locale TEXT,
      email_state TEXT, sms_state TEXT, address_id INTEGER, company TEXT, address1 TEXT, address2 TEXT,
      city TEXT, province_code TEXT, country_code TEXT, zip TEXT, address_phone TEXT,
      updated_at TEXT NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX customers_email ON customers(email) WHERE email IS NOT NULL;
    CREATE INDEX customers_phone ON customers(phone) WHERE phone IS NOT NULL;
    """
}
