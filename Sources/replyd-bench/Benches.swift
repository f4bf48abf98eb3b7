import Classifier
import Correspondence
import Foundation
import MIME
import Marketplace
import Templates

/// All benches. A new one is a new value here.
enum Benches {
    static let all: [Bench] = [parseRecognise, classify, render, orders]

    private static let mails = BuyerMails.make(400)

    private static func makeRecogniser() throws -> Recogniser {
        Recogniser(profiles: [try Profile.shipped("amazon")], accept: ["amazon"], authservID: nil, ownAddress: [])
    }

    private static let parseRecognise = Bench(
        name: "parse-recognise", what: "bytes to who wrote it, which order, which words; 400 mails of 4 KB",
        unit: "mails/s a core", target: .atLeast(10_000)
    ) {
        let recogniser = try makeRecogniser()
        return {
            var understood = 0
            let time = ContinuousClock().measure {
                for mail in mails {
                    let understanding = recogniser.understand(Mail.parse(mail))
                    if understanding.recognition.source == .buyer, !understanding.text.isEmpty { understood += 1 }
                }
            }
            guard understood == mails.count else {
                throw WrongSubject(description: "only \(understood) of \(mails.count) mails were read as a buyer's")
            }
            return Double(mails.count) / time.inSeconds
        }
    }

    private static let classify = Bench(
        name: "classify", what: "a buyer's words to what they ask for, the median of 400 mails",
        unit: "µs a mail", target: .atMost(100)
    ) {
        let recogniser = try makeRecogniser()
        let classifier = try Classifier.shipped()
        let inputs = mails.map { mail in
            let understanding = recogniser.understand(Mail.parse(mail))
            return ClassifierInput(text: understanding.text, language: understanding.language)
        }
        return {
            var kinds: Set<Kind> = []
            let times = inputs.map { input in
                ContinuousClock().measure { kinds.formUnion([classifier.classify(input).kind].compactMap { $0 }) }
                    .inSeconds
            }
            guard kinds.count == Kind.allCases.count else {
                throw WrongSubject(description: "the mails should be of every kind, they are \(kinds)")
            }
            return times.median * 1e6
        }
    }

    private static let render = Bench(
        name: "render", what: "template, quoted words, finished MIME mail", unit: "replies/s a core", target: .none
    ) {
        let templates = try TemplateLibrary.load(["templates", "/usr/share/replyd/templates"])
        let values = Dictionary(uniqueKeysWithValues: TemplateVariable.allCases.map { ($0, $0.example) })
        let date = Date(timeIntervalSince1970: 1_791_192_600)
        return {
            var bytes = 0
            let count = 400
            let time = try ContinuousClock().measure {
                for number in 0..<count {
                    let language = templates.languages[number % templates.languages.count]
                    let kind = Kind.allCases[number % Kind.allCases.count]
                    let words = BuyerMails.words[number % BuyerMails.words.count]
                    let own = try templates.render(kind.rawValue, language: language, values: values)
                    let mail = OutgoingMail(
                        from: Mailbox(name: "Shop Example", address: "support@shop.example"),
                        to: [Mailbox(address: "a1n2n3a4n5n6a7+c0ffee00@marketplace.amazon.com")],
                        subject: "Re: Order 111-2233445-6677889", inReplyTo: "1@eu-west-1.amazonses.com", date: date,
                        messageID: "\(number)@shop.example", text: "\(own)\n\(Quoting.quote(words))\n")
                    bytes += try mail.compose().count
                }
            }
            guard bytes > count * 300 else { throw WrongSubject(description: "the replies are empty") }
            return Double(count) / time.inSeconds
        }
    }
}
