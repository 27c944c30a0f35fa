// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// The power fails: what was not synced is gone, in each of three ways, while the store keeps what it did.
@Suite struct PowerLossTests {
  /// Where the power fails: at a call on a path.
  struct Place: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var path: String
    var point: Int
  }

  static let places = [
    Place(testDescription: "C03 copied, not synced", path: "state/spool", point: 3),
    Place(testDescription: "C04 renamed, its folder not synced", path: "state/spool", point: 5),
    Place(testDescription: "C05 committed, not removed", path: "inbox/stock", point: 2),
    Place(testDescription: "C06 removed, its folder not synced", path: "inbox/stock", point: 3),
    Place(testDescription: "C15 answered, not placed", path: "outbox/receipts/stock", point: 5),
  ]

  @Test(arguments: places, DiskModel.Loss.allCases)
  func `C03 C04 C06 the power fails while a file is taken or answered, which is then worked once`(
    _ place: Place, _ loss: DiskModel.Loss
  ) async throws {
    try await fail(loss, place.testDescription) { points, home in
      points.environment(count: "\(home.path)/scratch/count", at: place.point, on: place.path)
    }
  }

  /// `DRAY_CRASH=all` tries every point.
  @Test
  func `C09 C11 C12 the power fails at points spread over a whole delivery, each effect once`()
    async throws
  {
    var counted = 0
    try await TestHome.with(sandbox: StockFile.store) { home in
      let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
      try await CrashScenario.stockDelivery.prepare(home)
      let count = "\(home.path)/count"
      _ = try await home.start(["run", "stock"], environment: points.environment(count: count))
        .finish()
      counted = try Points.counted(count)
    }
    let losses = DiskModel.Loss.allCases
    for point in Points.chosen(of: counted, sample: 8) {
      try await fail(losses[point % losses.count], "point \(point) of \(counted)") { points, home in
        points.environment(count: "\(home.path)/scratch/count", at: point)
      }
    }
  }

  private func fail(
    _ loss: DiskModel.Loss, _ place: String,
    _ environment: (Points, TestHome) -> [String: String]
  ) async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
      let disk = try await points.compiled("disk.c", scratch: home.path)
      try await CrashScenario.stockDelivery.prepare(home)
      let model = try DiskModel(home)
      let (log, kept) = ("\(home.path)/scratch/disk.log", "\(home.path)/scratch/kept")
      try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
      var variables = environment(points, home)
      variables["LD_PRELOAD"] = "\(points.library) \(disk)"
      variables["DISK_LOG"] = log
      variables["DISK_KEEP"] = kept
      let first = try await home.start(["run", "stock"], environment: variables).finish()
      #expect(first.status == 137 || first.status == 0, "\(first)")
      try model.replay(log)
      try model.restore(loss, kept: kept)

      let last = try await home.dray("run", "stock")
      #expect(last.status == 0, "\(place), lost \(loss): \(last)")
      let problems = await Problems.found { try await CrashScenario.stockDelivery.judge(home) }
      #expect(problems == nil, "\(place), lost \(loss): \(problems ?? "")")
      let audit = try await home.dray("audit")
      #expect(audit.status == 0, "\(place), lost \(loss): \(audit)")
    }
  }
}
