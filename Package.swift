// swift-tools-version: 6.1
import PackageDescription

/// Every target is built alike: declared once, with the proposals each flag comes from.
let swift: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),  // SE-0335
  .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
  .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// One room of the program: a target that imports only the rooms it names.
func room(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swift)
}

/// The tests of one room.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: swift)
}

let package = Package(
  name: "dray",
  products: [.executable(name: "dray", targets: ["dray"])],
  dependencies: [
    // SQLite, safe by default; its raw connection serves the hot loops.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Commands, help, completion.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // SHA-256 of files and requests.
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    // The ecosystem's logging interface.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // YAML with the line and column of every node.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // System libraries and their C shims.
    .systemLibrary(
      name: "CLibCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CCurl", dependencies: ["CLibCurl"]),
    .target(name: "CXML", dependencies: ["CLibXML2"]),
    // Without pkg-config: newer releases of RE2 name every library of abseil there, in flags SwiftPM refuses, and the
    // shim uses none of them.
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

    // The rooms, lowest first.
    room("Secrets", []),
    room("Tables", ["CXML", "CZlib"]),
    .target(name: "CLinux"),
    room("Transport", ["CCurl", "CLinux", "Secrets"]),
    room("Folders", ["CLinux", crypto]),
    room("Catalogue", ["Tables"]),
    room("ShopifyAdmin", ["Transport", "Secrets", "Tables", logging]),
    .target(
      name: "Jobs", dependencies: ["Catalogue", "Secrets", "Tables", yams, crypto],
      // In the binary itself, which stays one file that runs anywhere.
      resources: [.embedInCode("Presets")], swiftSettings: swift),
    room("Journal", ["Tables", grdb, sqlite]),
    room("Mirror", ["ShopifyAdmin", "Tables", "CRE2", grdb, sqlite, crypto]),
    room(
      "Inbound",
      [
        "Mirror", "Journal", "Jobs", "Catalogue", "Folders", "ShopifyAdmin", "Tables", grdb, sqlite,
        crypto, logging,
      ]),
    room(
      "Outbound",
      [
        "Mirror", "Journal", "Jobs", "Catalogue", "Folders", "ShopifyAdmin", "Transport", "Secrets",
        "Tables", grdb, crypto, logging,
      ]),
    room(
      "Runner",
      [
        "Inbound", "Outbound", "Mirror", "Journal", "Jobs", "Catalogue", "Folders", "ShopifyAdmin",
        "Transport", "Secrets", "Tables", grdb, crypto, logging,
      ]),
    room("Sandbox", ["Tables", crypto]),
    .executableTarget(
      name: "dray",
      dependencies: [
        "Runner", "Inbound", "Outbound", "Mirror", "Journal", "Jobs", "Catalogue", "Folders",
        "ShopifyAdmin", "Transport", "Secrets", "Tables", "Sandbox", argumentParser, grdb, logging,
      ],
      swiftSettings: swift),

    // How fast files are decoded; for `make bench`, no part of what is installed.
    .executableTarget(
      name: "dray-decode", dependencies: ["Tables"], path: "Benches/Decode", swiftSettings: swift),

    tests("TablesTests", ["Tables"]),
    tests(
      "ShopifyAdminTests", ["ShopifyAdmin", "Transport", "CCurl", "Secrets", "Tables", logging]),
    tests("TransportTests", ["Transport", "CCurl", "Secrets"]),
    tests("FoldersTests", ["Folders"]),
    tests("CatalogueTests", ["Catalogue", "Tables", grdb]),
    tests("JobsTests", ["Jobs", "Catalogue", "Secrets", "Tables"]),
    tests("JournalTests", ["Journal", "Tables", grdb]),
    tests(
      "MirrorTests",
      ["Mirror", "ShopifyAdmin", "Transport", "Secrets", "Sandbox", "Tables", grdb, logging]),
    tests(
      "InboundTests",
      [
        "Inbound", "Mirror", "Journal", "Jobs", "Catalogue", "Folders", "ShopifyAdmin", "Transport",
        "Secrets", "Sandbox", "Tables", grdb, logging,
      ]),
    tests(
      "OutboundTests",
      [
        "Outbound", "Mirror", "Journal", "Jobs", "Folders", "ShopifyAdmin", "Transport", "Secrets",
        "Sandbox", "Tables", grdb, crypto, logging,
      ]),
    tests("SandboxTests", ["Sandbox", "Tables"]),
    tests("RunnerTests", ["Runner", "Journal", "Jobs", "Transport", "Secrets", "Tables", grdb]),
    // The pages of docs/ against the code.
    tests("DocsTests", ["dray", "Jobs", "Mirror", "Runner", "Sandbox", "Tables"]),
    // Whole processes, real files, the sandbox's effect log as the judge.
    .testTarget(
      name: "ProcessTests", dependencies: ["dray", "Tables", "Transport", grdb, crypto],
      exclude: ["Printed/golden"], swiftSettings: swift),
  ],
  swiftLanguageModes: [.v6]
)
