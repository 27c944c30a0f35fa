// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Tables

/// Makes a feed of its settings and holds it against its operation.
struct FeedReading {
  let name: String
  /// The job's own, over those of its preset.
  private(set) var settings: Settings
  /// The job's own.
  let own: Settings
  /// The folder of the job, beside its `tables` and `presets`.
  let folder: String
  /// What was wrong.
  var faults: [Fault] = []
  /// Fields that follow from the file's columns.
  private var openColumns: [OpenColumns] = []

  init(name: String, settings: Settings, folder: String) {
    self.name = name
    self.settings = settings
    own = settings
    self.folder = folder
  }

  /// The feed; nil where a required key is missing or faulty. `bytes` are the job file's.
  mutating func read(bytes: [UInt8]) -> FeedJob? {
    let operation = settings["feed"]?.text.flatMap(Operation.named)
    let preset = readPreset(of: operation)
    let needed = settings.mentions("map") ? ["format"] : ["format", "fields"]
    for key in needed where !settings.mentions(key) {
      faults.append(
        Fault(
          "missing-key", at: settings.position, "the key '\(key)' is missing",
          hint: KeyTable.feedKeys.first { $0.name == key }?.doc.trimmedStop))
    }
    let columns = FeedColumns(settings: settings, faults: &faults)
    var mappings: [FieldMapping] = []
    if let operation { mappings = readFields(of: operation, bytes: bytes) }
    var lookups = readLookups(of: mappings)
    lookups += readTables(known: lookups)
    for mapping in mappings {
      guard case .lookup(_, let name) = mapping.source else { continue }
      faults += lookups.first { $0.name == name }?.faults(for: mapping.field) ?? []
    }
    var format: FileFormat?
    if let block = settings["format"]?.table { format = readFormat(block, columns: columns) }
    if let preset, let given = format {
      var none: [Fault] = []
      let named = FeedColumns(settings: own, faults: &none).names
      let must = preset.layout.columns.filter(\.holes.isEmpty).map(\.text)
      // What a preset's SELECT names, the file may lack, but for what the layout is known by.
      let isSelected = settings.mentions("map") && !own.mentions("map")
      let required =
        must.filter { isSelected || columns.names.contains($0) }
        + named.filter { !must.contains($0) }
      switch given {
      case .csv(var csv):
        csv.required = required
        format = .csv(csv)
      case .xlsx(var xlsx):
        xlsx.required = required
        format = .xlsx(xlsx)
      case .xml, .json, .fixed: break
      }
    }
    guard let operation, let format, settings["fields"] != nil || settings["map"] != nil else {
      return nil
    }
    var job = FeedJob(
      name: name, operation: operation, format: format, fields: mappings,
      digest: ConfigFile.digest(
        [bytes] + (preset.map { [$0.bytes] } ?? []) + lookups.map(\.bytes)))
    job.sources = [JobSource(path: "\(name).yaml", bytes: bytes)]
    job.sources += lookups.map { JobSource(path: "tables/\($0.name).csv", bytes: $0.bytes) }
    if let preset, Preset.builtIn(preset.name) == nil {
      job.sources.append(JobSource(path: "presets/\(preset.name).yaml", bytes: preset.bytes))
    }
    (job.preset, job.folder, job.openColumns) = (preset?.name, folder, openColumns)
    switch format {
    case .xml, .json: job.columns = columns.names
    case .csv, .fixed, .xlsx: break
    }
    job.numbers = readNumbers()
    for lookup in lookups { job.lookups[lookup.name] = lookup.values }
    readChoices(of: operation, into: &job)
    job.timing = Timing.read(settings, faults: &faults)
    job.retry = settings["retry"]?.duration
    checkAbsent(of: operation)
    apply(to: &job, bytes: bytes)
    readMap(into: &job, bytes: bytes)
    readAllOrNothing(into: &job)
    return job
  }

