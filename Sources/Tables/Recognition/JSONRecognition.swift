// SPDX-License-Identifier: Apache-2.0

/// What a sample of JSON holds: one array, lines, or an object with an array of records in it.
struct JSONRecognition {
  private(set) var found: Recognition.JSONShape
  private(set) var confidence: Int
  private(set) var evidence: [String]
  private(set) var doubts: [String] = []

  /// nil where the text does not begin like JSON.
  init?(_ text: [UInt8], isWhole: Bool) {
    var events = JSONOutline(text)
    guard let outline = events.read() else { return nil }
    found = Recognition.JSONShape(isLines: outline.isLines, records: "", fields: outline.fields)
    confidence = 95
    if outline.isLines {
      evidence = ["each line is a JSON value of its own"]
    } else if outline.records == nil {
      evidence = ["it is one JSON object"]
      doubts = ["no array of objects stands in what was looked at"]
      confidence = 70
    } else {
      found.records = outline.records ?? ""
      evidence = [
        found.records.isEmpty
          ? "it is an array of JSON objects" : "the array '\(found.records)' holds JSON objects"
      ]
      if outline.arrays > 1 {
        doubts.append("\(outline.arrays) arrays hold objects; the outermost was taken")
        confidence = 75
      }
    }
  }
}

/// The structure of JSON at the top of a text, without its values.
private struct JSONOutline {
  /// Whether the top holds several values.
  private(set) var isLines = false
  /// The path of the first array of objects; empty for the top itself, nil where there is none.
  private(set) var records: String?
  /// How many arrays of objects stand as deep as it, itself included.
  var arrays: Int { holders.count }
  /// The members of those objects.
  private(set) var fields: [String] = []
  private var holders: Set<String> = []
  private let text: [UInt8]
  private var index = 0

  init(_ text: [UInt8]) { self.text = text }

  private struct Level {
    var isObject: Bool
    var path: String
    /// The member being read.
    var key = ""
    /// Whether this object is a record.
    var isRecord = false
    var expectsKey = true
  }

  /// Reads as far as the text goes; nil where it is no JSON.
  mutating func read() -> JSONOutline? {
    var levels: [Level] = []
    var tops = 0
    var recordDepth: Int?
    var known: Set<String> = []
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard levels.count < 60 else { return finished(tops) }
        let parent = levels.last
        if parent == nil { tops += 1 }
        var level = Level(isObject: byte == UInt8(ascii: "{"), path: "")
        if let parent {
          level.path =
            parent.isObject
            ? (parent.path.isEmpty ? parent.key : "\(parent.path)/\(parent.key)") : parent.path
          if level.isObject, !parent.isObject {
            let holder = parent.path
            if records == nil || recordDepth ?? 0 > levels.count {
              (records, recordDepth) = (holder, levels.count)
              (fields, known, holders) = ([], [], [])
            }
            if recordDepth == levels.count { holders.insert(holder) }
            level.isRecord = recordDepth == levels.count && records == holder
          }
        } else if level.isObject, tops > 1 {
          isLines = true
          level.isRecord = true
        }
        levels.append(level)
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard let level = levels.popLast(), level.isObject == (byte == UInt8(ascii: "}")) else {
          return nil
        }
        index += 1
      case UInt8(ascii: "\""):
        guard !levels.isEmpty else { return nil }
        guard let value = string() else { return finished(tops) }
        if levels[levels.count - 1].isObject, levels[levels.count - 1].expectsKey {
          levels[levels.count - 1].key = value
          levels[levels.count - 1].expectsKey = false
          let level = levels[levels.count - 1]
          let isFirstLine = levels.count == 1
          if level.isRecord || isFirstLine, known.insert(value).inserted { fields.append(value) }
        }
      case UInt8(ascii: ","):
        guard !levels.isEmpty else { return nil }
        levels[levels.count - 1].expectsKey = true
        index += 1
      case UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "E"):
        guard !levels.isEmpty else { return nil }
        index += 1
      default: return nil
      }
    }
    return finished(tops)
  }

  private func finished(_ tops: Int) -> JSONOutline? { tops > 0 ? self : nil }

  private mutating func string() -> String? {
    let start = index + 1
    index = start
    while index < text.count {
      if text[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if text[index] == UInt8(ascii: "\"") {
        index += 1
        return String(decoding: text[start..<(index - 1)], as: UTF8.self)
      }
      index += 1
    }
    return nil
  }
}
