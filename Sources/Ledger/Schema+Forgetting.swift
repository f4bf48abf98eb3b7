extension Schema {
    /// How much of a mail is kept: 2 all of it, 1 without its bytes, 0 nothing that is a person's.
    static let forgetting = """
        ALTER TABLE message ADD COLUMN kept INTEGER NOT NULL DEFAULT 2;
        CREATE INDEX message_by_kept ON message (kept, arrived);
        """
}
