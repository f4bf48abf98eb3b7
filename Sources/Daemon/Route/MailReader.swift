import Classifier
import Correspondence
import MIME
import Marketplace

/// The first half of the route of a mail, without I/O: bytes to what it is and what it asks for.
///
/// The daemon, `inspect` and `simulate` read mail through this one function, so they can never disagree.
public struct MailReader: Sendable {
    let recogniser: Recogniser
    let classifier: Classifier

    public init(recogniser: Recogniser, classifier: Classifier) {
        self.recogniser = recogniser
        self.classifier = classifier
    }

    /// Never fails: what cannot be read is told in the mail's `problem`.
    public func read(_ bytes: [UInt8]) -> MailReading {
        let mail = Mail.parse(bytes)
        let understanding = recogniser.understand(mail)
        var reading = MailReading(mail: mail, understanding: understanding, classification: nil)
        reading.classification = classify(reading, orderFacts: .unknown)
        return reading
    }

    /// What the buyer's words ask for; `nil` for mail that is not a buyer's.
    ///
    /// - Parameter orderFacts: what the ledger knows of the order, such as an open claim: facts beat words.
    public func classify(_ reading: MailReading, orderFacts: OrderFacts) -> Classification? {
        input(reading, orderFacts).map(classifier.classify)
    }

    /// The same with all that counted, for `inspect --explain`.
    func explain(_ reading: MailReading) -> Explanation? { input(reading, .unknown).map(classifier.explain) }

    private func input(_ reading: MailReading, _ orderFacts: OrderFacts) -> ClassifierInput? {
        guard case .buyer(let buyer) = reading.understanding.recognition else { return nil }
        return ClassifierInput(
            text: reading.understanding.text, language: reading.understanding.language, topic: buyer.topic,
            hasAttachments: !reading.mail.attachments.isEmpty, openClaim: orderFacts.openClaim,
            pastPromise: orderFacts.pastPromise)
    }
}

/// One mail as it was read.
public struct MailReading: Sendable {
    public let mail: Mail
    public let understanding: Understanding
    /// `nil` for mail that is not a buyer's.
    public internal(set) var classification: Classification?
}

/// What the classifier is told of an order.
public struct OrderFacts: Sendable, Hashable {
    public var openClaim: Bool
    public var pastPromise: Bool?

    public static let unknown = OrderFacts(openClaim: false, pastPromise: nil)

    public init(openClaim: Bool, pastPromise: Bool?) {
        self.openClaim = openClaim
        self.pastPromise = pastPromise
    }
}
