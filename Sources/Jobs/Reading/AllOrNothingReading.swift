// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Tables

extension FeedReading {
  /// What `all_or_nothing:` says, and what follows where it is left out.
  mutating func readAllOrNothing(into job: inout FeedJob) {
    let setting = settings["all_or_nothing"]
    guard let (key, why) = wholeness(of: job) else {
      job.allOrNothing = setting?.flag ?? (!job.operation.takesBeginnings || job.map != nil)
      return
    }
    job.allOrNothing = true
    guard let setting, setting.flag == false else { return }
    faults.append(
      Fault(
        "wrong-value", at: setting.position, "with '\(key)' a file is all or nothing: \(why)",
        expected: "true", found: "false", hint: "leave it out, or '\(key)'"))
  }

  /// The key by which every file must be whole, and why; nil where none says so.
  private func wholeness(of job: FeedJob) -> (key: String, why: String)? {
    if job.absent != .keep {
      return ("absent", "what stands behind a break would be taken for left out")
    }
    if job.supersedes {
      return ("supersede", "it takes the place of files before it, which were whole")
    }
    if case .csv(let csv) = job.format, csv.trailer != nil {
      return ("trailer", "its last line says that it is whole")
    }
    return nil
  }
}
