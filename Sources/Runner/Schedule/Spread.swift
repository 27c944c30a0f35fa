// SPDX-License-Identifier: Apache-2.0

import Jobs

/// Jobs that are due at one moment, spread out: each begins a little later than its slot, always as much.
enum Spread {
  /// Up to so many scheduled jobs begin on the second.
  static let few = 8
  /// The longest delay, in seconds.
  static let longest = 60

  /// How many seconds after its slot a job begins: none where few jobs have a schedule, else by its name, within a
  /// minute and within a tenth of the time to its next slot.
  static func delay(of job: String, among scheduled: Int, _ schedule: Schedule) -> Int {
    guard scheduled > few, let first = schedule.next(after: Moment(1_767_225_600)),
      let second = schedule.next(after: first)
    else { return 0 }
    let room = min(longest, (second.seconds - first.seconds) / 10)
    return room > 0 ? Int(hash(job) % UInt64(room)) : 0
  }

  /// FNV-1a: the same on every machine and in every run.
  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
