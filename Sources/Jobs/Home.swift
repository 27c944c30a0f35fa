// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import Tables

/// A home's config as read from disk: what is usable of it, and everything that is wrong.
package struct Home: Sendable {
  /// `dray.yaml`; nil where it is too faulty to be used.
  package var config: HomeConfig?
  /// The jobs without a fault, by name.
  package var jobs: [Job]
  /// Everything wrong, by file and line.
  package var faults: [Fault]

  /// Reads `dray.yaml`, every job and every look-up table they name. Never throws: see `faults`.
  ///
  /// - Parameter home: The home's path.
  package static func read(_ home: String) -> Home {
    var faults: [Fault] = []
    let config = HomeConfig.read(home: home, faults: &faults)
    let folder = config?.folders.jobs ?? HomeConfig.resolved(home) + "/jobs"
    var jobs: [Job] = []
    do {
      for name in try JobFile.names(in: folder, faults: &faults) {
        var own: [Fault] = []
        let job = JobFile.read(name: name, folder: folder, faults: &own)
        if let job, let config { own += config.unknownNames(in: job) }
        if let job, own.isEmpty { jobs.append(job) }
        faults += own
      }
    } catch {
      faults.append(error)
    }
    faults += PresetReading.faults(folder: folder).filter { !faults.contains($0) }
    faults.sort { one, other in
      let (a, b) = (one.position, other.position)
      // `dray.yaml` before the jobs, which are read in order of name.
      guard a.file == b.file else {
        return (a.file != "dray.yaml" ? 1 : 0, a.file) < (b.file != "dray.yaml" ? 1 : 0, b.file)
      }
      return (a.line, a.column) < (b.line, b.column)
    }
    return Home(config: config, jobs: jobs, faults: faults)
  }

  /// A home without a fault.
  ///
  /// - Throws: every fault of every file at once.
  package static func load(_ home: String) throws(ConfigError) -> (config: HomeConfig, jobs: [Job])
  {
    let home = read(home)
    guard let config = home.config, home.faults.isEmpty else { throw ConfigError(home.faults) }
    return (config, home.jobs)
  }
}
