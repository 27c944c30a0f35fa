// SPDX-License-Identifier: Apache-2.0

extension Preset {
  /// The files of `Presets/`, embedded in the program by the build, in the order the docs list them.
  static let files: [(name: String, bytes: [UInt8])] = [
    ("shopify-products", PackageResources.shopify_products_yaml),
    ("shopify-products-new", PackageResources.shopify_products_new_yaml),
    ("shopify-inventory", PackageResources.shopify_inventory_yaml),
    ("shopify-inventory-2023", PackageResources.shopify_inventory_2023_yaml),
    ("shopify-inventory-wide", PackageResources.shopify_inventory_wide_yaml),
    ("shopify-customers", PackageResources.shopify_customers_yaml),
    ("shopify-customers-old", PackageResources.shopify_customers_old_yaml),
    ("matrixify-products", PackageResources.matrixify_products_yaml),
    ("matrixify-stock", PackageResources.matrixify_stock_yaml),
    ("matrixify-on-hand", PackageResources.matrixify_on_hand_yaml),
    ("matrixify-adjust", PackageResources.matrixify_adjust_yaml),
    ("matrixify-tracking", PackageResources.matrixify_tracking_yaml),
    ("google-merchant", PackageResources.google_merchant_yaml),
    ("bmecat-catalog", PackageResources.bmecat_catalog_yaml),
    ("bmecat-products", PackageResources.bmecat_products_yaml),
    ("bmecat-prices", PackageResources.bmecat_prices_yaml),
    ("ubl-catalogue-products", PackageResources.ubl_catalogue_products_yaml),
    ("ubl-catalogue-prices", PackageResources.ubl_catalogue_prices_yaml),
    ("ubl-despatch-advice", PackageResources.ubl_despatch_advice_yaml),
    ("cxml-ship-notice", PackageResources.cxml_ship_notice_yaml),
    ("sap-matmas", PackageResources.sap_matmas_yaml),
    ("sap-desadv", PackageResources.sap_desadv_yaml),
  ]
}
