import Correspondence
import Ledger
import MIME
import Marketplace

/// Reads a mail from Sent, or a draft, as what a person writes to a buyer.
enum SentMail {
    /// The header fields that tell whether a mail goes to a buyer.
    static let addressFields = ["From", "To", "Cc", "Bcc"]

    /// True where one of those whom it goes to is a buyer, and it is not the buyer's own.
    static func goesToBuyer(_ mail: Mail, _ recogniser: Recogniser) -> Bool {
        if let from = mail.from.flatMap({ EmailAddress($0.address) }), recogniser.buyer(at: from) != nil {
            return false
        }
        return buyer(of: mail, recogniser) != nil
    }

    /// - Parameter at: when it was written.
    /// - Returns: `nil` where it goes to no buyer: to a colleague, say, to whom a buyer's mail was passed on.
    static func answer(
        _ mail: Mail, at time: Instant, in mailbox: String, place: String, _ recogniser: Recogniser, raw: [UInt8] = []
    ) -> PersonsAnswer? {
        guard goesToBuyer(mail, recogniser), let buyer = buyer(of: mail, recogniser) else { return nil }
        var answer = PersonsAnswer(
            mailbox: mailbox, at: time, place: place, who: mail.from.flatMap { EmailAddress($0.address) },
            messageID: mail.messageID,
            replydReply: mail.headers.first("X-Replyd-Reply")?.trimmingCharacters(in: .whitespaces),
            references: mail.references.filter { !mail.inReplyTo.contains($0) } + mail.inReplyTo,
            conversation: buyer.conversation, orders: recogniser.understand(mail).orderIDs, alias: buyer.alias,
            words: mail.ownWords().text)
        answer.raw = raw
        return answer
    }

    private static func buyer(
        of mail: Mail, _ recogniser: Recogniser
    ) -> (alias: String, conversation: ConversationKey?)? {
        (mail.to + mail.cc + mail.bcc).lazy.compactMap { EmailAddress($0.address) }
            .compactMap { recogniser.buyer(at: $0) }.first
    }
}
