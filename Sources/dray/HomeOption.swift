// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Jobs
import Runner

/// `--home DIR`, or `DRAY_HOME`, or the folder we are in.
struct HomeOption: ParsableArguments {
  @Option(name: .long, help: "The folder that holds it all (default: $DRAY_HOME, or this folder).")
  var home: String?

  /// The home's absolute path.
  var path: String {
    let given = home ?? ProcessInfo.processInfo.environment["DRAY_HOME"] ?? "."
    return URL(fileURLWithPath: given, isDirectory: true).standardizedFileURL.path
  }
}