  /// Puts the preset below the job's own keys.
  private mutating func readPreset(of operation: Operation?) -> Preset? {
    guard let setting = own["preset"], let name = setting.text else { return nil }
    guard let preset = Preset.builtIn(name) ?? ownPreset(name) else {
      let names = Preset.names + PresetReading.names(folder: folder)
      guard !names.contains(name) else { return nil }
      faults.append(
        Fault(
          "wrong-value", at: setting.position, "there is no preset \(quoted(name))",
          hint: nearestName(to: name, among: names).map { "did you mean '\($0)'?" }
            ?? "the presets are \(names.joined(separator: ", "))"))
      return nil
    }
    if let operation, !preset.operations.isEmpty, !preset.operations.contains(operation.name) {
      faults.append(
        Fault(
          "preset-operation", at: setting.position,
          "the preset '\(preset.name)' is not for \(operation.name)",
          expected: "feed: " + preset.operations.joined(separator: " or ")))
      return nil
    }
    settings = own.over(preset.settings)
    return preset
  }

  /// The home's own preset of that name; its faults are the job's.
  private mutating func ownPreset(_ name: String) -> Preset? {
    guard PresetReading.names(folder: folder).contains(name) else { return nil }
    return PresetReading.read(name, folder: folder, faults: &faults)
  }

  /// The choices only this operation knows.
  private mutating func readChoices(of operation: Operation, into job: inout FeedJob) {
    for choice in operation.settings {
      if let text = settings[choice.name]?.text ?? choice.choices.first {
        job.settings[choice.name] = text
      }
    }
    let others = Set(Operation.all.flatMap { $0.settings.map(\.name) })
      .subtracting(operation.settings.map(\.name))
    for entry in own.entries where others.contains(entry.key) {
      faults.append(
        Fault(
          "not-its-key", at: entry.keyPosition, "\(operation.name) knows no '\(entry.key)'",
          hint: "leave it out"))
    }
    for entry in own.entries {
      guard let choice = operation.settings.first(where: { $0.name == entry.key }),
        let text = entry.text, !choice.choices.isEmpty, !choice.choices.contains(text)
      else { continue }
      faults.append(
        Fault(
          "wrong-value", at: entry.position, "'\(entry.key)' cannot be that",
          expected: choice.choices.map { "'\($0)'" }.joined(separator: " or "),
          found: quoted(text)))
    }
  }

  /// Whether the operation can do with objects that are named no more what the job says.
  private mutating func checkAbsent(of operation: Operation) {
    if let setting = own["absent"], let word = setting.text,
      let absent = AbsentPolicy(rawValue: word),
      absent != .keep
    {
      let known = AbsentPolicy.allCases.filter { policy in
        policy == .keep || (policy == .zero && !operation.quantityFields.isEmpty)
          || operation.absences[policy.rawValue] != nil
      }
      if !known.contains(absent) {
        faults.append(
          Fault(
            "wrong-value", at: setting.position,
            "\(operation.name) cannot do that with what a file leaves out",
            expected: known.map { "'\($0.rawValue)'" }.joined(separator: " or "),
            found: quoted(word)))
      }
    }
    if let setting = settings["subtract_unexported"],
      !operation.quantityFields.contains("available")
        || settings["fields"]?.table.map({ !$0.mentions("available") })
          ?? !settings.mentions("map")
    {
      faults.append(
        Fault(
          "not-its-key", at: setting.keyPosition,
          "'subtract_unexported' takes what was sold off the field 'available', which the job does not map",
          hint: "leave it out"))
    }
  }

