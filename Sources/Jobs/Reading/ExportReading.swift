// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables

extension ExportJob {
  /// What `export:` may name.
  package static let kinds = ["orders"]

  /// Makes an export of its settings; nil where a required key is faulty. Faults are added.
  static func read(name: String, settings: Settings, bytes: [UInt8], faults: inout [Fault])
    -> ExportJob?
  {
    if let setting = settings["file"], let text = setting.text {
      do {
        _ = try FileNameTemplate(text)
      } catch {
        faults.append(
          Fault(
            "file-name", at: setting.position, "'file' cannot be that: \(error.reason)",
            expected: "a name such as orders-{sequence}-{until:%Y%m%d}.csv", found: quoted(text)))
      }
    }
    if let setting = settings["zone"], let text = setting.text, TimeZone(identifier: text) == nil {
      faults.append(
        Fault(
          "zone", at: setting.position, "'zone' names no time zone",
          expected: "a name such as Europe/Berlin", found: quoted(text)))
    }
    guard let export = settings["export"]?.text, let file = settings["file"]?.text else {
      return nil
    }
    var job = ExportJob(
      name: name, export: export, file: file, digest: ConfigFile.digest([bytes]))
    job.filter = settings["where"]?.text
    job.filterPosition = settings["where"]?.position
    job.zone = settings["zone"]?.text
    if let delimiter = settings["format"]?.table?["delimiter"]?.character {
      job.delimiter = delimiter
    }
    job.deliver = settings["deliver"]?.texts ?? []
    job.deliverPosition = settings["deliver"]?.position
    job.alert = AlertReading.choice(settings["alert"])
    job.alertPosition = settings["alert"]?.position
    if let retry = settings["retry"]?.duration { job.retry = retry }
    if let empty = settings["empty"]?.text.flatMap(EmptyExport.init) { job.empty = empty }
    if let audience = settings["for"]?.text.flatMap(Audience.init) { job.audience = audience }
    return job
  }
}
