// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

extension OperationCase {
  /// A product that is there, and a new one with options, images and a channel.
  static let productSet = OperationCase(
    name: "product.set",
    job: """
      format: {type: csv}
      fields:
        handle: handle
        title: title
        tags: tags
        published: channels
        option1_name: option
        option1_value: value
        sku: sku
        price: price
        cost: cost
        image_url: image
        image_alt: alt
        variant_image_url: shows
      """,
    good: """
      handle,title,tags,channels,option,value,sku,price,cost,image,alt,shows
      alpine-parka-1,Alpine Parka II,"warm, winter",,Size,S,SKU-00001,501.00,200.00,,,
      alpine-parka-1,,,,,3XL,NEW-1,505.00,,,,
      linen-shirt,Linen Shirt,summer,"Online Store",Size,S,LS-S,49.00,20.00,https://pim.example/img/front.jpg,front,https://pim.example/img/front.jpg
      linen-shirt,,,,,M,LS-M,49.00,20.00,,,
      linen-shirt,,,,,,,,,https://pim.example/img/back.jpg,back,

      """, records: 5,
    effects: [
      "productCreate": 2, "productUpdate": 5, "tagsAdd": 1, "productVariantsBulkUpdate": 3,
      "productVariantsBulkCreate": 2, "publishablePublish": 1,
    ],
    refused: (
      "handle,title,tags,channels,option,value,sku,price,cost,image,alt,shows\nalpine-parka-1,,,,Size,S,SKU-00001,501.00,,,,\nalpine-parka-1,,,,,M,,502.00,,https://pim.example/broken.jpg,,\n",
      "IMAGE_DOWNLOAD_FAILURE", 1
    ),
    unknown: (
      "handle,title,tags,channels,option,value,sku,price,cost,image,alt,shows\nalpine-parka-1,,,,Size,S,SKU-00001,501.00,,,,\nnowhere,,,,,,N-1,1.00,,,,\n",
      "missing-title", 1
    ),
    kills: [
      "productCreate", "productUpdate", "tagsAdd", "productVariantsBulkUpdate",
      "productVariantsBulkCreate", "nodes", "publishablePublish",
    ])
}
