import Foundation
import GRDB
import Testing

@testable import Ledger

@Suite("A store of an earlier version")
struct MigrationTests {
    @Test("keeps its claims and opt-outs, and knows the orders of its mails")
    func answersAndNotices() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("replyd-\(UUID().uuidString).db").path
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let pool = try DatabasePool(path: path)
        try Schema.migrator.migrate(pool, upTo: "1")
        try pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO message (id, mailbox, digest, body_digest, "references", subject, arrived, clock_start,
                        flags, orders, asins, because, conversation, alias, words, course, reason)
                    VALUES (1, 'main', x'00', x'00', '[]', '', 0, 0, '[]', '["302-1234567-1234567"]', '[]', '[]',
                        'alias:w04', 'w04', '', 'hold', '');
                    INSERT INTO notice (message, mailbox, type, order_id, at, fields) VALUES
                        (1, 'main', 'A_Z_CLAIM_RESPONDENT_NOTIFY', '302-1234567-1234567', 1, '{}'),
                        (1, 'main', 'BUYER_OPTED_OUT_BSM_MESSAGES', NULL, 2, '{"alias":"w04","cause":"opted_out"}'),
                        (1, 'main', 'BUYER_OPTED_OUT_BSM_MESSAGES', NULL, 3, '{"cause":"guidelines"}'),
                        (1, 'main', 'RETURN_REQUEST', NULL, 4, '{}');
                    """)
        }
        try Schema.migrator.migrate(pool)
        try pool.read { db in
            #expect(
                try Optional<String>.fetchAll(db, sql: "SELECT effect FROM notice ORDER BY at")
                    == ["claim_filed", "opted_out", "undelivered", nil])
            #expect(try NoticeSQL.lastOfClaim.text(db, ["302-1234567-1234567"]) == "claim_filed")
            #expect(try NoticeSQL.optOutOfAlias.integer(db, ["main", "w04"]) == 2)
            let found = try AnswerSQL.ofOrder.rows(db, ["302-1234567-1234567", "main", nil, nil, 10])
            #expect(found.map { $0["conversation"] as String } == ["alias:w04"])
            #expect(found.first?["open"] == 1)
        }
    }
}
