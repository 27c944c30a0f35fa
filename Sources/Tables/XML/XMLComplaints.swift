// SPDX-License-Identifier: Apache-2.0

extension XMLFormat {
  /// What is wrong with `records`; nil where nothing is.
  package var complaintAboutRecords: XPathComplaint? {
    do {
      _ = try XMLPlan(records: records, namespaces: namespaces)
      return nil
    } catch { return error }
  }

  /// What is wrong with the path of a value, seen from the record; nil where nothing is. `records` must be sound.
  package func complaint(aboutField path: String) -> XPathComplaint? {
    do {
      var plan = try XMLPlan(records: records, namespaces: namespaces)
      _ = try plan.source(path)
      return nil
    } catch { return error }
  }

  /// What is wrong with the path of a child table's rows; nil where nothing is. `records` must be sound.
  package func complaint(aboutRows path: String) -> XPathComplaint? {
    do {
      _ = try XMLPlan(records: records, namespaces: namespaces).rows(path)
      return nil
    } catch { return error }
  }

  /// What is wrong with the path of a value, seen from the rows at `rows`; nil where nothing is. `records` and
  /// `rows` must be sound.
  package func complaint(aboutField path: String, ofRowsAt rows: String) -> XPathComplaint? {
    do {
      var plan = try XMLPlan(records: records, namespaces: namespaces)
      _ = try plan.source(path, rowDepth: try plan.rows(rows).depth)
      return nil
    } catch { return error }
  }
}
