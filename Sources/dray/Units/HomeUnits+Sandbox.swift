// SPDX-License-Identifier: Apache-2.0

import Jobs

extension HomeUnits {
  /// Who the service is and what it may do: nothing but its home, the network and its secrets.
  func sandbox(below home: String) -> [UnitFile.Setting?] {
    let isAtHome = ["/home/", "/root/", "/run/user/"].contains { home.hasPrefix($0) }
    let credentials = config.credentials.map {
      UnitFile.Setting("LoadCredential", "\($0):/etc/dray/credentials/\($0)")
    }
    return credentials + [
      UnitFile.Setting("User", user), "UMask=0027", "NoNewPrivileges=yes",
      "CapabilityBoundingSet=", "AmbientCapabilities=", "ProtectSystem=strict",
      UnitFile.Setting("ProtectHome", isAtHome ? "read-only" : "yes"), "PrivateTmp=yes",
      "PrivateMounts=yes",
      "PrivateDevices=yes", "DevicePolicy=closed", "PrivateUsers=yes", "ProtectKernelTunables=yes",
      "ProtectKernelModules=yes", "ProtectKernelLogs=yes", "ProtectControlGroups=yes",
      "ProtectClock=yes", "ProtectHostname=yes", "ProtectProc=invisible", "ProcSubset=pid",
      "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6", "RestrictNamespaces=yes",
      "RestrictRealtime=yes", "RestrictSUIDSGID=yes", "LockPersonality=yes",
      "MemoryDenyWriteExecute=yes", "RemoveIPC=yes", "KeyringMode=private",
      "SystemCallArchitectures=native", "SystemCallFilter=@system-service",
      "SystemCallFilter=~@privileged @resources", "SystemCallErrorNumber=EPERM",
    ]
  }
}
