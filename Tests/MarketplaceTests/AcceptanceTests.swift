import Correspondence
import Testing

@testable import Marketplace

@Suite("Who may get a reply")
struct AcceptanceTests {
    @Test("A marketplace that is not accepted gets none")
    func profileNotAccepted() throws {
        #expect(try Make.recogniser(accept: []).understand(Make.mail([Make.relay])).recognition == .other)
    }

    @Test(
        "A buyer's mail by the marketplace's own word, from an address of an unknown form, is for a person, not for nobody"
    )
    func unknownForm() throws {
        let mail = Make.mail([
            "From: Dana <new~form.of.alias@marketplace.amazon.com>",
            "X-Space-Notification-Type: BBC_MESSAGE_SENT_TO_MERCHANT", "Subject: Inquiry",
        ])
        let found = try Make.recogniser(accept: ["amazon"]).understand(mail)
        #expect(found.recognition == .other)
        let decision = Policy.decide(
            found, nil, rules: nil,
            in: Circumstances(
                now: Instant(milliseconds: 0), earliestUnanswered: Instant(milliseconds: 0),
                newest: Instant(milliseconds: 0)))
        #expect(decision.course == .hold)
        #expect(decision.reason.contains("the address has a form that is not known"))
    }

    @Test(
        "Accepted domains and addresses do, and what lies below them, not what looks like them",
        arguments: [
            ("kim@shop.example", true), ("kim@mail.shop.example", true), ("kim@myshop.example", false),
            ("kim@shop.example.evil.example", false), ("lee@other.example", true), ("LEE@Other.example", true),
            ("mo@other.example", false),
        ])
    func accepted(_ address: String, _ isBuyer: Bool) throws {
        let recogniser = try Make.recogniser(accept: ["amazon", "shop.example", "lee@other.example"])
        let found = recogniser.understand(Make.mail(["From: Kim <\(address)>", "Subject: A question"]))
        #expect((found.recognition.source == .buyer) == isBuyer)
    }

    @Test("An accepted sender's reply goes to Reply-To only where that is accepted as well")
    func replyTo() throws {
        let recogniser = try Make.recogniser(accept: ["shop.example"])
        func target(_ replyTo: String) -> String? {
            let mail = Make.mail(["From: kim@shop.example", "Reply-To: \(replyTo)", "Subject: Hi"])
            guard case .buyer(let message) = recogniser.understand(mail).recognition else { return nil }
            return message.replyTo.description
        }
        #expect(target("desk@shop.example") == "desk@shop.example")
        #expect(target("x@evil.example") == "kim@shop.example")
    }

    @Test("An accepted sender's machines get none")
    func machines() throws {
        let recogniser = try Make.recogniser(accept: ["shop.example"])
        let away = Make.mail(["From: kim@shop.example", "Subject: Away", "Auto-Submitted: auto-replied"])
        #expect(recogniser.understand(away).recognition == .autoReply)
    }

    @Test("We never answer ourselves; our own mail to the relay is a copy")
    func ourselves() throws {
        let recogniser = try Make.recogniser(accept: ["amazon", "shop.example"], own: ["Support@shop.example"])
        let copy = recogniser.understand(
            Make.mail(["From: support@shop.example", "To: \"Ann\" <a1n2n3a4n5n6a7+c0ffee00@marketplace.amazon.de>"]))
        let alias = "a1n2n3a4n5n6a7@marketplace.amazon.de"
        #expect(
            copy.recognition
                == .ownCopy(
                    OwnCopy(
                        buyerName: "Ann", alias: alias, conversation: ConversationKey(case: "c0ffee00", alias: alias))))
        let note = recogniser.understand(Make.mail(["From: support@shop.example", "To: lee@shop.example"]))
        #expect(note.recognition == .other)
    }

    @Test("A mail in our name that our own server calls forged is no copy of ours, and nobody has to look at it")
    func forgedCopy() throws {
        let found = try Make.recogniser(authservID: "mx.shop.example", own: ["support@shop.example"]).understand(
            Make.mail([
                "From: support@shop.example", "To: <a1n2n3a4n5n6a7+c0ffee00@marketplace.amazon.de>",
                "Authentication-Results: mx.shop.example; dmarc=fail",
            ]))
        #expect(found.recognition == .other)
        #expect(found.authenticationFailure == nil)
    }

    @Test("The marketplace's headers on a stranger's mail mean nothing")
    func forgedHeaders() throws {
        let mail = Make.mail([
            "From: x@evil.example", "X-Space-Notification-Type: RETURN_REQUEST", "Subject: Return request for order",
        ])
        #expect(try Make.recogniser().understand(mail).recognition == .other)
    }
}