  /// The keys that only choose among what is declared.
  private func apply(to job: inout FeedJob, bytes: [UInt8]) {
    if let files = settings["files"]?.text { job.files = files }
    job.filter = settings["where"]?.text
    if let setting = settings["where"], let text = setting.text {
      job.filterPlace = PlacedText(
        text, at: setting.position, of: own["where"] == nil ? [] : bytes)
    }
    job.filterIsOptional = !own.mentions("where")
    if let it = settings["compare"]?.text.flatMap(Comparison.init) { job.comparison = it }
    job.route = settings["route"]?.text.flatMap(Route.init)
    if let quiet = settings["quiet"]?.duration { job.quiet = quiet }
    let rails = settings["rails"]?.table
    job.rails.minRecords = rails?["min_records"]?.limit
    job.rails.maxChanged = rails?["max_changed"]?.percent
    job.rails.maxZeroed = rails?["max_zeroed"]?.percent
    job.rails.maxPriceMove = rails?["max_price_move"]?.percent
    job.rails.maxDeleted = rails?["max_deleted"]?.limit
    if let same = rails?["same_header"]?.flag { job.rails.sameHeader = same }
    if let it = settings["absent"]?.text.flatMap(AbsentPolicy.init) { job.absent = it }
    if let after = settings["after"]?.integer { job.absentAfter = after }
    job.subtractUnexported = settings["subtract_unexported"]?.text
    if let it = settings["receipt"]?.text.flatMap(ReceiptDetail.init) { job.receipt = it }
    if let it = settings["repeat"]?.text.flatMap(RepeatPolicy.init) { job.repeats = it }
    if let it = settings["duplicates"]?.text.flatMap(DuplicatePolicy.init) { job.duplicates = it }
    if let it = settings["order"]?.text.flatMap(DeliveryOrder.init) { job.order = it }
    if let it = settings["empty"]?.text.flatMap(EmptyPolicy.init) { job.empty = it }
    if let supersede = settings["supersede"]?.flag { job.supersedes = supersede }
    if let size = settings["max_bytes"]?.size { job.maxBytes = size }
    job.alert = AlertReading.choice(settings["alert"])
    job.alertPosition = settings["alert"]?.position
    job.stopAtPercent = settings["stop_at"]?.percent
  }

  private mutating func readNumbers() -> NumberMarks {
    var numbers = NumberMarks()
    let block = settings["format"]?.table
    if let mark = block?["decimal"]?.text?.utf8.first { numbers.decimal = mark }
    if let setting = block?["thousands"], let word = setting.text {
      numbers.thousands = NumberMarks.Thousands(rawValue: word)
      if word.utf8.elementsEqual([numbers.decimal]) {
        faults.append(
          Fault(
            "same-character", at: setting.position, "'thousands' and 'decimal' are the same",
            found: quoted(word), hint: "say `decimal:` as well; it is '.' if left out"))
      }
    }
    return numbers
  }

  private mutating func readFormat(_ settings: Settings, columns: FeedColumns) -> FileFormat? {
    if let children = self.settings["children"], let type = settings["type"]?.text,
      !["xml", "json"].contains(type)
    {
      faults.append(
        Fault(
          "not-its-key", at: children.keyPosition, "'children' is for XML and JSON",
          found: "type: \(type)", hint: "leave it out"))
    }
    switch settings["type"]?.text {
    case "csv", "tsv":
      var reading = DelimitedReading()
      let csv = reading.read(settings, columns: columns.names)
      faults += reading.faults
      checkEncodings(settings)
      return csv.map(FileFormat.csv)
    case "xml": return readXML(settings, columns: columns).map(FileFormat.xml)
    case "json": return .json(readJSON(settings, columns: columns))
    case "fixed": return readFixed(settings, columns: columns).map(FileFormat.fixed)
    case "xlsx":
      var xlsx = XLSXFormat()
      xlsx.sheet = settings["sheet"]?.text
      if let skip = settings["skip"]?.integer { xlsx.skip = skip }
      if let mark = settings["decimal"]?.text?.utf8.first { xlsx.decimal = mark }
      xlsx.required = columns.names
      return .xlsx(xlsx)
    default: return nil
    }
  }

  private mutating func readXML(_ format: Settings, columns: FeedColumns) -> XMLFormat? {
    var reading = XMLReading()
    defer { faults += reading.faults }
    return reading.read(format, columns: columns, children: settings["children"]?.table)
  }

