import GRDB

/// The store's tables, as migrations: a released one is never changed, a new one is added.
///
/// Times are milliseconds since 1970. Lists and nested values are JSON. The raw mails lie in a table of their own, so
/// that the rows that are searched stay small.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in try db.execute(sql: first) }
        migrator.registerMigration("corrections", migrate: addCorrections)
        migrator.registerMigration("answers") { db in try db.execute(sql: answers) }
        migrator.registerMigration("notices") { db in try db.execute(sql: notices) }
        migrator.registerMigration("commands") { db in try db.execute(sql: commands) }
        migrator.registerMigration("orders") { db in try db.execute(sql: orders) }
        migrator.registerMigration("tasks") { db in try db.execute(sql: tasks) }
        migrator.registerMigration("answer words") { db in
            try db.execute(sql: "ALTER TABLE answer ADD COLUMN words TEXT NOT NULL DEFAULT ''")
        }
        migrator.registerMigration("answer mail") { db in try db.execute(sql: "ALTER TABLE answer ADD COLUMN raw BLOB")
        }
        migrator.registerMigration("forgetting") { db in try db.execute(sql: forgetting) }
        migrator.registerMigration("proactive") { db in try db.execute(sql: proactive) }
        return migrator
    }

    private static let first = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE mailbox (name TEXT PRIMARY KEY, first_start INTEGER NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE folder (
            mailbox TEXT NOT NULL, name TEXT NOT NULL,
            uid_validity INTEGER NOT NULL, last_uid INTEGER NOT NULL,
            PRIMARY KEY (mailbox, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            mailbox TEXT NOT NULL, message_id TEXT, digest BLOB NOT NULL, body_digest BLOB NOT NULL,
            "references" TEXT NOT NULL, subject TEXT NOT NULL,
            arrived INTEGER NOT NULL, clock_start INTEGER NOT NULL, flags TEXT NOT NULL,
            source TEXT, site TEXT, language TEXT, orders TEXT NOT NULL, asins TEXT NOT NULL, because TEXT NOT NULL,
            authentication_failure TEXT,
            conversation TEXT, alias TEXT, buyer_name TEXT, reply_to TEXT, topic TEXT, words TEXT NOT NULL,
            classification TEXT, course TEXT NOT NULL, reason TEXT NOT NULL, due INTEGER, deadline INTEGER,
            problem TEXT, answered_by INTEGER REFERENCES reply (id)
        ) STRICT;
        CREATE INDEX message_by_id ON message (mailbox, message_id);
        CREATE INDEX message_by_digest ON message (mailbox, digest) WHERE message_id IS NULL;
        CREATE INDEX message_by_conversation ON message (mailbox, conversation, clock_start)
            WHERE conversation IS NOT NULL;
        CREATE INDEX message_by_alias ON message (mailbox, alias, clock_start) WHERE alias IS NOT NULL;
        CREATE INDEX message_held ON message (mailbox) WHERE course = 'hold' AND answered_by IS NULL;
        CREATE INDEX message_by_answer ON message (answered_by) WHERE answered_by IS NOT NULL;

        CREATE TABLE mail_source (message INTEGER PRIMARY KEY REFERENCES message (id), raw BLOB NOT NULL) STRICT;

        -- message is NULL where the server had nothing at this UID any more.
        CREATE TABLE position (
            mailbox TEXT NOT NULL, folder TEXT NOT NULL, uid_validity INTEGER NOT NULL, uid INTEGER NOT NULL,
            previous_uid INTEGER NOT NULL, message INTEGER REFERENCES message (id),
            PRIMARY KEY (mailbox, folder, uid_validity, uid)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX position_by_message ON position (message) WHERE message IS NOT NULL;

        CREATE TABLE reply (
            id INTEGER PRIMARY KEY,
            mailbox TEXT NOT NULL, message INTEGER NOT NULL REFERENCES message (id),
            conversation TEXT NOT NULL, alias TEXT NOT NULL, order_id TEXT,
            kind TEXT NOT NULL, action TEXT NOT NULL, template TEXT NOT NULL, language TEXT NOT NULL,
            due INTEGER, deadline INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (state IN
                ('scheduled', 'drafted', 'sending', 'sent', 'failed', 'superseded', 'held', 'bounced')),
            -- When the state began, and its reason or receipt.
            since INTEGER NOT NULL, detail TEXT NOT NULL DEFAULT '',
            message_id TEXT, attempts INTEGER NOT NULL DEFAULT 0,
            -- 1: only a person may end it, whatever else comes in.
            for_person INTEGER NOT NULL DEFAULT 0,
            sent_at INTEGER,
            -- 1: the copy in Sent and the flag are still to be made.
            filing INTEGER NOT NULL DEFAULT 0,
            released_by TEXT
        ) STRICT;
        CREATE UNIQUE INDEX reply_active ON reply (message)
            WHERE state IN ('scheduled', 'drafted', 'sending', 'held');
        CREATE UNIQUE INDEX reply_by_message_id ON reply (message_id) WHERE message_id IS NOT NULL;
        CREATE INDEX reply_by_message ON reply (message);
        CREATE INDEX reply_due ON reply (due) WHERE state = 'scheduled';
        CREATE INDEX reply_sending ON reply (mailbox, id) WHERE state = 'sending';
        CREATE INDEX reply_filing ON reply (mailbox, id) WHERE filing = 1;
        CREATE INDEX reply_by_conversation ON reply (mailbox, conversation, state);
        CREATE INDEX reply_by_alias ON reply (mailbox, alias, since);
        CREATE INDEX reply_by_sent ON reply (mailbox, sent_at) WHERE sent_at IS NOT NULL;
        CREATE INDEX reply_by_sent_everywhere ON reply (sent_at) WHERE sent_at IS NOT NULL;
        CREATE INDEX reply_by_state ON reply (state, mailbox, deadline);

        -- The mail as it was offered to the server.
        CREATE TABLE reply_mail (reply INTEGER PRIMARY KEY REFERENCES reply (id), raw BLOB NOT NULL) STRICT;

        CREATE TABLE notice (
            id INTEGER PRIMARY KEY, message INTEGER NOT NULL REFERENCES message (id),
            mailbox TEXT NOT NULL, type TEXT NOT NULL, order_id TEXT, at INTEGER NOT NULL, fields TEXT NOT NULL
        ) STRICT;
        CREATE INDEX notice_by_order ON notice (order_id, at) WHERE order_id IS NOT NULL;

        -- salt and content may be erased: digest keeps the chain provable.
        CREATE TABLE event (
            number INTEGER PRIMARY KEY, salt BLOB, content BLOB, digest BLOB NOT NULL, hash BLOB NOT NULL
        ) STRICT;

        CREATE TABLE log_position (log TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """
}
