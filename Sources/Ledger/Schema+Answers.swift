import GRDB

extension Schema {
    /// Answers that people gave, and the orders that mails name, known from a report or not.
    ///
    /// `conversation` is NULL where an answer could not be tied to one; of such an answer the mails that it refers to are
    /// kept, since one of them may yet come in. A mail may be answered by a reply of ours, by a person, or by both.
    static let answers = """
        CREATE TABLE answer (
            id INTEGER PRIMARY KEY,
            mailbox TEXT NOT NULL, at INTEGER NOT NULL, place TEXT NOT NULL, who TEXT, message_id TEXT,
            conversation TEXT, alias TEXT
        ) STRICT;
        CREATE INDEX answer_by_id ON answer (mailbox, message_id) WHERE message_id IS NOT NULL;
        CREATE INDEX answer_by_conversation ON answer (mailbox, conversation, at) WHERE conversation IS NOT NULL;
        CREATE INDEX answer_by_place ON answer (mailbox, place, at);
        CREATE INDEX answer_by_alias ON answer (mailbox, alias, at) WHERE conversation IS NULL AND alias IS NOT NULL;

        CREATE TABLE answer_reference (
            message_id TEXT NOT NULL, answer INTEGER NOT NULL REFERENCES answer (id),
            PRIMARY KEY (message_id, answer)
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE message ADD COLUMN answered_by_person INTEGER REFERENCES answer (id);
        CREATE INDEX message_by_person ON message (answered_by_person) WHERE answered_by_person IS NOT NULL;
        CREATE INDEX message_by_buyer ON message (mailbox, buyer_name, clock_start) WHERE buyer_name IS NOT NULL;

        CREATE TABLE message_order (
            order_id TEXT NOT NULL, message INTEGER NOT NULL REFERENCES message (id),
            PRIMARY KEY (order_id, message)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX message_order_by_message ON message_order (message);
        INSERT OR IGNORE INTO message_order (order_id, message)
            SELECT each.value, message.id FROM message, json_each(message.orders) AS each;
        """
}
