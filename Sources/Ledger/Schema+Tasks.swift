/// Tasks, what the clock has told already, and mail to the seller's own people.
extension Schema {
    static let tasks = """
        CREATE TABLE task (
            id INTEGER PRIMARY KEY,
            mailbox TEXT NOT NULL, kind TEXT NOT NULL, message INTEGER NOT NULL REFERENCES message (id),
            reply INTEGER REFERENCES reply (id), conversation TEXT, order_id TEXT,
            -- planned: the reply that promises it has not gone out yet.
            state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'done')),
            opened INTEGER NOT NULL, due INTEGER NOT NULL, warn_at INTEGER NOT NULL,
            warned INTEGER NOT NULL DEFAULT 0, detail TEXT NOT NULL,
            closed INTEGER, closed_because TEXT
        ) STRICT;
        CREATE UNIQUE INDEX task_of_order ON task (mailbox, order_id, kind)
            WHERE state = 'open' AND order_id IS NOT NULL AND reply IS NULL;
        CREATE UNIQUE INDEX task_of_reply ON task (reply) WHERE reply IS NOT NULL;
        CREATE INDEX task_of_message ON task (message) WHERE state = 'open';
        CREATE INDEX task_of_conversation ON task (mailbox, conversation)
            WHERE state = 'open' AND conversation IS NOT NULL;
        CREATE INDEX task_open ON task (due) WHERE state = 'open';
        CREATE INDEX task_to_warn ON task (mailbox, warn_at) WHERE state = 'open' AND warned = 0;

        CREATE INDEX notice_by_message ON notice (message);

        -- The answer that keeps a buyer waiting stands beside the held one, for the same mail.
        DROP INDEX reply_active;
        CREATE UNIQUE INDEX reply_active ON reply (message)
            WHERE state IN ('scheduled', 'drafted', 'sending', 'held') AND template <> 'holding';
        CREATE INDEX reply_holding ON reply (mailbox, conversation) WHERE template = 'holding';

        -- Buyers' mails without an answer: all that asks for one place to say so.
        CREATE VIEW open_message AS SELECT * FROM message
            WHERE conversation IS NOT NULL AND answered_by IS NULL AND answered_by_person IS NULL AND course <> 'ignore';
        CREATE INDEX message_open ON message (mailbox, clock_start)
            WHERE conversation IS NOT NULL AND answered_by IS NULL AND answered_by_person IS NULL AND course <> 'ignore';
        CREATE INDEX message_by_arrival ON message (mailbox, arrived);

        -- What has been told once: of a mail, of a mailbox.
        CREATE TABLE told (
            about TEXT NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (about, what)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE own_mail (
            purpose TEXT NOT NULL, receivers TEXT NOT NULL, slot INTEGER NOT NULL,
            message_id TEXT NOT NULL, mailbox TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('begun', 'skipped', 'sending', 'again', 'sent', 'failed', 'unknown')),
            at INTEGER NOT NULL, event INTEGER NOT NULL, detail TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (purpose, receivers, slot)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX own_mail_sending ON own_mail (purpose, receivers) WHERE state = 'sending';
        """
}
