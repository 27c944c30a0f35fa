import ArgumentParser

struct Plan: ParsableCommand { func run() {} }
