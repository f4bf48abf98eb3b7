import Correspondence
import Ledger
import MIME

/// Tells the marketplace's copies of replyd's own replies from those of what a person wrote in its pages.
enum OwnCopies {
    /// The reply of which `copy` holds the words; `nil`: a person wrote it.
    ///
    /// The relay gives every mail a Message-ID of its own, so that only the words are left to know a reply by.
    static func reply(in copy: MailReading, among sent: [Int64: [UInt8]]) -> Int64? {
        let words = letters(copy.mail.text)
        return sent.keys.sorted().last { id in
            let own = sent[id].map { letters(Mail.parse($0).ownWords().text) } ?? ""
            return own.utf8.count >= fewestLetters && words.contains(own)
        }
    }

    /// What survives every way of wrapping and quoting.
    private static func letters(_ text: String) -> String {
        String(
            text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    }

    /// Shorter texts say the same too often.
    private static let fewestLetters = 20
}
