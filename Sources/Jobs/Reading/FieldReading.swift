// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Tables

/// Makes the mapping of a feed's `fields:` and holds it against the operation.
struct FieldReading {
  let operation: Operation
  /// `fields:` as the job itself has it, without its preset; what is not there a file may lack.
  let own: Settings?
  /// The job file.
  let bytes: [UInt8]
  /// What was wrong.
  var faults: [Fault] = []
  /// Fields that follow from the file's columns.
  var openColumns: [OpenColumns] = []

  init(operation: Operation, own: Settings?, bytes: [UInt8]) {
    self.operation = operation
    self.own = own
    self.bytes = bytes
  }

  /// The mappings of the fields that could be read; `position` is where `fields` stands.
  mutating func read(_ block: Settings, at position: Position) -> [FieldMapping] {
    let names = operation.fields.map(\.name)
    var mappings: [FieldMapping] = []
    // A field whose source is faulty is mapped all the same: it is not to be missed as well.
    var mapped = block.faulty.intersection(names)
    for entry in block.entries {
      if entry.key.contains("{") {
        readOpenColumns(entry)
        continue
      }
      guard let field = operation.field(named: entry.key) else {
        faults.append(
          Fault(
            "unknown-field", at: entry.keyPosition,
            "\(operation.name) has no field '\(entry.key)'",
            hint: hint(for: entry.key, names: names)))
        continue
      }
      mapped.insert(field.name)
      guard let source = entry.table, var mapping = mapping(entry, source, field) else { continue }
      mapping.isOptional = own?.mentions(entry.key) != true
      mapping.options = options(source, of: field)
      mappings.append(mapping)
    }
    faults += KeyCheck.faults(of: mapped, operation: operation, at: position)
    return mappings
  }

  private func hint(for name: String, names: [String]) -> String {
    if let open = operation.openFields.first(where: { name.hasPrefix($0.prefix) }) {
      return "such a field's name is \(open.prefix)\(open.rest)"
    }
    if let near = nearestName(to: name, among: names) { return "did you mean '\(near)'?" }
    let open = operation.openFields.map { $0.prefix + $0.rest }
    return "its fields are \((names + open).joined(separator: ", "))"
  }

  private mutating func mapping(_ entry: Setting, _ block: Settings, _ field: Operation.Field)
    -> FieldMapping?
  {
    let ways = ["column", "sql", "value"].filter(block.mentions)
    guard ways.count == 1 else {
      faults.append(
        Fault(
          "field-source", at: entry.position, "'\(entry.key)' has \(ways.count) sources",
          expected: "one of 'column', 'sql' and 'value'"))
      return nil
    }
    if block.mentions("lookup"), ways != ["column"] {
      faults.append(
        Fault(
          "field-source", at: entry.position, "'lookup' translates a column, not '\(ways[0])'",
          hint: "give 'column', or leave 'lookup' out"))
      return nil
    }
    func mapping(_ source: FieldMapping.Source, _ position: Position) -> FieldMapping {
      FieldMapping(field: field, source: source, position: position)
    }
    if let value = block["value"], let text = value.text {
      guard isConstant(value, text, of: field, key: entry.key) else { return nil }
      for option in Self.options {
        if let setting = block[option] { notIts(setting, "says nothing of a 'value'") }
      }
      return mapping(.constant(text), value.position)
    }
    if let sql = block["sql"], let text = sql.text {
      var mapping = mapping(.sql(text), sql.position)
      let isOwn = own?[entry.key]?.table?["sql"] != nil
      mapping.place = PlacedText(text, at: sql.position, of: isOwn ? bytes : [])
      return mapping
    }
    guard let column = block["column"], let text = column.text else { return nil }
    guard block.mentions("lookup") else { return mapping(.column(text), column.position) }
    guard let table = block["lookup"], let tableName = table.text else { return nil }
    return mapping(.lookup(column: text, table: tableName), table.position)
  }

  /// Whether a text of the job can be a value of the field.
  private mutating func isConstant(
    _ setting: Setting, _ text: String, of field: Operation.Field, key: String
  ) -> Bool {
    guard let expected = field.type.complaint(aboutConstant: text) else { return true }
    faults.append(
      Fault(
        "wrong-constant", at: setting.position, "'\(key)' cannot be that", expected: expected,
        found: quoted(text)))
    return false
  }

