// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let customers = #"""
    input CustomerIdentifierInput {
      id: ID
      customId: UniqueMetafieldValueInput
      emailAddress: String
      phoneNumber: String
    }

    input MailingAddressInput {
      address1: String
      address2: String
      city: String
      company: String
      country: String
      countryCode: CountryCode
      firstName: String
      id: ID
      lastName: String
      phone: String
      province: String
      provinceCode: String
      zip: String
    }

    enum TaxExemption {
      CA_STATUS_CARD_EXEMPTION CA_BC_RESELLER_EXEMPTION CA_MB_RESELLER_EXEMPTION
      CA_SK_RESELLER_EXEMPTION CA_SK_VPT_RESELLER_EXEMPTION CA_NL_VPT_RESELLER_EXEMPTION
      CA_DIPLOMAT_EXEMPTION CA_BC_COMMERCIAL_FISHERY_EXEMPTION CA_MB_COMMERCIAL_FISHERY_EXEMPTION
      CA_NS_COMMERCIAL_FISHERY_EXEMPTION CA_PE_COMMERCIAL_FISHERY_EXEMPTION
      CA_SK_COMMERCIAL_FISHERY_EXEMPTION CA_BC_PRODUCTION_AND_MACHINERY_EXEMPTION
      CA_SK_PRODUCTION_AND_MACHINERY_EXEMPTION CA_BC_SUB_CONTRACTOR_EXEMPTION
      CA_SK_SUB_CONTRACTOR_EXEMPTION CA_BC_CONTRACTOR_EXEMPTION CA_SK_CONTRACTOR_EXEMPTION
      CA_ON_PURCHASE_EXEMPTION CA_MB_FARMER_EXEMPTION CA_NS_FARMER_EXEMPTION CA_SK_FARMER_EXEMPTION
      EU_REVERSE_CHARGE_EXEMPTION_RULE US_AL_RESELLER_EXEMPTION US_AK_RESELLER_EXEMPTION
      US_AZ_RESELLER_EXEMPTION US_AR_RESELLER_EXEMPTION US_CA_RESELLER_EXEMPTION
      US_CO_RESELLER_EXEMPTION US_CT_RESELLER_EXEMPTION US_DE_RESELLER_EXEMPTION
      US_FL_RESELLER_EXEMPTION US_GA_RESELLER_EXEMPTION US_HI_RESELLER_EXEMPTION
      US_ID_RESELLER_EXEMPTION US_IL_RESELLER_EXEMPTION US_IN_RESELLER_EXEMPTION
      US_IA_RESELLER_EXEMPTION US_KS_RESELLER_EXEMPTION US_KY_RESELLER_EXEMPTION
      US_LA_RESELLER_EXEMPTION US_ME_RESELLER_EXEMPTION US_MD_RESELLER_EXEMPTION
      US_MA_RESELLER_EXEMPTION US_MI_RESELLER_EXEMPTION US_MN_RESELLER_EXEMPTION
      US_MS_RESELLER_EXEMPTION US_MO_RESELLER_EXEMPTION US_MT_RESELLER_EXEMPTION
      US_NE_RESELLER_EXEMPTION US_NV_RESELLER_EXEMPTION US_NH_RESELLER_EXEMPTION
      US_NJ_RESELLER_EXEMPTION US_NM_RESELLER_EXEMPTION US_NY_RESELLER_EXEMPTION
      US_NC_RESELLER_EXEMPTION US_ND_RESELLER_EXEMPTION US_OH_RESELLER_EXEMPTION
      US_OK_RESELLER_EXEMPTION US_OR_RESELLER_EXEMPTION US_PA_RESELLER_EXEMPTION
      US_RI_RESELLER_EXEMPTION US_SC_RESELLER_EXEMPTION US_SD_RESELLER_EXEMPTION
      US_TN_RESELLER_EXEMPTION US_TX_RESELLER_EXEMPTION US_UT_RESELLER_EXEMPTION
      US_VT_RESELLER_EXEMPTION US_VA_RESELLER_EXEMPTION US_WA_RESELLER_EXEMPTION
      US_WV_RESELLER_EXEMPTION US_WI_RESELLER_EXEMPTION US_WY_RESELLER_EXEMPTION
      US_DC_RESELLER_EXEMPTION
    }

    input CustomerSetInput {
      addresses: [MailingAddressInput!]
      email: String
      firstName: String
      id: ID
      lastName: String
      locale: String
      note: String
      phone: String
      tags: [String!]
      taxExempt: Boolean
      taxExemptions: [TaxExemption!]
    }

    input CustomerSetIdentifiers {
      id: ID
      email: String
      phone: String
      customId: UniqueMetafieldValueInput
    }

    enum CustomerMarketingOptInLevel {
      SINGLE_OPT_IN CONFIRMED_OPT_IN UNKNOWN
    }

    enum CustomerEmailMarketingState {
      NOT_SUBSCRIBED PENDING SUBSCRIBED UNSUBSCRIBED REDACTED INVALID
    }

    input CustomerEmailMarketingConsentInput {
      marketingOptInLevel: CustomerMarketingOptInLevel
      marketingState: CustomerEmailMarketingState!
      consentUpdatedAt: DateTime
      sourceLocationId: ID
    }

    input CustomerEmailMarketingConsentUpdateInput {
      customerId: ID!
      emailMarketingConsent: CustomerEmailMarketingConsentInput!
    }

    enum CustomerSmsMarketingState {
      NOT_SUBSCRIBED PENDING SUBSCRIBED UNSUBSCRIBED REDACTED
    }

    input CustomerSmsMarketingConsentInput {
      marketingOptInLevel: CustomerMarketingOptInLevel
      marketingState: CustomerSmsMarketingState!
      consentUpdatedAt: DateTime
      sourceLocationId: ID
    }

    input CustomerSmsMarketingConsentUpdateInput {
      customerId: ID!
      smsMarketingConsent: CustomerSmsMarketingConsentInput!
    }

    type Customer implements HasMetafields & LegacyInteroperability & Node {
      id: ID!
      legacyResourceId: UnsignedInt64!
      displayName: String!
      firstName: String
      lastName: String
      createdAt: DateTime!
      updatedAt: DateTime!
      email: String
      phone: String
      note: String
      tags: [String!]!
      taxExempt: Boolean!
      taxExemptions: [TaxExemption!]!
      locale: String!
      numberOfOrders: UnsignedInt64!
      defaultEmailAddress: CustomerEmailAddress
      defaultPhoneNumber: CustomerPhoneNumber
      defaultAddress: MailingAddress
      addressesV2(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): MailingAddressConnection!
      metafield(namespace: String, key: String!): Metafield
      metafields(namespace: String, keys: [String!], first: Int, after: String, last: Int, before: String, reverse: Boolean = false): MetafieldConnection!
    }

    type CustomerConnection {
      edges: [CustomerEdge!]!
      nodes: [Customer!]!
      pageInfo: PageInfo!
    }

    type CustomerEdge {
      cursor: String!
      node: Customer!
    }

    enum CustomerEmailAddressMarketingState {
      INVALID NOT_SUBSCRIBED PENDING SUBSCRIBED UNSUBSCRIBED
    }

    type CustomerEmailAddress {
      emailAddress: String!
      marketingState: CustomerEmailAddressMarketingState!
      marketingOptInLevel: CustomerMarketingOptInLevel
      marketingUpdatedAt: DateTime
      validFormat: Boolean!
    }

    type CustomerPhoneNumber {
      phoneNumber: String!
      marketingState: CustomerSmsMarketingState!
      marketingOptInLevel: CustomerMarketingOptInLevel
      marketingUpdatedAt: DateTime
    }

    type MailingAddress implements Node {
      id: ID!
      name: String
      firstName: String
      lastName: String
      company: String
      address1: String
      address2: String
      city: String
      province: String
      provinceCode: String
      zip: String
      country: String
      countryCodeV2: CountryCode
      phone: String
    }

    type MailingAddressConnection {
      edges: [MailingAddressEdge!]!
      nodes: [MailingAddress!]!
      pageInfo: PageInfo!
    }

    type MailingAddressEdge {
      cursor: String!
      node: MailingAddress!
    }

    type CustomerSetPayload {
      customer: Customer
      userErrors: [CustomerSetUserError!]!
    }

    enum CustomerSetUserErrorCode {
      INVALID INCLUSION TAKEN TOO_LONG TOO_SHORT PRESENT BLANK ID_NOT_ALLOWED MISSING_FIELD_REQUIRED
      INPUT_MISMATCH NOT_FOUND METAFIELD_MISMATCH
    }

    type CustomerSetUserError implements DisplayableError {
      code: CustomerSetUserErrorCode
      field: [String!]
      message: String!
    }

    type CustomerAddressCreatePayload {
      address: MailingAddress
      userErrors: [UserError!]!
    }

    type CustomerAddressUpdatePayload {
      address: MailingAddress
      userErrors: [UserError!]!
    }

    type CustomerEmailMarketingConsentUpdatePayload {
      customer: Customer
      userErrors: [CustomerEmailMarketingConsentUpdateUserError!]!
    }

    enum CustomerEmailMarketingConsentUpdateUserErrorCode {
      INVALID INCLUSION INTERNAL_ERROR MISSING_ARGUMENT
    }

    type CustomerEmailMarketingConsentUpdateUserError implements DisplayableError {
      code: CustomerEmailMarketingConsentUpdateUserErrorCode
      field: [String!]
      message: String!
    }

    type CustomerSmsMarketingConsentUpdatePayload {
      customer: Customer
      userErrors: [CustomerSmsMarketingConsentError!]!
    }

    enum CustomerSmsMarketingConsentErrorCode {
      INVALID INCLUSION INTERNAL_ERROR MISSING_ARGUMENT
    }

    type CustomerSmsMarketingConsentError implements DisplayableError {
      code: CustomerSmsMarketingConsentErrorCode
      field: [String!]
      message: String!
    }
    """#
}
