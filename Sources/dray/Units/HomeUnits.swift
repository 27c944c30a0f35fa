// SPDX-License-Identifier: Apache-2.0

import Jobs

/// The systemd units of a home: the service that serves it, a template for several homes side by side, and services,
/// timers and path units that work one job at a time instead.
struct HomeUnits {
  var config: HomeConfig
  var jobs: [Job]
  /// The program's absolute path.
  var program: String
  /// The user who owns the home.
  var user: String

  /// Every unit, by use.
  var files: [UnitFile] {
    [service, template, runner] + jobs.flatMap(triggers)
  }

  private typealias Setting = UnitFile.Setting

  private var home: String { config.folders.home }

  /// `dray serve` for this home.
  private var service: UnitFile {
    UnitFile(
      "dray.service", about: "Serves the home \(home): watches inboxes and runs schedules.",
      [
        ("Unit", unit("Dray on \(home)")),
        ("Service", serving + [Setting("Environment", quoted("DRAY_HOME=\(home)"))] + place(home)),
        ("Install", ["WantedBy=multi-user.target"]),
      ])
  }

  /// `dray serve` for any home beside this one.
  private var template: UnitFile {
    let parent = home.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    let path = "\(parent.replacing("%", with: "%%"))/%i"
    return UnitFile(
      "dray@.service",
      about: "Serves the home \(parent)/NAME as dray@NAME.service, where there are several.",
      [
        ("Unit", unit("Dray on \(parent)/%i")),
        (
          "Service",
          serving + [
            Setting("Environment", raw: quoted("DRAY_HOME=\(path)")),
            Setting("ReadWritePaths", raw: path),
          ] + sandbox(below: home)
        ),
        ("Install", ["WantedBy=multi-user.target"]),
      ])
  }

  /// One pass of a job.
  private var runner: UnitFile {
    UnitFile(
      "dray-run@.service",
      about: "One pass of a job of \(home), as dray-run@JOB.service; for timers and path units.",
      [
        ("Unit", unit("Dray job %i on \(home)") + ["StartLimitIntervalSec=0"]),
        (
          "Service",
          [
            "Type=oneshot", Setting("ExecStart", raw: "\(escaped(program)) run %i"),
            // The store is not reached, the disk is full, work is pending: again. The rest waits for a person.
            "Restart=on-failure", "RestartSec=60", "RestartPreventExitStatus=1 64 65 70 78",
            "TimeoutStartSec=infinity", "TimeoutStopSec=60",
            Setting("Environment", quoted("DRAY_HOME=\(home)")),
          ] + place(home)
        ),
      ])
  }

  /// What starts a job's pass: a timer by its schedule, or a look when its inbox changes and every five minutes.
  private func triggers(_ job: Job) -> [UnitFile] {
    let unit = Setting("Unit", "dray-run@\(job.name).service")
    if let schedule = job.timing.schedule {
      return [
        UnitFile(
          "dray-run@\(job.name).timer", about: "The schedule of the job \(job.name).",
          [
            ("Unit", [Setting("Description", "Slots of Dray's job \(job.name)")]),
            (
              "Timer",
              [
                Setting("OnCalendar", "\(schedule)"), "AccuracySec=1s",
                // What was missed is Dray's to decide; it must be asked, though.
                "Persistent=yes", unit,
              ]
            ),
            ("Install", ["WantedBy=timers.target"]),
          ])
      ]
    }
    guard case .feed(let feed) = job else { return [] }
    return [
      UnitFile(
        "dray-run@\(feed.name).path", about: "Works the feed \(feed.name) when a file arrives.",
        [
          ("Unit", [Setting("Description", "Inbox of Dray's feed \(feed.name)")]),
          ("Path", [Setting("PathChanged", "\(config.folders.inbox)/\(feed.name)"), unit]),
          ("Install", ["WantedBy=paths.target"]),
        ]),
      UnitFile(
        "dray-run@\(feed.name).timer",
        about: "Looks at the feed \(feed.name) now and then: after a start, and for pending work.",
        [
          ("Unit", [Setting("Description", "Looks at Dray's feed \(feed.name)")]),
          ("Timer", ["OnActiveSec=10s", "OnUnitInactiveSec=5min", unit]),
          ("Install", ["WantedBy=timers.target"]),
        ]),
    ]
  }

  private func unit(_ description: String) -> [Setting?] {
    [
      Setting("Description", raw: description),
      "After=network-online.target time-sync.target",
      "Wants=network-online.target time-sync.target",
    ]
  }

  /// A service that tells systemd when it is ready and that it is alive.
  private var serving: [Setting?] {
    [
      "Type=notify", Setting("ExecStart", raw: "\(escaped(program)) serve"),
      "ExecReload=/bin/kill -HUP $MAINPID", "Restart=on-failure", "RestartSec=5",
      // A wrong config does not mend itself.
      "RestartPreventExitStatus=64 78", "TimeoutStartSec=90", "TimeoutStopSec=60",
      "WatchdogSec=120",
    ]
  }

  /// A home and its folders elsewhere, which may be written, and everything else, which may not.
  private func place(_ home: String) -> [Setting?] {
    let folders = config.folders
    let elsewhere = [folders.inbox, folders.outbox, folders.archive, folders.state].filter {
      !$0.hasPrefix(home + "/")
    }
    return ([home] + elsewhere).map { Setting("ReadWritePaths", quoted($0)) } + sandbox(below: home)
  }

  private func quoted(_ text: String) -> String {
    text.contains(where: { $0 == " " || $0 == "\"" })
      ? "\"\(text.replacing("\"", with: "\\\""))\"" : text
  }

  private func escaped(_ path: String) -> String { quoted(path.replacing("%", with: "%%")) }
}
