// SPDX-License-Identifier: Apache-2.0

extension Recognition {
  /// Recognises a file from its first bytes.
  ///
  /// - Parameters:
  ///   - sample: the first bytes, about `sampleBytes` of them.
  ///   - isWhole: whether that is all of the file.
  ///   - format: what the job states; nil: nothing.
  ///   - guessesCodePage: whether letters that are not UTF-8 are taken for those of the likeliest code page, where
  ///     `format` is nil. No run does so: bytes cannot prove it.
  package init(
    _ sample: [UInt8], isWhole: Bool, format: FileFormat? = nil, guessesCodePage: Bool = false
  ) {
    self.init(kind: .unknown, confidence: 0, evidence: [])
    var stated = CSVFormat.recognised
    var xml: XMLFormat?
    if guessesCodePage { stated.encoding = "auto" }
    switch format {
    case .csv(let csv)?: stated = csv
    case .json(let json)?: stated.encoding = json.encoding
    case .fixed(let fixed)?: stated.encoding = fixed.encoding
    case .xml(let format)?: xml = format
    case .xlsx?, nil: break
    }
    guard !sample.isEmpty else {
      self = Recognition(kind: .empty, confidence: 99, evidence: ["it has no bytes"])
      return
    }
    if Self.isWorkbook(sample) {
      self = Recognition(
        kind: .xlsx, confidence: 95, evidence: ["a zip archive with the parts of a workbook"])
      return
    }
    if let foreign = ForeignFile.recognised(in: sample), !(foreign == .html && Self.isXML(format)) {
      kind = .foreign(foreign)
      confidence = 95
      evidence = ["it begins as such files do"]
      doubts = ["it is \(foreign.words), which Dray does not read"]
      return
    }
    guard let text = TextRecognition(sample, isWhole: isWhole, stated: stated.encoding) else {
      doubts = ["\(stated.encoding ?? "") is no encoding that can be read"]
      return
    }
    guard !text.text.prefix(4096).contains(0) else {
      doubts = ["it holds zero bytes, as no text does"]
      return
    }
    read(text.text, isWhole: isWhole, format: format, stated: stated, xml: xml)
    encoding = Encoding(name: text.name, confidence: text.confidence)
    evidence.append(text.evidence)
    if let doubt = text.doubt { doubts.append(doubt) }
    if guessesCodePage, text.isGuess {
      isCodePageGuessed = true
      doubts.append(
        "bytes cannot prove a code page: a job must state `encoding: \(text.name)`, no run guesses it"
      )
    }
    lineEnd = Self.lineEnd(text.text)
  }

  /// Tells the kinds of text apart; a job that states the kind is believed.
  private mutating func read(
    _ text: [UInt8], isWhole: Bool, format: FileFormat?, stated: CSVFormat, xml: XMLFormat?
  ) {
    if let markup = MarkupRecognition(text, format: xml), Self.mayBe(format, .xml) {
      kind = .xml(markup.found)
      (confidence, evidence, doubts) = (markup.confidence, markup.evidence, markup.doubts)
    } else if Self.mayBe(format, .json), let json = JSONRecognition(text, isWhole: isWhole) {
      kind = .json(json.found)
      (confidence, evidence, doubts) = (json.confidence, json.evidence, json.doubts)
    } else if Self.mayBe(format, .csv) {
      let delimited = DelimitedRecognition(text, isWhole: isWhole, format: stated)
      take(delimited)
      if format == nil,
        delimited.found.columns.count < 2
          || delimited.found.delimiterConfidence < Self.enough,
        let fixed = FixedRecognition(text, isWhole: isWhole)
      {
        take(fixed)
        doubts.append("it could be delimited text too")
      }
    } else if Self.mayBe(format, .fixed), let fixed = FixedRecognition(text, isWhole: isWhole) {
      take(fixed)
    } else {
      doubts = ["it is not what the job says it is"]
    }
  }

