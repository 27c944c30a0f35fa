// SPDX-License-Identifier: Apache-2.0

import Tables

extension Timing {
  /// Reads `schedule`, `catch_up` and `expect`. Faults are added.
  static func read(_ settings: Settings, faults: inout [Fault]) -> Timing {
    var timing = Timing()
    if let setting = settings["schedule"], let text = setting.text {
      timing.schedule = schedule(text, of: setting, zone: settings["zone"]?.text, &faults)
    }
    if let choice = settings["catch_up"]?.text.flatMap(CatchUp.init) { timing.catchUp = choice }
    if let setting = settings["catch_up"], !settings.mentions("schedule") {
      faults.append(
        Fault(
          "catch-up", at: setting.keyPosition, "'catch_up' says nothing without 'schedule'",
          hint: "take it out, or give the job a schedule"))
    }
    if let setting = settings["expect"], let text = setting.text {
      timing.expectation = expectation(text, of: setting, &faults)
    }
    return timing
  }

  private static func schedule(
    _ text: String, of setting: Setting, zone: String?, _ faults: inout [Fault]
  ) -> Schedule? {
    do throws(ScheduleError) {
      var own: Zone?
      if let zone {
        do { own = try Zone.named(zone) } catch { throw .zone(error) }
      }
      let schedule = try Schedule(text, zone: own)
      guard schedule.next(after: Moment(0)) != nil else {
        faults.append(
          Fault(
            "schedule", at: setting.position, "'schedule' names a time that never comes",
            found: quoted(text)))
        return nil
      }
      return schedule
    } catch {
      faults.append(fault(error, of: setting, found: text))
      return nil
    }
  }

  private static func expectation(
    _ text: String, of setting: Setting, _ faults: inout [Fault]
  ) -> Expectation? {
    do throws(ScheduleError) {
      if let expectation = try Expectation(text) { return expectation }
      faults.append(
        Fault(
          "expect", at: setting.position, "'expect' cannot be that",
          expected: "days and a time, such as daily by 06:30 Europe/Berlin", found: quoted(text)))
    } catch {
      faults.append(fault(error, of: setting, found: text))
    }
    return nil
  }

  private static func fault(_ error: ScheduleError, of setting: Setting, found: String) -> Fault {
    switch error {
    case .zone(let error):
      Fault("zone", at: setting.position, "'\(setting.key)': \(error.description)")
    case .calendar(let error):
      Fault(
        setting.key, at: setting.position,
        "'\(setting.key)' cannot be that: \(error.expected) expected"
          + (setting.key == "schedule" ? " at character \(error.column)" : ""),
        found: error.found == "the end" ? "its end" : error.found,
        hint: "docs/schedule.md explains what may stand here")
    }
  }
}
