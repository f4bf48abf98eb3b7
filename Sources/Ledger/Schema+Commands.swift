extension Schema {
    /// What people say by moving mail, and the drafts that we placed.
    static let commands = """
        -- How far a command folder has been obeyed.
        CREATE TABLE obeyed (
            mailbox TEXT NOT NULL, folder TEXT NOT NULL, uid_validity INTEGER NOT NULL, last_uid INTEGER NOT NULL,
            PRIMARY KEY (mailbox, folder)
        ) STRICT, WITHOUT ROWID;

        -- What we put into Drafts: a draft with other bytes is a person's. Gone once it was removed or left to them.
        CREATE TABLE draft (
            reply INTEGER PRIMARY KEY REFERENCES reply (id), folder TEXT NOT NULL, digest BLOB NOT NULL
        ) STRICT;
        """
}
