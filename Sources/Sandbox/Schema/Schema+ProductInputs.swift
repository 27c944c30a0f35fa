// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let productInputs = #"""
    input ProductIdentifierInput {
      id: ID
      customId: UniqueMetafieldValueInput
      handle: String
    }

    scalar Decimal

    enum CountryCode {
      AF AX AL DZ AD AO AI AG AR AM AW AC AU AT AZ BS BH BD BB BY BE BZ BJ BM BT BO BA BW BV BR IO
      BN BG BF BI KH CA CV BQ KY CF TD CL CN CX CC CO KM CG CD CK CR HR CU CW CY CZ CI DK DJ DM DO
      EC EG SV GQ ER EE SZ ET FK FO FJ FI FR GF PF TF GA GM GE DE GH GI GR GL GD GP GT GG GN GW GY
      HT HM VA HN HK HU IS IN ID IR IQ IE IM IL IT JM JP JE JO KZ KE KI KP XK KW KG LA LV LB LS LR
      LY LI LT LU MO MG MW MY MV ML MT MQ MR MU YT MX MD MC MN ME MS MA MZ MM NA NR NP NL AN NC NZ
      NI NE NG NU NF MK NO OM PK PS PA PG PY PE PH PN PL PT QA CM RE RO RU RW BL SH KN LC MF PM WS
      SM ST SA SN RS SC SL SG SX SK SI SB SO ZA GS KR SS ES LK VC SD SR SJ SE CH SY TW TJ TZ TH TL
      TG TK TO TT TA TN TR TM TC TV UG UA AE GB US UM UY UZ VU VE VN VG WF EH YE ZM ZW ZZ
    }

    input InventoryItemMeasurementInput {
      weight: WeightInput
      shippingPackageId: ID
    }

    input InventoryItemInput {
      sku: String
      cost: Decimal
      tracked: Boolean
      countryCodeOfOrigin: CountryCode
      harmonizedSystemCode: String
      countryHarmonizedSystemCodes: [CountryHarmonizedSystemCodeInput!]
      provinceCodeOfOrigin: String
      measurement: InventoryItemMeasurementInput
      requiresShipping: Boolean
    }

    enum CombinedListingsRole {
      PARENT CHILD
    }

    input OptionValueCreateInput {
      name: String
      linkedMetafieldValue: String
    }

    input OptionCreateInput {
      name: String
      position: Int
      values: [OptionValueCreateInput!]
      linkedMetafield: LinkedMetafieldCreateInput
    }

    scalar DateTime

    input ProductPublicationInput {
      publicationId: ID
      channelId: ID
      channelHandle: String
      publishDate: DateTime
    }

    enum ProductStatus {
      ACTIVE ARCHIVED DRAFT UNLISTED
    }

    input ProductClaimOwnershipInput {
      bundles: Boolean
    }

    input ProductInput {
      descriptionHtml: String
      handle: String
      seo: SEOInput
      productType: String
      tags: [String!]
      templateSuffix: String
      giftCardTemplateSuffix: String
      title: String
      vendor: String
      category: ID
      giftCard: Boolean
      redirectNewHandle: Boolean
      collectionsToJoin: [ID!]
      collectionsToLeave: [ID!]
      combinedListingRole: CombinedListingsRole
      id: ID
      metafields: [MetafieldInput!]
      productOptions: [OptionCreateInput!]
      productPublications: [ProductPublicationInput!]
      publications: [ProductPublicationInput!]
      publishDate: DateTime
      publishOn: DateTime
      published: Boolean
      publishedAt: DateTime
      status: ProductStatus
      requiresSellingPlan: Boolean
      claimOwnership: ProductClaimOwnershipInput
    }

    input ProductCreateInput {
      descriptionHtml: String
      handle: String
      seo: SEOInput
      productType: String
      tags: [String!]
      templateSuffix: String
      giftCardTemplateSuffix: String
      title: String
      vendor: String
      category: ID
      giftCard: Boolean
      collectionsToJoin: [ID!]
      combinedListingRole: CombinedListingsRole
      metafields: [MetafieldInput!]
      productOptions: [OptionCreateInput!]
      status: ProductStatus
      requiresSellingPlan: Boolean
      claimOwnership: ProductClaimOwnershipInput
    }

    enum MediaContentType {
      VIDEO EXTERNAL_VIDEO MODEL_3D IMAGE
    }

    input CreateMediaInput {
      originalSource: String!
      alt: String
      mediaContentType: MediaContentType!
    }

    input ProductUpdateInput {
      descriptionHtml: String
      handle: String
      seo: SEOInput
      productType: String
      tags: [String!]
      templateSuffix: String
      giftCardTemplateSuffix: String
      title: String
      vendor: String
      category: ID
      redirectNewHandle: Boolean
      id: ID
      collectionsToJoin: [ID!]
      collectionsToLeave: [ID!]
      deleteConflictingConstrainedMetafields: Boolean = false
      metafields: [MetafieldInput!]
      status: ProductStatus
      requiresSellingPlan: Boolean
    }

    input ProductUpdateIdentifiers {
      id: ID
      handle: String
      customId: UniqueMetafieldValueInput
    }

    input OptionValueSetInput {
      id: ID
      name: String
    }

    input OptionSetInput {
      id: ID
      name: String
      position: Int
      values: [OptionValueSetInput!]
      linkedMetafield: LinkedMetafieldCreateInput
    }

    input VariantOptionValueInput {
      id: ID
      name: String
      linkedMetafieldValue: String
      optionId: ID
      optionName: String
    }

    scalar Money

    enum ProductVariantInventoryPolicy {
      DENY CONTINUE
    }

    input ProductSetInventoryInput {
      locationId: ID!
      name: String!
      quantity: Int!
    }

    input ProductVariantSetInput {
      id: ID
      optionValues: [VariantOptionValueInput!]!
      price: Money
      sku: String
      barcode: String
      position: Int
      file: FileSetInput
      metafields: [MetafieldInput!]
      published: Boolean
      compareAtPrice: Money
      requiresComponents: Boolean
      inventoryPolicy: ProductVariantInventoryPolicy
      inventoryQuantities: [ProductSetInventoryInput!]
      inventoryItem: InventoryItemInput
      taxable: Boolean
      taxCode: String
      unitPriceMeasurement: UnitPriceMeasurementInput
      showUnitPrice: Boolean
    }

    input ProductSetInput {
      descriptionHtml: String
      handle: String
      seo: SEOInput
      productType: String
      tags: [String!]
      templateSuffix: String
      giftCardTemplateSuffix: String
      title: String
      vendor: String
      category: ID
      giftCard: Boolean
      redirectNewHandle: Boolean
      status: ProductStatus
      collections: [ID!]
      metafields: [MetafieldInput!]
      files: [FileSetInput!]
      productOptions: [OptionSetInput!]
      id: ID
      variants: [ProductVariantSetInput!]
      requiresSellingPlan: Boolean
      claimOwnership: ProductClaimOwnershipInput
      combinedListingRole: CombinedListingsRole
    }

    input ProductSetIdentifiers {
      id: ID
      handle: String
      customId: UniqueMetafieldValueInput
    }

    input ProductDeleteInput {
      id: ID!
    }

    input OptionUpdateInput {
      id: ID!
      name: String
      position: Int
      linkedMetafield: LinkedMetafieldUpdateInput
    }

    input OptionValueUpdateInput {
      id: ID!
      name: String
      linkedMetafieldValue: String
    }

    input ProductVariantsBulkInput {
      barcode: String
      compareAtPrice: Money
      id: ID
      mediaSrc: [String!]
      inventoryPolicy: ProductVariantInventoryPolicy
      inventoryQuantities: [InventoryLevelInput!]
      quantityAdjustments: [InventoryAdjustmentInput!]
      inventoryItem: InventoryItemInput
      mediaId: ID
      metafields: [MetafieldInput!]
      optionValues: [VariantOptionValueInput!]
      price: Money
      taxable: Boolean
      taxCode: String
      unitPriceMeasurement: UnitPriceMeasurementInput
      showUnitPrice: Boolean
      requiresComponents: Boolean
      published: Boolean
    }

    input ProductVariantAppendMediaInput {
      variantId: ID!
      mediaIds: [ID!]!
    }

    input ProductVariantDetachMediaInput {
      variantId: ID!
      mediaIds: [ID!]!
    }
    """#
}
