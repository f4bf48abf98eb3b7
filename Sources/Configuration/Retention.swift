import Correspondence

extension Configuration {
    /// `[retention]`: how long what is a person's is kept. Mail of open claims is kept until they are closed.
    public struct Retention: Hashable, Sendable {
        /// The bytes of mails and replies; `nil`: for ever.
        public internal(set) var mails: Duration?
        /// Names, addresses, words, and the content of events on mails; `nil`: for ever.
        public internal(set) var personalData: Duration?

        init(_ scope: Scope) {
            mails = scope.read("mails", .durationOrNever) ?? Self.standard
            personalData = scope.read("personal_data", .durationOrNever) ?? Self.standardOfPersons
        }

        /// A claim may come 90 days after delivery, its appeal 30 days later, and a bank's dispute within about 120 days.
        private static let standard: Duration? = .seconds(180 * 86_400)
        private static let standardOfPersons: Duration? = .seconds(365 * 86_400)

        var dump: Dump {
            .table([
                "mails": mails.map(Dump.duration) ?? .text("never"),
                "personal_data": personalData.map(Dump.duration) ?? .text("never"),
            ])
        }
    }
}

extension Wanted<Duration?> {
    /// At least a day; `"never"` is `nil`.
    static let durationOrNever = Wanted(noun: "a duration", example: "\"180d\"") { value in
        guard case .text(let text) = value else { return .wrongType }
        if text == "never" { return .right(nil) }
        guard let duration = DurationText.parse(text) else {
            return .wrong(problem: "\"\(text)\" is no duration", remedy: "write for example \"180d\", or \"never\"")
        }
        guard duration >= .seconds(86_400) else {
            return .wrong(problem: "\"\(text)\" is too short", remedy: "write at least \"1d\", or \"never\"")
        }
        return .right(duration)
    }
}
