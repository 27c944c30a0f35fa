// SPDX-License-Identifier: Apache-2.0

import Tables

/// What a command asks of whoever holds the lock: itself, or the process at the control socket.
package enum Request: Sendable, Equatable {
  /// One pass: of the job's waiting files, or of these files; of an export's due slots.
  case run(job: String, files: [String], repeats: Bool, route: String?, now: Bool)
  /// The file of an export's run once more, under a name of its own.
  case again(job: String, run: Int64)
  case approve(delivery: Int64)
  case refuse(delivery: Int64)
  case retry(id: String)
  case undo(delivery: Int64)
  /// Streams of the mirror; none names all. `full` reads them whole.
  case refresh(streams: [String], full: Bool)
}

extension Request {
  /// One line of JSON for the control socket.
  var json: JSON {
    switch self {
    case .run(let job, let files, let repeats, let route, let now):
      [
        "do": "run", "job": .string(job), "files": .array(files.map(JSON.string)),
        "repeats": .bool(repeats), "route": route.map(JSON.string) ?? .null, "now": .bool(now),
      ]
    case .again(let job, let run): ["do": "again", "job": .string(job), "run": JSON(Int(run))]
    case .approve(let delivery): ["do": "approve", "delivery": JSON(Int(delivery))]
    case .refuse(let delivery): ["do": "refuse", "delivery": JSON(Int(delivery))]
    case .retry(let id): ["do": "retry", "id": .string(id)]
    case .undo(let delivery): ["do": "undo", "delivery": JSON(Int(delivery))]
    case .refresh(let streams, let full):
      ["do": "refresh", "streams": .array(streams.map(JSON.string)), "full": .bool(full)]
    }
  }

  /// nil where the line is none of ours.
  init?(_ json: JSON) {
    switch json["do"]?.string {
    case "run":
      guard let job = json["job"]?.string, let files = json["files"]?.array,
        let repeats = json["repeats"]?.bool, let now = json["now"]?.bool
      else { return nil }
      self = .run(
        job: job, files: files.compactMap(\.string), repeats: repeats,
        route: json["route"]?.string, now: now)
    case "again":
      guard let job = json["job"]?.string, let run = json["run"]?.int else { return nil }
      self = .again(job: job, run: Int64(run))
    case "approve":
      guard let delivery = json["delivery"]?.int else { return nil }
      self = .approve(delivery: Int64(delivery))
    case "refuse":
      guard let delivery = json["delivery"]?.int else { return nil }
      self = .refuse(delivery: Int64(delivery))
    case "retry":
      guard let id = json["id"]?.string else { return nil }
      self = .retry(id: id)
    case "undo":
      guard let delivery = json["delivery"]?.int else { return nil }
      self = .undo(delivery: Int64(delivery))
    case "refresh":
      guard let streams = json["streams"]?.array, let full = json["full"]?.bool else { return nil }
      self = .refresh(streams: streams.compactMap(\.string), full: full)
    default: return nil
    }
  }
}
