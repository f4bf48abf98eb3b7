import Correspondence
import Testing

@testable import Configuration

/// The least that a file must say.
let least = """
    [mailboxes.main]
    address  = "support@shop.example"
    imap     = "imaps://imap.shop.example"
    smtp     = "smtp://smtp.shop.example"
    password = { credential = "main" }

    """

func parse(_ text: String) throws(ConfigurationErrors) -> Configuration {
    try Configuration.parse(text, file: "replyd.toml")
}

@Suite("What is in force where the file says nothing")
struct DefaultsTests {
    @Test("an inquiry is guarded, returns and problems are drafted, claims are held")
    func actions() throws {
        let configuration = try parse(least)
        let actions = Kind.allCases.map { configuration.rules(mailbox: "main", kind: $0).action }
        #expect(actions == [.guardDeadline, .draft, .draft, .hold])
        #expect(Kind.allCases.allSatisfy { configuration.rules(mailbox: "main", kind: $0).minConfidence == 0.90 })
    }

    @Test("a reply goes out after 15 minutes and within 23 hours, guarded 30 minutes before")
    func windows() throws {
        let window = try parse(least).rules(mailbox: "main", kind: .claim).window
        #expect(window.replyAfter == .seconds(15 * 60))
        #expect(window.replyWithin == .seconds(23 * 3600))
        #expect(window.guardBefore == .seconds(30 * 60))
        #expect(window.outsideHours == .send)
        #expect(window.hours.timeZone.identifier == "Europe/Berlin")
    }

    @Test("a mailbox reads INBOX of the servers' usual ports, by its own address, and answers Amazon's buyers")
    func mailbox() throws {
        let mailbox = try #require(try parse(least).mailbox("main"))
        #expect(mailbox.username == "support@shop.example")
        #expect(mailbox.imap.url == "imaps://imap.shop.example:993")
        #expect(mailbox.smtp.url == "smtp://smtp.shop.example:587")
        #expect(mailbox.login == .password(.credential("main")))
        #expect(mailbox.smtpLogin == .asIMAP)
        #expect(mailbox.inbox == ["INBOX"])
        #expect(mailbox.sent == nil)
        #expect(mailbox.saveSent == .auto)
        #expect(mailbox.folders == "replyd")
        #expect(mailbox.poll == .seconds(60))
        #expect(mailbox.tls == .required)
        #expect(mailbox.accept == [.profile("amazon")])
        #expect(mailbox.since == .seconds(48 * 3600))
        #expect(mailbox.backlog == .hold)
        #expect(mailbox.digest == nil)
    }

    @Test("sending is careful: one at a time, looked up in Sent, held when unsure, marked as automatic")
    func sending() throws {
        let sending = try #require(try parse(least).mailbox("main")).sending
        #expect(sending.confirm == .sent)
        #expect(sending.whenUnsure == .hold)
        #expect(sending.settle == .seconds(120))
        #expect(sending.inFlight == 1)
        #expect(sending.divertTo == nil)
        #expect(sending.markAutomatic == .unattended)
    }

    @Test("the least configuration has nothing to warn of")
    func quiet() throws {
        #expect(try parse(least).warnings == [])
    }
}
