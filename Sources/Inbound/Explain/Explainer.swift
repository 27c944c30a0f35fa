// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Glibc
package import Jobs
package import Mirror
import Tables

/// Looks at a file, all of it, once; sends nothing, keeps nothing.
package struct Explainer {
  /// Where the file is.
  let path: String
  /// What the user calls it.
  let name: String
  /// The job that is to read it; nil: none, it is read as it is recognised.
  let job: FeedJob?
  /// The presets it is held against.
  let presets: [Preset]
  /// Knows the names of locations and the currency; nil where there is no mirror.
  let mirror: StoreMirror?
  /// Where a packed file is unpacked, without a name.
  let workDirectory: String
  /// How many records, and how many faults, are shown.
  let limits: (records: Int, faults: Int)

  /// How many records the looks of a column are judged by.
  private static let surveyed = 10_000
  /// What a packed file may hold at most, where no job says.
  private static let mostBytes = 8 << 30
  /// The digits after the mark that no currency exceeds, where the shop's is not known.
  private static let mostDigits = 3

  /// A look at a file.
  package init(
    path: String, name: String, job: FeedJob?, presets: [Preset], mirror: StoreMirror?,
    workDirectory: String, records: Int, faults: Int
  ) {
    self.path = path
    self.name = name
    self.job = job
    self.presets = presets
    self.mirror = mirror
    self.workDirectory = workDirectory
    limits = (records, faults)
  }

  /// What the file is and how it is read.
  ///
  /// - Throws: what keeps the file from being read at all, such as missing rights.
  package func explain() throws(InboundError) -> Explanation {
    let recognition: Recognition
    do throws(TableError) {
      recognition = try Recognition(
        path: path, format: job.map { DeliveryFile.format(for: $0) }, guessesCodePage: job == nil)
    } catch {
      switch error {
      case .failure(let failure): throw InboundError(.disk, failure.description)
      case .fault(let fault):
        var unknown = Explanation(file: name, recognition: Recognition([], isWhole: true))
        unknown.recognition.kind = .unknown
        unknown.refused = [fault]
        return unknown
      }
    }
    var explanation = Explanation(file: name, recognition: recognition)
    explanation.fits = Preset.fitting(recognition.sight, among: presets)
    let layout = layout(of: explanation)
    if let layout {
      do throws(TableError) {
        explanation.recognition = try Recognition(path: path, format: layout.format)
      } catch { explanation.recognition = recognition }
    }
    do throws(PlanStop) { try read(into: &explanation, layout: layout) } catch {
      switch error {
      case .refused(let faults):
        let file = DeliveryFile(path: path, name: name, sha256: "", bytes: 1)
        explanation.refused = job.map { file.recognised(faults, for: $0) } ?? faults
      case .failed(let error): throw error
      }
    }
    for table in explanation.children.indices { explanation.children[table].leaveOutNoText() }
    return explanation
  }

  /// How a document is read whose records a preset knows; nil for what a job reads, and for tables, which need no
  /// preset to be looked at.
  private func layout(of explanation: Explanation) -> FeedJob? {
    guard job == nil, case .xml = explanation.recognition.kind,
      let fit = explanation.fits.first?.preset
    else { return nil }
    do throws(ConfigError) { return try fit.job(folder: "") } catch { return nil }
  }

  private func read(into explanation: inout Explanation, layout: FeedJob?) throws(PlanStop) {
    // Of the size only matters here whether there is any.
    let packed = DeliveryFile(
      path: path, name: name, sha256: "", bytes: explanation.recognition.kind == .empty ? 0 : 1)
    var file = try packed.unpacked(upTo: job?.maxBytes ?? Self.mostBytes, in: workDirectory)
    defer { withExtendedLifetime(file) {} }
    var job = job
    let scratch = "dray-explain-\(getpid())"
    let rows = "\(workDirectory)/\(scratch).rows.sqlite"
    defer { ScratchDatabase.remove(rows) }
    if let known = job, known.makesRows {
      explanation.brokenOff = try RowMaking(
        file: file, job: known, mirror: mirror?.path, workDirectory: workDirectory,
        name: scratch
      ).make(at: rows)?.fault
      file.rows = rows
      job = try file.fitted(try file.readingRows(known).0)
    } else if let known = job {
      job = try file.fitted(known)
    }
    var reader: any RecordReader
    if let job {
      reader = try file.open(for: job)
    } else {
      guard let format = layout?.format ?? explanation.recognition.format else {
        // One record alone repeats nothing: a job or a preset may read it all the same.
        if case .xml = explanation.recognition.kind { return }
        throw .refused([explanation.recognition.refusal(of: name)])
      }
      do { reader = try openReader(path: file.path, named: name, format: format) } catch {
        throw PlanStop(error)
      }
      explanation.children = format.children.map { paths in
        Explanation.Child(paths: paths, columns: paths.columns.map { ColumnSurvey($0) })
      }
    }
    let columns =
      (job ?? layout).map { DeliveryFile.columns(of: reader, for: $0) } ?? reader.columns
    explanation.columns = columns.map { ColumnSurvey($0) }
    if case .xlsx = explanation.recognition.kind {
      explanation.fits = Preset.fitting(Layout.Sight(columns: columns), among: presets)
    }
    var mapper: RecordMapper?
    if let job {
      explanation.reading = Explanation.Reading(job: job.name, operation: job.operation.name)
      mapper = try self.mapper(job, columns, &explanation)
    }
    var batch = RecordBatch(columnCount: reader.columns.count)
    var flow = job.map { RecordFlow($0) } ?? RecordFlow(takesBeginning: false)
    while try flow.next(&reader, into: &batch) {
      for index in 0..<batch.count {
        take(index, of: batch, reader, job, &mapper, into: &explanation)
      }
      for table in explanation.children.indices {
        explanation.children[table].take(batch.children[table], upTo: Self.surveyed)
      }
    }
    explanation.brokenOff = explanation.brokenOff ?? flow.brokenOff?.fault
  }

  /// How the job's fields are read, as far as it can be told here.
  private func mapper(_ job: FeedJob, _ columns: [String], _ explanation: inout Explanation)
    throws(PlanStop) -> RecordMapper
  {
    var references: [String: ByteTable]?
    var digits = Self.mostDigits
    do throws(InboundError) {
      if let mirror {
        references = try ReferenceTables.read(mirror, for: job)
        digits = try ReferenceTables.moneyDigits(mirror)
      }
    } catch { throw .failed(error) }
    if mirror == nil {
      if !job.mirrorStreams.isEmpty {
        explanation.reading?.unknowns.append(
          "what the SELECT finds in the mirror is not known: there is none yet, and it found it empty"
        )
      }
      for field in job.fields {
        if case .reference = field.field.type {
          explanation.reading?.unknowns.append(
            "whether the store has the \(field.field.name)s is not known without a mirror")
        }
      }
    }
    do {
      let mapper = try RecordMapper(
        job, columns: columns, references: references, moneyDigits: digits, file: name)
      explanation.reading?.fields = mapper.fields.map { mapped in
        let source = job.fields.first { $0.field.name == mapped.field.name }
        return (mapped.field.name, source?.words ?? "")
      }
      // A document's columns are the job's own.
      switch explanation.recognition.kind {
      case .csv, .xlsx:
        explanation.reading?.unused =
          job.map != nil
          ? [] : mapper.unusedColumns(of: columns).filter { !Correction.columns.contains($0) }
      case .xml, .json, .fixed, .foreign, .empty, .unknown: break
      }
      return mapper
    } catch { throw .refused(error.faults) }
  }

  private func take(
    _ index: Int, of batch: RecordBatch, _ reader: any RecordReader, _ job: FeedJob?,
    _ mapper: inout RecordMapper?, into explanation: inout Explanation
  ) {
    let extent = batch.records[index]
    explanation.count += 1
    let isShown = explanation.records.count < limits.records
    if isShown || (explanation.count <= Self.surveyed && extent.fault == nil) {
      let values = (0..<batch.columnCount).map { batch.string(index, $0) }
      if isShown {
        explanation.records.append(
          Explanation.Record(number: extent.number, line: extent.line, values: values))
      }
      if explanation.count <= Self.surveyed, extent.fault == nil {
        for column in values.indices where column < explanation.columns.count {
          explanation.columns[column].add(values[column])
        }
      }
    }
    var faults = extent.fault.map { [$0] } ?? []
    var outcome = Explanation.Outcome.rejected
    if faults.isEmpty, let job {
      switch mapper?.map(index, of: batch) {
      case .passedOver:
        outcome = .passedOver
        explanation.reading?.passedOver += 1
      case .faulty, nil:
        if let mapper { faults = mapper.faults(of: index, batch, job, reader) }
      case .mapped:
        outcome = .mapped
        if let mapper, mapper.asksNothing(of: job.operation) {
          outcome = .rejected
          faults = [.nothingAsked(at: reader.position(record: index, column: 0, in: batch))]
        }
      }
    }
    if !faults.isEmpty { explanation.faulty += 1 }
    let room = max(0, limits.faults - explanation.faults.count)
    explanation.faults += faults.prefix(room)
    explanation.faultsLeftOut += max(0, faults.count - room)
    if isShown, explanation.reading != nil, let mapper {
      let values = mapper.fields.indices.map { field -> Explanation.Value in
        guard extent.fault == nil else { return .faulty }
        guard outcome != .passedOver else { return .kept }
        switch mapper.values[field] {
        case .absent: return .kept
        case .cleared: return .cleared
        case .fault: return .faulty
        case .integer, .decimal, .text: return .set(mapper.canonicalText(field, batch) ?? "")
        }
      }
      explanation.reading?.asks.append(
        Explanation.Ask(
          record: extent.number, line: extent.line, outcome: outcome, values: values))
    }
  }
}

extension Explanation.Child {
  /// Leaves out the text of elements that have none, but attributes.
  fileprivate mutating func leaveOutNoText() {
    guard let text = paths.fields.firstIndex(of: "."), columns.count > 1, columns[text].values == 0
    else { return }
    paths.fields.remove(at: text)
    paths.columns.remove(at: text)
    columns.remove(at: text)
  }

  /// Takes in the rows of one batch; of the first ones the values too.
  fileprivate mutating func take(_ batch: RecordBatch, upTo most: Int) {
    for row in 0..<min(batch.count, max(0, most - rows)) {
      for column in columns.indices { columns[column].add(batch.string(row, column)) }
    }
    rows += batch.count
  }
}

extension FieldMapping {
  /// Where its values come from, in a few words.
  package var words: String {
    var words: String
    switch source {
    case .column(let column): words = column
    case .lookup(let column, let table): words = "\(column), translated by \(table)"
    case .sql(let sql): words = "sql: \(sql)"
    case .constant(let text): words = "always '\(text)'"
    }
    if let date = options.date {
      words += ", as \(date.text)" + (date.zone.map { " in \($0.name)" } ?? "")
    }
    if let currency = options.currency { words += ", in \(currency)" }
    return words
  }
}
