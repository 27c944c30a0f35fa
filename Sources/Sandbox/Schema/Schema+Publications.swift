// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let publications = #"""
    type Publication implements Node {
      id: ID!
      name: String!
      autoPublish: Boolean!
      supportsFuturePublishing: Boolean!
    }

    type PublicationConnection {
      edges: [PublicationEdge!]!
      nodes: [Publication!]!
      pageInfo: PageInfo!
    }

    type PublicationEdge {
      cursor: String!
      node: Publication!
    }

    interface Publishable {
      publishedOnPublication(publicationId: ID!): Boolean!
      resourcePublicationsV2(onlyPublished: Boolean = true, catalogType: CatalogType, first: Int, after: String, last: Int, before: String, reverse: Boolean = false): ResourcePublicationV2Connection!
      resourcePublicationsCount(onlyPublished: Boolean = true): Count
    }

    type ResourcePublicationV2 {
      isPublished: Boolean!
      publication: Publication!
      publishDate: DateTime
      publishable: Publishable!
    }

    type ResourcePublicationV2Connection {
      edges: [ResourcePublicationV2Edge!]!
      nodes: [ResourcePublicationV2!]!
      pageInfo: PageInfo!
    }

    type ResourcePublicationV2Edge {
      cursor: String!
      node: ResourcePublicationV2!
    }

    type PublishablePublishPayload {
      publishable: Publishable
      shop: Shop!
      userErrors: [UserError!]!
    }

    type PublishableUnpublishPayload {
      publishable: Publishable
      shop: Shop!
      userErrors: [UserError!]!
    }
    """#
}
