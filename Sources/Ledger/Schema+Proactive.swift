extension Schema {
    /// Mail that the shop writes first: rows of the outbox, each beginning a conversation of its own.
    static let proactive = """
        ALTER TABLE reply ADD COLUMN campaign TEXT;
        -- One mail of a kind an order; one that was withdrawn before anybody could see it leaves its place. What a person
        -- dropped (for_person) does not.
        CREATE UNIQUE INDEX reply_by_campaign ON reply (order_id, campaign)
            WHERE campaign IS NOT NULL AND (state <> 'superseded' OR message_id IS NOT NULL OR for_person = 1);
        CREATE INDEX reply_of_campaign ON reply (mailbox, campaign, id) WHERE campaign IS NOT NULL;

        -- Since when a campaign is enabled.
        CREATE TABLE campaign (
            mailbox TEXT NOT NULL, name TEXT NOT NULL, began INTEGER NOT NULL, PRIMARY KEY (mailbox, name)
        ) STRICT, WITHOUT ROWID;

        -- When proactive mail is to be thought of again: 0 at once, NULL not before something new is known.
        ALTER TABLE "order" ADD COLUMN look INTEGER DEFAULT 0;
        CREATE INDEX order_fact_by_buyer ON order_fact (value) WHERE name = 'buyer_address';
        CREATE INDEX order_by_look ON "order" (look) WHERE look IS NOT NULL;
        """
}
