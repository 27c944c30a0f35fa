// SPDX-License-Identifier: Apache-2.0

import CXML

/// A parser and the events it reports to, which live and end together.
///
/// The callbacks get a pointer to the events. It is valid for as long as the parser is, because only
/// this owns both; and nothing else touches the events while `push` runs, because libxml2 calls back
/// on the same thread, from within it.
final class XMLDocument {
  /// What the parser reports to.
  let events: UnsafeMutablePointer<XMLEvents>
  let parser: OpaquePointer

  init(
    _ format: XMLFormat, _ plan: XMLPlan, named name: String, offsets: XMLOffsets
  ) throws(TableError) {
    events = .allocate(capacity: 1)
    let callbacks = cxml_events(
      start: { user, name, uri, isNil, count, attributes in
        XMLDocument.events(user).pointee.start(
          name, uri, isNil: isNil != 0,
          UnsafeBufferPointer(start: attributes, count: Int(count)))
      },
      end: { XMLDocument.events($0).pointee.end() ? 1 : 0 },
      text: { user, bytes, count in
        XMLDocument.events(user).pointee.text(
          UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      })
    guard
      let parser = cxml_open(
        callbacks, events, format.ignoresDoctype ? 1 : 0, plan.namespaces.isEmpty ? 0 : 1)
    else {
      events.deallocate()
      throw .failure(ReadFailure("\(name): no memory for an XML parser"))
    }
    self.parser = parser
    // Nothing is called back before the first push.
    do throws(XPathComplaint) {
      events.initialize(
        to: try XMLEvents(parser, format, plan, named: name, offsets: offsets))
    } catch {
      cxml_close(parser)
      events.deallocate()
      throw .fault(XMLReader.fault(error, named: name))
    }
  }

  deinit {
    cxml_close(parser)
    events.deinitialize(count: 1)
    events.deallocate()
  }

  private static func events(_ user: UnsafeMutableRawPointer) -> UnsafeMutablePointer<XMLEvents> {
    user.assumingMemoryBound(to: XMLEvents.self)
  }
}
