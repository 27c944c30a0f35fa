// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Journal {
  /// Whether everything in the journal adds up: one sentence for each thing that does not.
  package func audit() throws(JournalError) -> [String] {
    try read { db in
      let damage = try String.fetchAll(db, sql: "PRAGMA quick_check").filter { $0 != "ok" }
      if !damage.isEmpty { return damage.map { "the journal's file is damaged: \($0)" } }
      var findings = try Journal.unclosedSums(db)
      for invariant in Journal.invariants {
        findings += try String.fetchAll(db, sql: invariant)
      }
      return findings
    }
  }

  /// Records that have no outcome, or two.
  private static func unclosedSums(_ db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: """
        WITH c AS (SELECT delivery, count(*) AS n FROM changes GROUP BY delivery),
          s AS (SELECT delivery, count(*) AS n FROM shared_records GROUP BY delivery),
          r AS (SELECT delivery, count(*) AS n FROM rejections GROUP BY delivery),
          sums AS (SELECT d.id AS id, d.records AS records, d.unchanged AS unchanged,
              coalesce(c.n, 0) AS changes, coalesce(s.n, 0) AS shared, coalesce(r.n, 0) AS rejected
            FROM deliveries d LEFT JOIN c ON c.delivery = d.id LEFT JOIN s ON s.delivery = d.id
              LEFT JOIN r ON r.delivery = d.id
            WHERE d.planned_at IS NOT NULL AND d.forgotten IS NULL)
        SELECT 'd' || id || ' has ' || records || ' records, but ' || unchanged || ' unchanged, '
          || changes || ' changes, ' || shared || ' shared and ' || rejected || ' rejected'
        FROM sums WHERE records <> unchanged + changes + shared + rejected ORDER BY id
        """)
  }

  /// SELECTs that give a sentence for each breach.
  private static let invariants = [
    """
    SELECT 'd' || d.id || ' is ' || d.state || ' but has changes that are not settled'
    FROM deliveries d
    WHERE d.state NOT IN ('working', 'held') AND EXISTS (SELECT 1 FROM changes c
      WHERE c.delivery = d.id AND c.state IN ('planned','sent','unknown'))
    """,
    """
    SELECT 'd' || d.id || ' is ' || d.state || ' but has changes or rejections without a plan'
    FROM deliveries d
    WHERE d.planned_at IS NULL AND (EXISTS (SELECT 1 FROM changes c WHERE c.delivery = d.id)
      OR EXISTS (SELECT 1 FROM rejections r WHERE r.delivery = d.id))
    """,
    """
    SELECT 'change ' || c.id || ' of d' || c.delivery || ' is ' || c.state
      || ' without a batch that is open'
    FROM changes c LEFT JOIN batches b ON b.id = c.batch
    WHERE c.state IN ('sent','unknown') AND (b.id IS NULL OR b.state = 'settled')
    """,
    """
    SELECT 'batch ' || b.id || ' of d' || b.delivery || ' is ' || b.state
      || ' though none of its changes is'
    FROM batches b
    WHERE b.state <> 'settled' AND NOT EXISTS (SELECT 1 FROM changes c
      WHERE c.batch = b.id AND c.state IN ('sent','unknown'))
    """,
    """
    SELECT 'batch ' || b.id || ' is still sent though its bulk file is settled'
    FROM batches b JOIN files f ON f.id = b.file
    WHERE b.state = 'sent' AND f.state = 'settled'
    """,
    """
    SELECT 'two changes of ' || object || ' are on their way at once (' || operation || ')'
    FROM changes WHERE state IN ('sent','unknown')
    GROUP BY operation, object HAVING count(*) > 1
    """,
    """
    SELECT 'settlings are numbered up to ' || max(c.settled) || ' but the last given was ' || h.settled
    FROM changes c, home h WHERE c.settled IS NOT NULL
    GROUP BY h.settled HAVING max(c.settled) > h.settled
    """,
    """
    SELECT 'record ' || s.record || ' of d' || s.delivery || ' shares a change of d' || c.delivery
    FROM shared_records s JOIN changes c ON c.id = s.change WHERE c.delivery <> s.delivery
    """,
    """
    SELECT 'd' || d.id || ' is a duplicate of d' || d.duplicate_of || ', whose bytes are others'
    FROM deliveries d JOIN deliveries o ON o.id = d.duplicate_of WHERE d.sha256 <> o.sha256
    """,
    """
    SELECT 'the export ' || job || ' has written ' || count(*) || ' files but numbered them '
      || min(sequence) || ' to ' || max(sequence)
    FROM runs WHERE sequence > 0 AND state <> 'failed'
    GROUP BY job HAVING max(sequence) - min(sequence) + 1 <> count(*)
    """,
    """
    SELECT 'the export ' || w.job || ' stands at number ' || w.sequence || ', its last file has '
      || max(r.sequence)
    FROM watermarks w JOIN runs r ON r.job = w.job AND r.state = 'done'
    GROUP BY w.job HAVING max(r.sequence) <> w.sequence
    """,
    """
    SELECT 'a row of ' || "table" || ' names a row of ' || parent || ' that is not there'
    FROM pragma_foreign_key_check
    """,
  ]
}
