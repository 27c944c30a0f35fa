// SPDX-License-Identifier: Apache-2.0

extension HomeConfig {
  /// The names of the systemd credentials the config reads, in order, each once.
  package var credentials: [String] {
    let sources = store.secrets + targets.flatMap(\.secrets) + alerts.flatMap(\.secrets)
    let names = sources.compactMap { source -> String? in
      if case .credential(let name) = source { name } else { nil }
    }
    return Set(names).sorted()
  }
}

extension StoreConfig {
  fileprivate var secrets: [SecretSource] {
    switch auth {
    case .clientCredentials(_, let secret): [secret]
    case .accessToken(let secret): [secret]
    }
  }
}

extension Target {
  fileprivate var secrets: [SecretSource] {
    switch way {
    case .sftp(let sftp):
      switch sftp.proof {
      case .key(let key, let passphrase): [key] + (passphrase.map { [$0] } ?? [])
      case .password(let password): [password]
      }
    case .mail(let mail): mail.account.map { [$0.password] } ?? []
    case .web(let web):
      switch web.proof {
      case .basic(let account): [account.password]
      case .bearer(let secret): [secret]
      case nil: []
      }
    }
  }
}

extension Alert {
  fileprivate var secrets: [SecretSource] {
    guard case .webhook(let address, let sign) = way else { return [] }
    let own = sign.map { [$0] } ?? []
    guard case .secret(let source) = address else { return own }
    return own + [source]
  }
}