  /// The keys that say how a file's values are read.
  private static let options = ["date", "zone", "yes", "no", "currency", "apostrophe"]

  private mutating func options(_ block: Settings, of field: Operation.Field) -> ValueOptions {
    var options = ValueOptions()
    if let setting = block["default"], let text = setting.text {
      if !block.mentions("lookup") {
        notIts(
          setting, "is what a value means that a look-up table lacks, and there is no 'lookup'")
      } else if isConstant(setting, text, of: field, key: "default") {
        options.fallback = text
      }
    }
    if block.mentions("lookup") {
      for option in ["date", "zone", "yes", "no", "currency"] {
        if let setting = block[option] { notIts(setting, "and 'lookup' do not go together") }
      }
      options.apostrophe = block["apostrophe"]?.flag ?? false
      return options
    }
    options.apostrophe = block["apostrophe"]?.flag ?? false
    options.date = date(block, of: field)
    options.words = words(block, of: field)
    options.currency = currency(block, of: field)
    return options
  }

  private mutating func notIts(_ setting: Setting, _ why: String) {
    faults.append(
      Fault("not-its-key", at: setting.keyPosition, "'\(setting.key)' \(why)", hint: "leave it out")
    )
  }

  private mutating func date(_ block: Settings, of field: Operation.Field) -> DateForm? {
    guard let setting = block["date"], let text = setting.text else {
      if let zone = block["zone"], !block.mentions("date") {
        notIts(zone, "says whose clocks a 'date' is of, and there is none")
      }
      return nil
    }
    guard field.type == .moment || field.type == .text else {
      notIts(setting, "is for moments and texts, which '\(field.name)' is not")
      return nil
    }
    var zone: Zone?
    if let setting = block["zone"], let name = setting.text {
      do { zone = try Zone.named(name) } catch {
        faults.append(Fault("zone", at: setting.position, "'zone': \(error.description)"))
        return nil
      }
    }
    do throws(DateForm.Complaint) {
      let form = try DateForm(text, zone: zone)
      if let zone = block["zone"], !form.mayHaveZone || (form.isDateOnly && field.type == .text) {
        notIts(zone, "says nothing of '\(text)'")
      }
      let isMoment = field.type == .moment && text != "iso"
      if form.mayHaveZone, form.needsZone || isMoment, !block.mentions("zone") {
        faults.append(
          Fault(
            "no-zone", at: setting.position, "'date' does not say whose clocks show the time",
            expected: "'zone' beside it, such as zone: Europe/Berlin"))
      }
      return form
    } catch {
      faults.append(
        Fault(
          "date", at: setting.position, "'date' cannot be that", expected: error.expected,
          found: quoted(text)))
      return nil
    }
  }

  private mutating func words(_ block: Settings, of field: Operation.Field)
    -> ValueOptions.FlagWords?
  {
    let settings = ["yes", "no"].compactMap { block[$0] }
    guard let first = settings.first else { return nil }
    guard field.type == .flag else {
      for setting in settings {
        notIts(setting, "is for fields that are yes or no, which '\(field.name)' is not")
      }
      return nil
    }
    let words = ValueOptions.FlagWords(
      yes: block["yes"]?.texts ?? Array(FieldType.yes),
      no: block["no"]?.texts ?? Array(FieldType.no))
    if let both = words.yes.intersection(words.no).sorted().first {
      faults.append(
        Fault(
          "yes-and-no", at: first.position, "the word \(quoted(both)) means yes and no",
          hint: "say both 'yes' and 'no' where the usual words mean something else"))
    }
    return words
  }

  private mutating func currency(_ block: Settings, of field: Operation.Field) -> String? {
    guard let setting = block["currency"], let code = setting.text else { return nil }
    guard case .money = field.type else {
      notIts(setting, "is for amounts of money, which '\(field.name)' is not")
      return nil
    }
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (65...90).contains($0) }) else {
      faults.append(
        Fault(
          "currency", at: setting.position, "'currency' cannot be that",
          expected: "three capital letters such as EUR", found: quoted(code)))
      return nil
    }
    return code
  }
}
