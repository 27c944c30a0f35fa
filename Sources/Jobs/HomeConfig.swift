// SPDX-License-Identifier: Apache-2.0

import Secrets

/// `dray.yaml`, validated: one home, one store.
package struct HomeConfig: Sendable {
  /// The store.
  package var store: StoreConfig
  /// Folders set elsewhere than below the home; absolute paths, symbolic links of ours resolved.
  package var folders: FolderPaths
  /// Where files can be sent.
  package var targets: [Target] = []
  /// Who can hear of trouble.
  package var alerts: [Alert] = []
  /// Who hears of the home's trouble, and of that of jobs that do not say.
  package var alert: AlertChoice = .usual
  /// How long things are kept.
  package var keep = Keep()

  /// What `dray.yaml` said.
  package init(store: StoreConfig, folders: FolderPaths) {
    self.store = store
    self.folders = folders
  }
}

extension HomeConfig {
  /// The names of those who hear of the trouble of a job with this choice.
  package func listeners(_ choice: AlertChoice) -> [String] {
    switch (choice, alert) {
    case (.these(let names), _), (.usual, .these(let names)): names
    case (.usual, .usual): alerts.map(\.name)
    }
  }
}

/// `store:` in `dray.yaml`.
package struct StoreConfig: Sendable {
  /// The name before `.myshopify.com`.
  package var shop: String
  /// The Admin API version asked for, e.g. `2026-07`.
  package var apiVersion: String
  /// How to sign in.
  package var auth: Auth
  /// Another address for the same API, scheme, host and port only; nil means the shop's own.
  package var endpoint: String?

  /// How Dray signs in.
  package enum Auth: Sendable {
    /// Client credentials grant: an app of the shop's own organisation.
    case clientCredentials(id: String, secret: SecretSource)
    /// A token that does not end.
    case accessToken(SecretSource)
  }

  /// A store to talk to.
  package init(shop: String, apiVersion: String, auth: Auth, endpoint: String? = nil) {
    self.shop = shop
    self.apiVersion = apiVersion
    self.auth = auth
    self.endpoint = endpoint
  }
}

/// Where a secret is read from; never the secret itself.
package enum SecretSource: Sendable, Equatable {
  /// A systemd credential: a file of that name in `$CREDENTIALS_DIRECTORY`.
  case credential(String)
  /// An environment variable.
  case environment(String)
  /// A file; refused when group or others can read it.
  case file(String)
}

/// The folders of a home, absolute.
package struct FolderPaths: Sendable, Equatable {
  /// The folder that holds it all.
  package var home: String
  /// Job files, and look-up tables below `tables/`.
  package var jobs: String
  /// A folder a feed, where files are dropped.
  package var inbox: String
  /// Exports, and receipts below `receipts/`.
  package var outbox: String
  /// Originals as they came, with their receipts.
  package var archive: String
  /// Lock, control socket, journal, mirror and spool; private.
  package var state: String

  /// The folders below one home.
  package init(home: String) {
    self.home = home
    jobs = home + "/jobs"
    inbox = home + "/inbox"
    outbox = home + "/outbox"
    archive = home + "/archive"
    state = home + "/state"
  }
}
