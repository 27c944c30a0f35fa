// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let media = #"""
    enum MediaStatus {
      UPLOADED PROCESSING READY FAILED
    }

    interface Media {
      alt: String
      id: ID!
      mediaContentType: MediaContentType!
      mediaErrors: [MediaError!]!
      preview: MediaPreviewImage
      status: MediaStatus!
    }

    enum FileStatus {
      UPLOADED PROCESSING READY FAILED
    }

    interface File {
      alt: String
      createdAt: DateTime!
      fileErrors: [FileError!]!
      fileStatus: FileStatus!
      id: ID!
      preview: MediaPreviewImage
      updatedAt: DateTime!
    }

    type MediaImage implements File & Media & Node {
      alt: String
      createdAt: DateTime!
      fileErrors: [FileError!]!
      fileStatus: FileStatus!
      id: ID!
      image: Image
      mediaContentType: MediaContentType!
      mediaErrors: [MediaError!]!
      mimeType: String
      originalSource: MediaImageOriginalSource
      preview: MediaPreviewImage
      status: MediaStatus!
      updatedAt: DateTime!
    }

    type MediaImageOriginalSource {
      fileSize: Int
      url: URL
    }

    enum MediaErrorCode {
      UNKNOWN INVALID_SIGNED_URL IMAGE_DOWNLOAD_FAILURE IMAGE_PROCESSING_FAILURE MEDIA_TIMEOUT_ERROR
      EXTERNAL_VIDEO_NOT_FOUND EXTERNAL_VIDEO_UNLISTED EXTERNAL_VIDEO_INVALID_ASPECT_RATIO
      EXTERNAL_VIDEO_EMBED_DISABLED EXTERNAL_VIDEO_EMBED_NOT_FOUND_OR_TRANSCODING
      GENERIC_FILE_DOWNLOAD_FAILURE GENERIC_FILE_INVALID_SIZE VIDEO_METADATA_READ_ERROR
      VIDEO_INVALID_FILETYPE_ERROR VIDEO_MIN_WIDTH_ERROR VIDEO_MAX_WIDTH_ERROR
      VIDEO_MIN_HEIGHT_ERROR VIDEO_MAX_HEIGHT_ERROR VIDEO_MIN_DURATION_ERROR
      VIDEO_MAX_DURATION_ERROR VIDEO_VALIDATION_ERROR MODEL3D_VALIDATION_ERROR
      MODEL3D_THUMBNAIL_GENERATION_ERROR MODEL3D_THUMBNAIL_REGENERATION_ERROR
      MODEL3D_GLB_TO_USDZ_CONVERSION_ERROR MODEL3D_GLB_OUTPUT_CREATION_ERROR
      MODEL3D_PROCESSING_FAILURE UNSUPPORTED_IMAGE_FILE_TYPE INVALID_IMAGE_FILE_SIZE
      INVALID_IMAGE_ASPECT_RATIO INVALID_IMAGE_RESOLUTION FILE_STORAGE_LIMIT_EXCEEDED
      DUPLICATE_FILENAME_ERROR
    }

    type MediaError {
      code: MediaErrorCode!
      details: String
      message: String!
    }

    enum FileErrorCode {
      UNKNOWN INVALID_SIGNED_URL IMAGE_DOWNLOAD_FAILURE IMAGE_PROCESSING_FAILURE MEDIA_TIMEOUT_ERROR
      EXTERNAL_VIDEO_NOT_FOUND EXTERNAL_VIDEO_UNLISTED EXTERNAL_VIDEO_INVALID_ASPECT_RATIO
      EXTERNAL_VIDEO_EMBED_DISABLED EXTERNAL_VIDEO_EMBED_NOT_FOUND_OR_TRANSCODING
      GENERIC_FILE_DOWNLOAD_FAILURE GENERIC_FILE_INVALID_SIZE VIDEO_METADATA_READ_ERROR
      VIDEO_INVALID_FILETYPE_ERROR VIDEO_MIN_WIDTH_ERROR VIDEO_MAX_WIDTH_ERROR
      VIDEO_MIN_HEIGHT_ERROR VIDEO_MAX_HEIGHT_ERROR VIDEO_MIN_DURATION_ERROR
      VIDEO_MAX_DURATION_ERROR VIDEO_VALIDATION_ERROR MODEL3D_VALIDATION_ERROR
      MODEL3D_THUMBNAIL_GENERATION_ERROR MODEL3D_THUMBNAIL_REGENERATION_ERROR
      MODEL3D_GLB_TO_USDZ_CONVERSION_ERROR MODEL3D_GLB_OUTPUT_CREATION_ERROR
      MODEL3D_PROCESSING_FAILURE UNSUPPORTED_IMAGE_FILE_TYPE INVALID_IMAGE_FILE_SIZE
      INVALID_IMAGE_ASPECT_RATIO INVALID_IMAGE_RESOLUTION FILE_STORAGE_LIMIT_EXCEEDED
      DUPLICATE_FILENAME_ERROR
    }

    type FileError {
      code: FileErrorCode!
      details: String
      message: String!
    }

    enum MediaPreviewImageStatus {
      UPLOADED PROCESSING READY FAILED
    }

    type MediaPreviewImage {
      image: Image
      status: MediaPreviewImageStatus!
    }

    type Image {
      altText: String
      height: Int
      id: ID
      url(transform: ImageTransformInput): URL!
      width: Int
    }

    type MediaConnection {
      edges: [MediaEdge!]!
      nodes: [Media!]!
      pageInfo: PageInfo!
    }

    type MediaEdge {
      cursor: String!
      node: Media!
    }

    type FileConnection {
      edges: [FileEdge!]!
      nodes: [File!]!
      pageInfo: PageInfo!
    }

    type FileEdge {
      cursor: String!
      node: File!
    }

    enum MediaUserErrorCode {
      INVALID BLANK VIDEO_VALIDATION_ERROR MODEL3D_VALIDATION_ERROR VIDEO_THROTTLE_EXCEEDED
      MODEL3D_THROTTLE_EXCEEDED PRODUCT_MEDIA_LIMIT_EXCEEDED SHOP_MEDIA_LIMIT_EXCEEDED
      PRODUCT_DOES_NOT_EXIST MEDIA_DOES_NOT_EXIST MEDIA_DOES_NOT_EXIST_ON_PRODUCT
      TOO_MANY_MEDIA_PER_INPUT_PAIR MAXIMUM_VARIANT_MEDIA_PAIRS_EXCEEDED INVALID_MEDIA_TYPE
      PRODUCT_VARIANT_SPECIFIED_MULTIPLE_TIMES PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT
      NON_READY_MEDIA PRODUCT_VARIANT_ALREADY_HAS_MEDIA MEDIA_IS_NOT_ATTACHED_TO_VARIANT
      MEDIA_CANNOT_BE_MODIFIED PRODUCT_SUSPENDED MISSING_ARGUMENTS
    }

    type MediaUserError implements DisplayableError {
      code: MediaUserErrorCode
      field: [String!]
      message: String!
    }

    enum FilesErrorCode {
      INVALID FILE_DOES_NOT_EXIST FILE_LOCKED UNSUPPORTED_MEDIA_TYPE_FOR_FILENAME_UPDATE
      TOO_MANY_ARGUMENTS BLANK_SEARCH MISSING_ARGUMENTS INVALID_QUERY PRODUCT_SUSPENDED
      INVALID_FILENAME_EXTENSION INVALID_FILENAME FILENAME_ALREADY_EXISTS
      UNACCEPTABLE_UNVERIFIED_TRIAL_ASSET UNACCEPTABLE_ASSET UNACCEPTABLE_TRIAL_ASSET
      ALT_VALUE_LIMIT_EXCEEDED NON_READY_STATE INVALID_FAILED_MEDIA_STATE
      NON_IMAGE_MEDIA_PER_SHOP_LIMIT_EXCEEDED MISMATCHED_FILENAME_AND_ORIGINAL_SOURCE
      INVALID_DUPLICATE_MODE_FOR_TYPE INVALID_IMAGE_SOURCE_URL
      MISSING_FILENAME_FOR_DUPLICATE_MODE_REPLACE PRODUCT_MEDIA_LIMIT_EXCEEDED
      UNSUPPORTED_FILE_REFERENCE REFERENCE_TARGET_DOES_NOT_EXIST TOO_MANY_FILE_REFERENCE
      INVALID_DUPLICATE_RESOLUTION_MODE MEDIA_CANNOT_BE_MODIFIED
    }

    type FilesUserError implements DisplayableError {
      code: FilesErrorCode
      field: [String!]
      message: String!
    }

    type ProductCreateMediaPayload {
      media: [Media!]
      mediaUserErrors: [MediaUserError!]!
      product: Product
      userErrors: [UserError!]!
    }

    type ProductDeleteMediaPayload {
      deletedMediaIds: [ID!]
      mediaUserErrors: [MediaUserError!]!
      product: Product
      userErrors: [UserError!]!
    }

    type ProductVariantAppendMediaPayload {
      product: Product
      productVariants: [ProductVariant!]
      userErrors: [MediaUserError!]!
    }

    type ProductVariantDetachMediaPayload {
      product: Product
      productVariants: [ProductVariant!]
      userErrors: [MediaUserError!]!
    }

    type FileCreatePayload {
      files: [File!]
      userErrors: [FilesUserError!]!
    }

    type FileUpdatePayload {
      files: [File!]
      userErrors: [FilesUserError!]!
    }

    type FileDeletePayload {
      deletedFileIds: [ID!]
      userErrors: [FilesUserError!]!
    }
    """#
}
