extension Schema {
    /// What is known of orders. All facts are kept, those that do not hold too: which holds is
    /// `OrderPrecedence`'s to say, so that files may come in any order.
    static let orders = """
        CREATE TABLE "order" (
            key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
            -- As of when the newest source tells of it, and the mark of its state.
            seen INTEGER NOT NULL, mark TEXT NOT NULL
        ) STRICT;
        CREATE INDEX order_by_seen ON "order" (seen);

        CREATE TABLE order_item (
            "order" INTEGER NOT NULL REFERENCES "order" (key), id TEXT NOT NULL,
            sku TEXT, asin TEXT, title TEXT, quantity INTEGER,
            PRIMARY KEY ("order", id)
        ) STRICT, WITHOUT ROWID;

        -- at: the newest time at which this source said this.
        CREATE TABLE order_fact (
            "order" INTEGER NOT NULL REFERENCES "order" (key),
            name TEXT NOT NULL, source TEXT NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY ("order", name, source, value)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE order_file (
            digest BLOB PRIMARY KEY, name TEXT NOT NULL, form TEXT NOT NULL, at INTEGER NOT NULL,
            rows INTEGER NOT NULL, taken INTEGER NOT NULL, rejected INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX reply_by_order ON reply (order_id) WHERE order_id IS NOT NULL;
        """
}
