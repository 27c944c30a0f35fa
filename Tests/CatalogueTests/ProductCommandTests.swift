// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Catalogue

/// What the commands of a sheet come to; the store has a shirt in S and M.
@Suite struct ProductCommandTests {
  static let cases: [ComposeCase] = [
    ComposeCase(
      "NEW where it is there already",
      ["handle": "shirt", "command": "NEW", "title": "Shirt 2"], ["handle": "shirt", "sku": "X"],
      become: ["rejected exists", "rejected exists"]),
    ComposeCase(
      "NEW where it is not", known: false,
      ["handle": "shirt", "command": "NEW", "title": "Shirt"],
      become: ["create: handle=shirt title=Shirt"]),
    ComposeCase(
      "UPDATE where it is not", known: false,
      ["handle": "shirt", "command": "UPDATE", "title": "Shirt"],
      become: ["rejected unknown-key"]),
    ComposeCase(
      "UPDATE where it is", ["handle": "shirt", "command": "UPDATE", "title": "Shirt 2"],
      become: ["update: title=Shirt 2"]),
    ComposeCase(
      "MERGE adds tags", ["handle": "shirt", "command": "MERGE", "tags": "[\"new\"]"],
      become: ["tags: tags=[\"blue\",\"Men\",\"new\"]"]),
    ComposeCase(
      "IGNORE passes every record over",
      ["handle": "shirt", "command": "IGNORE", "title": "Shirt 2"],
      ["handle": "shirt", "option1_value": "M", "price": "1.00"],
      become: ["unchanged", "unchanged"]),
    ComposeCase(
      "DELETE, carried by the first record",
      ["handle": "shirt", "command": "DELETE"], ["handle": "shirt", "option1_value": "M"],
      become: ["delete: ", "shared 1"]),
    ComposeCase(
      "DELETE where it is not", known: false, ["handle": "shirt", "command": "DELETE"],
      become: ["rejected unknown-key"]),
    ComposeCase(
      "REPLACE makes the file's lists whole",
      [
        "handle": "shirt", "command": "REPLACE", "tags": "[\"new\"]", "option1_name": "Size",
        "option1_value": "S", "price": "11.00",
      ],
      become: ["update replace: price=11.00 tags=[\"new\"] variants=1"]),
    ComposeCase(
      "two commands for one product",
      ["handle": "shirt", "command": "NEW"], ["handle": "shirt", "command": "DELETE"],
      become: ["rejected conflicting-records", "rejected conflicting-records"]),
    ComposeCase(
      "tags taken away",
      ["handle": "shirt", "tags_command": "DELETE", "tags": "[\"BLUE\",\"red\"]"],
      become: ["tags-remove: tags=[\"Men\"]"]),
    ComposeCase(
      "tags replaced record by record, whatever the job says", settings: ["tags": "merge"],
      ["handle": "shirt", "tags_command": "REPLACE", "tags": "[\"red\"]"],
      become: ["update: tags=[\"red\"]"]),
    ComposeCase(
      "a variant deleted, another left alone, a third updated",
      ["handle": "shirt", "option1_value": "S", "variant_command": "DELETE"],
      ["handle": "shirt", "option1_value": "M", "variant_command": "IGNORE", "price": "1.00"],
      become: ["variants-delete: ", "unchanged"]),
    ComposeCase(
      "the last variant is not deleted",
      ["handle": "shirt", "option1_value": "S", "variant_command": "DELETE"],
      ["handle": "shirt", "option1_value": "M", "variant_command": "DELETE"],
      become: ["rejected last-variant", "rejected last-variant"]),
    ComposeCase(
      "a variant to be deleted that is not there",
      [
        "handle": "shirt", "option1_name": "Size", "option1_value": "L",
        "variant_command": "DELETE",
      ],
      become: ["rejected unknown-key"]),
    ComposeCase(
      "variants NEW and UPDATE that are not so",
      ["handle": "shirt", "option1_name": "Size", "option1_value": "S", "variant_command": "NEW"],
      ["handle": "shirt", "option1_value": "L", "variant_command": "UPDATE", "price": "1.00"],
      become: ["rejected exists", "rejected unknown-key"]),
    ComposeCase(
      "one record's variant REPLACE makes the list whole",
      [
        "handle": "shirt", "option1_name": "Size", "option1_value": "S", "price": "10.00",
        "variant_command": "REPLACE",
      ],
      become: ["replace: variants=1"]),
    ComposeCase(
      "an image taken away",
      [
        "handle": "shirt", "image_url": "https://pim.example/front.jpg", "image_command": "DELETE",
      ],
      become: ["images-delete: images=nil"]),
    ComposeCase(
      "an image that is not there taken away",
      [
        "handle": "shirt", "image_url": "https://pim.example/back.jpg", "image_command": "DELETE",
      ],
      become: ["unchanged"]),
    ComposeCase(
      "images replaced",
      [
        "handle": "shirt", "image_url": "https://pim.example/back.jpg", "image_command": "REPLACE",
      ],
      become: [
        "images images-ready images-delete: image_url=https://pim.example/back.jpg images=nil"
      ]),
  ]

  @Test(arguments: cases) func `a command does what it says`(_ it: ComposeCase) {
    #expect(ProductComposerTests.compose(it).map(ProductComposerTests.words) == it.become)
  }
}