  private mutating func readJSON(_ settings: Settings, columns: FeedColumns) -> JSONFormat {
    var json = JSONFormat(fields: columns.paths)
    if let records = settings["records"], let path = records.text {
      json.records = path
      if let reason = JSONPath.complaint(aboutRecords: path) {
        faults.append(
          Fault(
            "json-path", at: records.position, "'records' \(reason)",
            expected: "a path from the root such as /data/items", found: quoted(path)))
      }
    }
    json.children = readChildren()
    if let mark = settings["decimal"]?.text?.utf8.first { json.decimal = mark }
    checkEncodings(settings)
    if let encoding = settings["encoding"]?.text { json.encoding = encoding }
    return json
  }

  /// What repeats within a record of a JSON document.
  private mutating func readChildren() -> [ChildPaths] {
    let children = (settings["children"]?.table?.entries ?? []).compactMap(ChildReading.init)
    for child in children {
      let fields = zip(child.paths.fields, child.columns.map(\.position))
      for (path, position) in [(child.paths.path, child.rows.position)] + fields {
        guard let reason = JSONPath.complaint(aboutRow: path) else { continue }
        faults.append(
          Fault(
            "json-path", at: position, "a path \(reason)",
            expected: "a path from the record or the row, such as line_items or price/amount",
            found: quoted(path)))
      }
    }
    return children.map(\.paths)
  }

  private mutating func readFixed(_ settings: Settings, columns: FeedColumns) -> FixedFormat? {
    var reading = FixedReading()
    let format = reading.read(settings)
    faults += reading.faults
    checkEncodings(settings)
    guard let format else { return nil }
    let kinds = format.kinds.filter { $0.role == .record || $0.role == .heading }
    let places = Set(kinds.flatMap { $0.columns.map(\.name) })
    for (name, position) in zip(columns.names, columns.positions) where !places.contains(name) {
      faults.append(
        Fault(
          "unknown-column", at: position, "the format has no column '\(name)'",
          hint: nearestName(to: name, among: places.sorted()).map { "did you mean '\($0)'?" }
            ?? "say in 'format' where it stands"))
    }
    return format
  }

  private mutating func checkEncodings(_ settings: Settings) {
    if let setting = settings["encoding"], let name = setting.text,
      TextEncoding(named: name) == nil,
      name.lowercased() != "auto" || !["csv", "tsv"].contains(settings["type"]?.text)
    {
      faults.append(
        Fault(
          "encoding", at: setting.position, "'encoding' names no character set that Dray can read",
          expected: "an IANA name such as utf-8 or windows-1252", found: quoted(name)))
    }
    if let setting = settings["fallback_encoding"], let name = setting.text {
      guard case .singleByte? = TextEncoding(named: name) else {
        faults.append(
          Fault(
            "encoding", at: setting.position,
            "'fallback_encoding' names no single-byte character set",
            expected: "an IANA name such as windows-1252", found: quoted(name)))
        return
      }
    }
  }

  private mutating func readFields(of operation: Operation, bytes: [UInt8]) -> [FieldMapping] {
    guard let setting = settings["fields"], let block = setting.table else { return [] }
    var reading = FieldReading(
      operation: operation, own: own["fields"]?.table, bytes: bytes)
    defer {
      faults += reading.faults
      openColumns = reading.openColumns
    }
    return reading.read(block, at: setting.keyPosition)
  }

  private mutating func readLookups(of fields: [FieldMapping]) -> [LookupTable] {
    var read: [String: LookupTable] = [:]
    var order: [String] = []
    for field in fields {
      guard case .lookup(_, let name) = field.source, let position = field.position,
        !order.contains(name)
      else { continue }
      order.append(name)
      do {
        read[name] = try LookupTable.read(name, folder: folder + "/tables", namedAt: position)
      } catch {
        faults += error.faults
      }
    }
    return order.compactMap { read[$0] }
  }
}
