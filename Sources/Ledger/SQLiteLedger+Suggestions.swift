import Correspondence
import GRDB

/// A buyer's mail, and what a person wrote to it.
public struct AnsweredQuestion: Hashable, Sendable {
    public var mail: StoredMessage
    public var answer: String

    public init(mail: StoredMessage, answer: String) {
        self.mail = mail
        self.answer = answer
    }
}

extension SQLiteLedger {
    public func answeredQuestions(limit: Int) async throws(LedgerError) -> [AnsweredQuestion] {
        try await read("look up what people answered") { db in
            try AnswerSQL.answered.rows(db, [limit]).compactMap { row in
                guard let mail = try Self.stored(db, row) else { return nil }
                return AnsweredQuestion(mail: mail, answer: row["answer_words"])
            }
        }
    }
}
