import ArgumentParser
import Jobs
import Journal
import ShopifyAdmin
import Tables

enum Mapping { static func check(_ j: FeedJob) -> [Fault] { [] } }
extension Journal { func audit() throws(JournalError) -> [String] { [] } }
extension AdminClient { static var documents: [(name: String, text: String)] { [] } }
struct Plan: ParsableCommand { func run() {} }
  init(_ s: ([UInt8]) -> Void) {}; mutating func write(_ r: [String]) throws {};
  mutating func flush() throws {}
}
