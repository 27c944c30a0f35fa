// SPDX-License-Identifier: Apache-2.0

package import Catalogue
import Tables

// How a change's intent stands in the journal: `{"identity":{…},"desired":{…},"prior":{…}}`, the members of
// each in the order of their names, so that equal intents have equal text.
extension Intent {
  /// The text the journal keeps.
  package var text: String {
    JSON.object([
      JSON.Member("identity", Self.object(identity.mapValues(Optional.some))),
      JSON.Member("desired", Self.object(desired)), JSON.Member("prior", Self.object(prior)),
    ]).text
  }

  /// The text of each of its members.
  var parts: (identity: String, desired: String, prior: String) {
    (
      Self.object(identity.mapValues(Optional.some)).text, Self.object(desired).text,
      Self.object(prior).text
    )
  }

  /// The intent on an object, from the journal's text.
  package init(object: String, text: String) throws(InboundError) {
    let json: JSON
    do { json = try JSON(parsing: Array(text.utf8)) } catch {
      throw InboundError(.bug, "the intent on '\(object)' in the journal is no JSON: \(error)")
    }
    self.init(
      object: object, identity: Self.values(json["identity"]).compactMapValues { $0 },
      desired: Self.values(json["desired"]), prior: Self.values(json["prior"]))
  }

  private static func object(_ values: [String: String?]) -> JSON {
    .object(
      values.sorted { $0.key < $1.key }.map { name, value in
        JSON.Member(name, value.map(JSON.string) ?? .null)
      })
  }

  private static func values(_ json: JSON?) -> [String: String?] {
    var values: [String: String?] = [:]
    for member in json?.members ?? [] {
      values.updateValue(member.value.string, forKey: member.name)
    }
    return values
  }
}
