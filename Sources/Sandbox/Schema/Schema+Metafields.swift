// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let metafields = #"""
    scalar JSON

    type Metafield implements LegacyInteroperability & Node {
      compareDigest: String!
      createdAt: DateTime!
      id: ID!
      jsonValue: JSON!
      key: String!
      legacyResourceId: UnsignedInt64!
      namespace: String!
      owner: HasMetafields!
      ownerType: MetafieldOwnerType!
      sizeInBytes: Int!
      type: String!
      updatedAt: DateTime!
      value: String!
    }

    interface HasMetafields {
      metafield(namespace: String, key: String!): Metafield
      metafields(namespace: String, keys: [String!], first: Int, after: String, last: Int, before: String, reverse: Boolean = false): MetafieldConnection!
    }

    type MetafieldConnection {
      edges: [MetafieldEdge!]!
      nodes: [Metafield!]!
      pageInfo: PageInfo!
    }

    type MetafieldEdge {
      cursor: String!
      node: Metafield!
    }

    type MetafieldsSetPayload {
      metafields: [Metafield!]
      userErrors: [MetafieldsSetUserError!]!
    }

    enum MetafieldsSetUserErrorCode {
      CAPABILITY_VIOLATION STALE_OBJECT INVALID_COMPARE_DIGEST
      MARKET_METAFIELDS_NOT_COMPATIBLE_WITH_CONDITION_TYPES INVALID_TYPE INVALID_VALUE
      APP_NOT_AUTHORIZED INCLUSION TAKEN PRESENT BLANK TOO_LONG TOO_SHORT LESS_THAN_OR_EQUAL_TO
      INVALID INTERNAL_ERROR
    }

    type MetafieldsSetUserError implements DisplayableError {
      code: MetafieldsSetUserErrorCode
      elementIndex: Int
      field: [String!]
      message: String!
    }

    type MetafieldsDeletePayload {
      deletedMetafields: [MetafieldIdentifier]
      userErrors: [UserError!]!
    }

    type MetafieldIdentifier {
      key: String!
      namespace: String!
      ownerId: ID!
    }

    type MetafieldDefinition implements Node {
      id: ID!
      key: String!
      name: String!
      namespace: String!
      ownerType: MetafieldOwnerType!
      type: MetafieldDefinitionType!
    }

    type MetafieldDefinitionType {
      category: String!
      name: String!
    }

    type MetafieldDefinitionConnection {
      edges: [MetafieldDefinitionEdge!]!
      nodes: [MetafieldDefinition!]!
      pageInfo: PageInfo!
    }

    type MetafieldDefinitionEdge {
      cursor: String!
      node: MetafieldDefinition!
    }

    type MetafieldDefinitionCreatePayload {
      createdDefinition: MetafieldDefinition
      userErrors: [MetafieldDefinitionCreateUserError!]!
    }

    enum MetafieldDefinitionCreateUserErrorCode {
      INVALID INCLUSION PRESENT TAKEN TOO_LONG TOO_SHORT BLANK CAPABILITY_REQUIRED_BUT_DISABLED
      RESOURCE_TYPE_LIMIT_EXCEEDED RESOURCE_TYPE_LIMIT_EXCEEDED_BY_APP LIMIT_EXCEEDED INVALID_OPTION
      DUPLICATE_OPTION RESERVED_NAMESPACE_KEY PINNED_LIMIT_REACHED UNSTRUCTURED_ALREADY_EXISTS
      UNSUPPORTED_PINNING INVALID_CHARACTER TYPE_NOT_ALLOWED_FOR_CONDITIONS
      OWNER_TYPE_LIMIT_EXCEEDED_FOR_AUTOMATED_COLLECTIONS
      OWNER_TYPE_LIMIT_EXCEEDED_FOR_USE_AS_ADMIN_FILTERS INVALID_CONSTRAINTS
      INVALID_INPUT_COMBINATION INVALID_CAPABILITY ADMIN_ACCESS_INPUT_NOT_ALLOWED
      MARKET_METAFIELDS_NOT_COMPATIBLE_WITH_CONDITION_TYPES
    }

    type MetafieldDefinitionCreateUserError implements DisplayableError {
      code: MetafieldDefinitionCreateUserErrorCode
      elementIndex: Int
      elementKey: String
      field: [String!]
      message: String!
    }
    """#
}
