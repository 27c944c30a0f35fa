// SPDX-License-Identifier: Apache-2.0

import Tables

extension HomeConfig {
  /// Reads `dray.yaml` of a home.
  ///
  /// - Throws: every fault of the file at once.
  package static func load(home: String) throws(ConfigError) -> HomeConfig {
    var faults: [Fault] = []
    guard let config = read(home: home, faults: &faults), faults.isEmpty else {
      throw ConfigError(faults)
    }
    return config
  }

  /// Reads `dray.yaml`; nil where no use can be made of it. Faults are added.
  static func read(home: String, faults: inout [Fault]) -> HomeConfig? {
    let file = "dray.yaml"
    let bytes: [UInt8]
    do {
      bytes = try ConfigFile.read(home + "/" + file, as: file)
    } catch {
      var fault = error
      if fault.code == "no-such-file" {
        fault.what = "there is no dray.yaml in \(home)"
        fault.hint = "`dray init` makes one; --home or DRAY_HOME names another home"
      }
      faults.append(fault)
      return nil
    }
    var reader = KeyReader(file: file)
    do {
      guard
        let settings = reader.read(try YAMLText.parse(bytes, file: file), keys: KeyTable.home.keys)
      else {
        faults += reader.faults
        return nil
      }
      var store: StoreConfig?
      if let block = settings["store"]?.table {
        store = readStore(block, faults: &reader.faults)
      }
      let folders = folders(settings["folders"]?.table, home: home, faults: &reader.faults)
      var config = store.map { HomeConfig(store: $0, folders: folders) }
      config?.readOutside(settings, faults: &reader.faults)
      faults += reader.faults
      return config
    } catch {
      faults.append(error)
      return nil
    }
  }

  /// Whom the home sends to and tells of trouble, and what it keeps.
  private mutating func readOutside(_ settings: Settings, faults: inout [Fault]) {
    if let block = settings["targets"]?.table {
      var reading = TargetReading()
      targets = reading.read(block)
      faults += reading.faults
    }
    if let block = settings["alerts"]?.table {
      var reading = AlertReading(targets: targets)
      alerts = reading.read(block)
      faults += reading.faults
    }
    alert = AlertReading.choice(settings["alert"])
    faults += unknownNames(alert, at: settings["alert"]?.position)
    keep.archive = settings["keep"]?.table?["archive"]?.duration
    keep.journal = settings["keep"]?.table?["journal"]?.duration
  }

  private static func readStore(_ settings: Settings, faults: inout [Fault]) -> StoreConfig? {
    var shop = ""
    if let setting = settings["shop"], let text = setting.text {
      shop = text
      if !isShopName(text) {
        faults.append(
          Fault(
            "shop-name", at: setting.position, "'shop' cannot be that",
            expected: "the name before .myshopify.com, in lower case", found: quoted(text)))
      }
    }
    let version = settings["api_version"]
    if let version, let text = version.text, !isVersion(text) {
      faults.append(
        Fault(
          "api-version", at: version.position, "'api_version' cannot be that",
          expected: "a version such as 2026-07", found: quoted(text)))
    }
    let endpoint = settings["endpoint"]
    if let endpoint, let text = endpoint.text, let reason = Endpoint.complaint(about: text) {
      faults.append(
        Fault(
          "endpoint", at: endpoint.position, "'endpoint' \(reason)",
          expected: "scheme, host and port such as http://127.0.0.1:9292", found: quoted(text)))
    }
    guard let block = settings["auth"]?.table, let auth = readAuth(block, faults: &faults) else {
      return nil
    }
    return StoreConfig(
      shop: shop, apiVersion: version?.text ?? "2026-07", auth: auth, endpoint: endpoint?.text)
  }

  private static func readAuth(_ settings: Settings, faults: inout [Fault]) -> StoreConfig.Auth? {
    let expected = "either 'client_id' with 'client_secret', or 'access_token'"
    let client = settings.mentions("client_id") || settings.mentions("client_secret")
    switch (client, settings.mentions("access_token")) {
    case (true, true):
      faults.append(
        Fault(
          "two-sign-ins", at: settings.position, "'auth' names two ways to sign in",
          expected: expected))
      return nil
    case (false, false):
      if settings.faulty.isEmpty {
        faults.append(
          Fault(
            "no-sign-in", at: settings.position, "'auth' names no way to sign in",
            expected: expected))
      }
      return nil
    case (false, true):
      return settings["access_token"]?.secret.map(StoreConfig.Auth.accessToken)
    case (true, false):
      for key in ["client_id", "client_secret"] where !settings.mentions(key) {
        faults.append(
          Fault(
            "missing-key", at: settings.position, "the key '\(key)' is missing in 'auth'",
            expected: expected))
      }
      guard let id = settings["client_id"]?.text, let secret = settings["client_secret"]?.secret
      else { return nil }
      return .clientCredentials(id: id, secret: secret)
    }
  }

  private static func isShopName(_ text: String) -> Bool {
    text.first != "-" && text.last != "-" && !text.isEmpty
      && text.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) }
  }

  private static func isVersion(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].count == 4 && Int(parts[0]) != nil
      && ["01", "04", "07", "10"].contains(parts[1])
  }
}

/// `endpoint:` of a store.
enum Endpoint {
  /// What is wrong with an address; nil where nothing is.
  static func complaint(about text: String) -> String? {
    guard let mark = text.firstRange(of: "://") else { return "is no address" }
    let scheme = text[..<mark.lowerBound]
    var rest = text[mark.upperBound...]
    if rest.hasSuffix("/") { rest.removeLast() }
    guard !rest.isEmpty, !rest.contains(where: { "/?#@ ".contains($0) }) else {
      return "must end with the host or its port"
    }
    let host: Substring
    if rest.hasPrefix("[") {
      host = rest.prefix { $0 != "]" }.dropFirst()
      rest = rest.drop { $0 != "]" }.dropFirst()
    } else {
      host = rest.prefix { $0 != ":" }
      rest = rest.dropFirst(host.count)
    }
    if !rest.isEmpty {
      guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else {
        return "has no usable port"
      }
    }
    switch scheme {
    case "https": return host.isEmpty ? "has no host" : nil
    case "http":
      let isLoopback =
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && isIPv4(host))
      return isLoopback ? nil : "may use plain http only on this machine"
    default: return "is neither https nor http"
    }
  }

  private static func isIPv4(_ host: Substring) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}