  private static func isXML(_ format: FileFormat?) -> Bool {
    if case .xml? = format { true } else { false }
  }

  private enum Text {
    case csv
    case xml
    case json
    case fixed
  }

  private static func mayBe(_ format: FileFormat?, _ text: Text) -> Bool {
    switch format {
    case nil: true
    case .csv?: text == .csv
    case .xml?: text == .xml
    case .json?: text == .json
    case .fixed?: text == .fixed
    case .xlsx?: false
    }
  }

  private mutating func take(_ fixed: FixedRecognition) {
    kind = .fixed(fixed.found)
    (confidence, evidence) = (fixed.confidence, fixed.evidence)
    doubts = ["where columns begin is guessed from blanks: hold it against the file's description"]
  }

  private mutating func take(_ delimited: DelimitedRecognition) {
    kind = .csv(delimited.found)
    (confidence, evidence, doubts) = (delimited.confidence, delimited.evidence, delimited.doubts)
  }

  /// Whether a zip archive has the parts of an XLSX near its beginning.
  private static func isWorkbook(_ sample: [UInt8]) -> Bool {
    guard sample.starts(with: [0x50, 0x4B, 0x03, 0x04]) else { return false }
    let parts = String(decoding: sample.prefix(4096), as: UTF8.self)
    return ["[Content_Types].xml", "xl/", "_rels/.rels"].contains(where: parts.contains)
  }

  /// What ends the lines of a text; line ends inside of quotes are counted too.
  static func lineEnd(_ text: [UInt8]) -> LineEnd? {
    var counts: [LineEnd: Int] = [:]
    var index = 0
    while index < text.count {
      guard text[index] == 0x0A || text[index] == 0x0D else {
        index += 1
        continue
      }
      let next = SampleRows.after(lineEndAt: index, in: text)
      let kind: LineEnd =
        switch next - index {
        case 3: .crcrlf
        case 2: .crlf
        default: text[index] == 0x0A ? .lf : .cr
        }
      // A CR that ends the sample may be half of one.
      if kind != .cr || next < text.count { counts[kind, default: 0] += 1 }
      index = next
    }
    guard let most = counts.max(by: { $0.value < $1.value }) else { return nil }
    return most.value * 10 >= counts.values.reduce(0, +) * 9 ? most.key : .mixed
  }

  /// Recognises a file on disk; one packed with gzip by what is in it.
  package init(
    path: String, format: FileFormat? = nil, guessesCodePage: Bool = false
  ) throws(TableError) {
    let (bytes, isWhole): ([UInt8], Bool)
    do {
      let file = try FileSlices(path: path)
      bytes = try file.bytes(at: 0, count: Self.sampleBytes)
      isWhole = bytes.count < Self.sampleBytes
    } catch { throw .failure(error) }
    guard Gunzip.isPacked(bytes) else {
      self.init(bytes, isWhole: isWhole, format: format, guessesCodePage: guessesCodePage)
      if case .xlsx = kind { tellSheets(path, format) }
      return
    }
    let (inside, isAll) = try Gunzip.beginning(of: bytes, named: path, count: Self.sampleBytes)
    self.init(
      inside, isWhole: isAll && isWhole, format: format, guessesCodePage: guessesCodePage)
    isGzip = true
    evidence.insert("packed with gzip", at: 0)
  }

  /// Adds which sheets a workbook has and which one is read; what is wrong with it, the reader tells.
  private mutating func tellSheets(_ path: String, _ format: FileFormat?) {
    var wanted: String?
    if case .xlsx(let xlsx)? = format { wanted = xlsx.sheet }
    do {
      let archive = try ZipArchive(FileSlices(path: path), named: path)
      if let words = try WorkbookSheets(archive, named: path).words(reading: wanted) {
        evidence.append(words)
      }
    } catch {
      doubts.append("which sheets it has cannot be told")
    }
  }
}
