import ArgumentParser
import GRDB

@main struct Dray: ParsableCommand { func run() {} }
