// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Real catalogues and ship notices, where that folder lies beside the package.
private enum Samples {
  /// `DRAY_SHARED` names the folder where it lies elsewhere than beside the package.
  static let folder: String? = {
    let shared = ProcessInfo.processInfo.environment["DRAY_SHARED"] ?? "../shared"
    let folder = "\(shared)/samples"
    return FileManager.default.fileExists(atPath: "\(folder)/bmecat") ? folder : nil
  }()

  static func bytes(_ path: String) throws -> [UInt8] {
    let folder = try #require(folder)
    return Array(try Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
  }
}

@Suite(.enabled(if: Samples.folder != nil, "the samples are not beside this package"))
struct XMLSampleTests {
  static let records = "/BMECAT/T_NEW_CATALOG/ARTICLE | /BMECAT/T_UPDATE_PRICES/ARTICLE"
  static let fields = [
    "SUPPLIER_AID", "ARTICLE_DETAILS/EAN", "name(..)", "/BMECAT/T_UPDATE_PRICES/@prev_version",
    "/BMECAT/HEADER/CATALOG/CURRENCY", "/BMECAT/HEADER/AGREEMENT/DATETIME[2]/DATE",
    "ARTICLE_PRICE_DETAILS/ARTICLE_PRICE[LOWER_BOUND=1]/PRICE_AMOUNT",
  ]

  @Test(arguments: [
    ("bmecat/bmecat12-new_catalog.xml", ["8712670911213", "T_NEW_CATALOG", nil]),
    ("bmecat/bmecat12-update_prices.xml", [nil, "T_UPDATE_PRICES", "42"]),
  ])
  func `a BMEcat 1.2 catalogue is read, whichever of its transactions it is`(
    _ path: String, _ own: [String?]
  ) throws {
    let table = try ReadTable(xml: Samples.bytes(path), Self.records, Self.fields) {
      $0.ignoresDoctype = true
      $0.children = [
        ChildPaths(
          name: "prices", path: "ARTICLE_PRICE_DETAILS/ARTICLE_PRICE",
          columns: ["from", "amount", "type", "until", "sku"],
          fields: [
            "LOWER_BOUND", "PRICE_AMOUNT", "@price_type",
            "../DATETIME[@type='valid_end_date']/DATE", "../../SUPPLIER_AID",
          ]),
        ChildPaths(
          name: "values", path: "ARTICLE_FEATURES/FEATURE/FVALUE", columns: ["name", "value"],
          fields: ["../FNAME", "."]),
      ]
    }
    #expect(table.fault == nil)
    #expect(table.extents.compactMap(\.fault) == [])
    #expect(table.rows == [["1000"] + own + ["EUR", "2002-05-31", "1499.5"]])
    #expect(
      table.children[0].map(\.values) == [
        ["1", "1499.5", "net_customer", "2001-07-31", "1000"],
        ["100", "1300.9", "net_customer", "2001-07-31", "1000"],
      ])
    #expect(
      table.children[1].map(\.values)
        == (own[0] == nil ? [] : [["Netzspannung", "110"], ["Netzspannung", "220"]]))
  }

  @Test func `a BMEcat 2005 catalogue is read in its namespace, and refused in another`() throws {
    let bytes = try Samples.bytes("bmecat/bmecat2005-new_catalog.xml")
    let path = "/b:BMECAT/b:T_NEW_CATALOG/b:PRODUCT"
    let table = try ReadTable(xml: bytes, path, ["b:SUPPLIER_PID", "/b:BMECAT/@version"]) {
      $0.ignoresDoctype = true
      $0.namespaces = ["b": "http://www.bmecat.org/bmecat/2005"]
    }
    #expect(table.fault == nil)
    #expect(table.rows == [["1000", "2005"]])
    let other = try ReadTable(xml: bytes, path, ["b:SUPPLIER_PID"]) {
      $0.ignoresDoctype = true
      $0.namespaces = ["b": "http://www.bmecat.org/bmecat/2005fd"]
    }
    #expect(other.fault?.code == "wrong-root")
    let strict = try ReadTable(xml: bytes, "/BMECAT/T_NEW_CATALOG/PRODUCT", ["SUPPLIER_PID"])
    #expect(strict.fault?.code == "doctype")
  }

  @Test func `a cXML ship notice is read from its parcel or from its orders`() throws {
    let bytes = try Samples.bytes("cxml/ShipNoticeRequest.xml")
    let notice = "/cXML/Request/ShipNoticeRequest"
    let portions = try ReadTable(
      xml: bytes, notice + "/ShipNoticePortion",
      [
        "OrderReference/@orderID", "../ShipNoticeHeader/@shipmentID",
        "../ShipControl/CarrierIdentifier[@domain='companyName']",
        "normalize-space(../ShipControl/ShipmentIdentifier)", "/cXML/@payloadID",
      ]
    ) { $0.ignoresDoctype = true }
    #expect(portions.fault == nil)
    #expect(
      portions.rows == [
        ["DO1234", "S2-123", "Federal Express", "8202 8261 1194", "0c30050@supplierorg.com"]
      ])
    let notices = try ReadTable(
      xml: bytes, notice,
      ["ShipNoticeHeader/@shipmentID", "ShipControl/CarrierIdentifier[@domain='SCAC']"]
    ) {
      $0.ignoresDoctype = true
      $0.children = [
        ChildPaths(
          name: "orders", path: "ShipNoticePortion", columns: ["order", "shipment"],
          fields: ["OrderReference/@orderID", "../ShipNoticeHeader/@shipmentID"])
      ]
    }
    #expect(notices.rows == [["S2-123", "FDE"]])
    #expect(notices.children[0].map(\.values) == [["DO1234", "S2-123"]])
    let ambiguous = try ReadTable(xml: bytes, notice, ["ShipControl/CarrierIdentifier"]) {
      $0.ignoresDoctype = true
    }
    #expect(ambiguous.extents.first?.fault?.code == "repeated-field")
  }
}
