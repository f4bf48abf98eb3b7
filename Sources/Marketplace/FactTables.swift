/// What the facts in a notice are called, by language.
struct FactTables: Sendable {
    init(_ file: ProfileFile.Facts) {}
}
