// SPDX-License-Identifier: Apache-2.0

import Tables

/// A bulk mutation under way: each line of its file runs alone, in no particular order.
struct BulkMutationRun {
  private let prepared: PreparedDocument
  private let lines: [ArraySlice<UInt8>]
  private let order: [Int]
  private var next = 0

  init(_ prepared: PreparedDocument, file: [UInt8], seed: Int) {
    self.prepared = prepared
    lines = file.split(separator: UInt8(ascii: "\n")).filter { line in
      line.contains { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }
    }
    var order = Array(lines.indices)
    var generator = Generator(seed: UInt64(truncatingIfNeeded: seed))
    for index in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(index, generator.below(index + 1))
    }
    self.order = order
  }

  var isDone: Bool { next == order.count }
  /// Whether at least half of the lines have run.
  var isHalfDone: Bool { next * 2 >= order.count }

  /// Runs the next line.
  mutating func advance(_ context: ExecutionContext, into output: inout BulkOutput) {
    guard next < order.count else { return }
    let number = order[next]
    next += 1
    var members: [JSON.Member]
    do {
      let variables = try JSON(parsing: lines[number])
      members =
        context.engine.execute(prepared, variables: variables, context: context).members ?? []
    } catch {
      members = [
        JSON.Member("errors", [["message": .string("Invalid JSON: \(error.reason)")]])
      ]
    }
    members.append(JSON.Member("__lineNumber", JSON(number)))
    output.add(.object(members), isRoot: true)
  }
}
