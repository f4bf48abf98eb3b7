import GRDB

extension Schema {
    /// What people said a mail is, beside what the classifier said (`message.classification`), which stays as it was.
    static func addCorrections(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE correction (
                    message INTEGER PRIMARY KEY REFERENCES message (id),
                    -- A kind, or 'other' for a mail that no seller answers.
                    label TEXT NOT NULL CHECK (label IN ('inquiry', 'return', 'problem', 'claim', 'other')),
                    corrected_by TEXT NOT NULL, at INTEGER NOT NULL
                ) STRICT;
                """)
    }
}
