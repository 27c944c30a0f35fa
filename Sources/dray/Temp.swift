import ArgumentParser
import Journal

extension Journal { func audit() throws(JournalError) -> [String] { [] } }
struct Plan: ParsableCommand { func run() {} }
