// SPDX-License-Identifier: Apache-2.0

/// How records become products, and what the mirror has of one.
enum ProductGroups {
  /// Which product each record is about.
  static func sql(_ key: [String]) -> String {
    switch key.first {
    case "product_id":
      """
      SELECT s.record, CAST(p.id AS TEXT) AS grp, p.id AS id FROM staged s
      JOIN products p ON p.id = s.product_id
      """
    case "custom_id":
      """
      SELECT s.record, s.custom_id AS grp, m.owner_id AS id FROM staged s
      LEFT JOIN metafields m ON m.owner_type = 'PRODUCT' AND m.type = 'id' AND m.value = s.custom_id
      """
    case "sku":
      """
      SELECT DISTINCT s.record, CAST(v.product_id AS TEXT) AS grp, v.product_id AS id FROM staged s
      JOIN variants v ON v.sku = s.sku
      """
    default:
      """
      SELECT s.record, lower(s.handle) AS grp, p.id AS id FROM staged s
      LEFT JOIN products p ON p.handle = lower(s.handle)
      """
    }
  }

  /// The streams all of this is read from.
  static let streams = ["products", "metafields", "product_publications"]

  /// What `ProductState` reads.
  static let current = """
    SELECT json_object('id', p.id, 'handle', p.handle, 'title', p.title,
      'description', p.description_html, 'vendor', p.vendor, 'type', p.type, 'category', p.category,
      'status', p.status, 'seo_title', p.seo_title, 'seo_description', p.seo_description,
      'tags', json(p.tags),
      'options', (SELECT json_group_array(name) FROM
        (SELECT name FROM product_options WHERE product_id = p.id ORDER BY position)),
      'channels', (SELECT json_group_array(publication_id) FROM product_publications
        WHERE product_id = p.id AND is_published),
      'media', (SELECT json_group_array(json_object('id', id, 'alt', alt, 'url', url)) FROM
        (SELECT id, alt, url FROM product_media WHERE product_id = p.id ORDER BY position)),
      'metafields', \(metafields("PRODUCT", of: "p.id")),
      'variants', (SELECT json_group_array(json(variant)) FROM (SELECT json_object('id', v.id,
          'options', CASE WHEN v.option3 IS NOT NULL THEN json_array(v.option1, v.option2, v.option3)
            WHEN v.option2 IS NOT NULL THEN json_array(v.option1, v.option2)
            ELSE json_array(v.option1) END,
          'sku', v.sku, 'barcode', v.barcode, 'price', v.price,
          'compare_at_price', v.compare_at_price, 'cost', v.cost, 'weight', v.weight,
          'weight_unit', v.weight_unit, 'taxable', v.taxable, 'requires_shipping', v.requires_shipping,
          'tracked', v.tracked, 'inventory_policy', v.inventory_policy,
          'media', iif(v.media_id IS NULL, json_array(), json_array(v.media_id)),
          'metafields', \(metafields("PRODUCTVARIANT", of: "v.id"))) AS variant
        FROM variants v WHERE v.product_id = p.id ORDER BY v.position)))
    FROM products p WHERE p.id = CAST(:id AS INTEGER)
    """

  private static func metafields(_ owner: String, of id: String) -> String {
    """
    (SELECT json_group_array(json_object('namespace', namespace, 'key', key, 'value', value))
      FROM metafields WHERE owner_type = '\(owner)' AND owner_id = \(id))
    """
  }

  /// The channels, and the types of metafields.
  static let context = """
    SELECT json_object(
      'channels', (SELECT json_group_array(json_object('id', id, 'name', name)) FROM publications),
      'metafield_types', (SELECT json_group_object(field, type) FROM (SELECT DISTINCT
        iif(owner_type = 'PRODUCTVARIANT', 'variant_metafield.', 'metafield.')
          || namespace || '.' || key AS field, type FROM metafields)))
    """
}
