import Foundation
import Testing

@testable import Transport

@Suite("Modified UTF-7")
struct ModifiedUTF7Tests {
    @Test(
        "names go to the wire and back",
        arguments: [
            ("INBOX", "INBOX"), ("A&B", "A&-B"), ("Größe", "Gr&APYA3w-e"),
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("🙂", "&2D3eQg-"), ("a\tb", "a&AAk-b"), ("", ""),
        ])
    func roundTrip(_ name: String, _ wire: String) {
        #expect(String(decoding: ModifiedUTF7.encode(name), as: UTF8.self) == wire)
        #expect(ModifiedUTF7.decode(wire.utf8) == name)
    }

    @Test("what is not in the coding is told", arguments: ["&", "&APY", "&A-", "&AP!-", "ö", "&2D0-", "a\n"])
    func broken(_ wire: String) {
        #expect(ModifiedUTF7.decode(wire.utf8) == nil)
    }
}

@Suite("Small types of IMAP")
struct SmallTypesTests {
    @Test("sets of UIDs join, subtract, find and split")
    func sets() throws {
        let set = UIDSet([5, 1, 2, 3, 9, 2].compactMap { UID($0) })
        #expect(set.description == "1:3,5,9" && set.count == 5)
        #expect(try set.contains(#require(UID(5))) && !set.contains(#require(UID(4))))
        #expect(set.subtracting(UIDSet([2, 9].compactMap { UID($0) })).description == "1,3,5")
        #expect(
            UIDSet(ranges: [1...4_294_967_295]).subtracting(UIDSet(ranges: [3...3])).description == "1:2,4:4294967295")
        #expect(UIDSet(ranges: [5...9]).subtracting(UIDSet(ranges: [1...6, 8...20])).description == "7")
        #expect(UIDSet([]).parts().isEmpty)
        let scattered = UIDSet((1...1000).compactMap { UID($0 * 2) })
        #expect(scattered.parts(length: 220).count == 100)
        #expect(scattered.parts(length: 220).reduce(0) { $0 + $1.count } == 1000)
        #expect(
            UIDSet(ranges: [1...45_000]).parts(span: 20_000).map(\.description) == [
                "1:20000", "20001:40000", "40001:45000",
            ])
        #expect(UIDSet(ranges: [1...4_294_967_295]).parts(span: 20_000).count == 1)
        #expect(UID(0) == nil && UID(4_294_967_296) == nil && UIDValidity(0) == nil)
    }

    @Test("dates go to the wire and back")
    func dates() throws {
        for seconds in [0.0, 951_782_399, 951_868_800, 1_764_038_400, 4_102_444_799] {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(InternalDate.parse(Array(InternalDate.format(date).utf8)) == date)
        }
        #expect(InternalDate.format(Date(timeIntervalSince1970: 951_782_400)) == "29-Feb-2000 00:00:00 +0000")
        #expect(InternalDate.day(Date(timeIntervalSince1970: 0)) == "1-Jan-1970")
    }

    @Test("flags are atoms, and their case does not matter")
    func flags() {
        #expect(Flag("\\seen") == .seen)
        #expect(Flag("a b") == nil && Flag("") == nil && Flag("\\") == nil && Flag("x)") == nil)
    }
}

@Suite("Endpoints and secrets")
struct EndpointTests {
    @Test(
        "an address is read with its default port",
        arguments: [
            ("imaps://imap.shop.example", "imaps://imap.shop.example:993"), ("smtp://h", "smtp://h:587"),
            ("SMTP://h:25/", "smtp://h:25"), ("imap://[::1]:1143", "imap://[::1]:1143"),
            ("smtps://10.0.0.1", "smtps://10.0.0.1:465"),
        ])
    func good(_ text: String, _ whole: String) {
        #expect(Endpoint(text)?.description == whole)
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "imap:", "imap://", "http://h", "imap://h:0", "imap://h:65536", "imap://h:x", "imap://u@h",
            "imap://h/inbox",
            "imap://h:1:2", "imap://[::1", "imap://a b", "imap://h\r\nx", "imap://:143",
        ])
    func bad(_ text: String) {
        #expect(Endpoint(text) == nil)
    }

    @Test("a secret never prints, and is masked where a server echoes it")
    func secrets() throws {
        let secret = try #require(Secret("correct horse"))
        #expect(
            "\(secret) \(String(reflecting: secret)) \(Credentials.password(user: "u", secret))".contains("correct")
                == false)
        var dumped = ""
        dump(Credentials.password(user: "u", secret), to: &dumped)
        #expect(!dumped.contains("correct"))
        let mask = Mask(.password(user: "u", secret))
        let plain = Data("\0u\0correct horse".utf8).base64EncodedString()
        let coded = Data("correct horse".utf8).base64EncodedString()
        #expect(mask.line("no \(plain) or \(coded) or correct horse\r\n".utf8) == "no ••• or ••• or •••")
        #expect(Secret("") == nil && Secret("a\0b") == nil)
    }

    @Test("clear text to another machine is refused before anything is sent")
    func clearText() async throws {
        let thread = NetworkThread()
        await #expect {
            _ = try await SMTPSession.connect(
                #require(Endpoint("smtp://mail.example")), tls: .none, credentials: .none, on: thread)
        } throws: {
            ($0 as? TransportError)?.kind
                == .tlsFailure(.clearTextRefused, detail: "no TLS was asked for")
        }
    }

    @Test(
        "why a login was refused is read from the server's line",
        arguments: [
            ("r1 NO [AUTHENTICATIONFAILED] x", true, LoginRefusal.wrongPassword),
            ("r1 NO [UNAVAILABLE] x", true, .unavailable),
            ("r1 NO [LIMIT] x", true, .limit), ("r1 NO [EXPIRED] x", true, .expired), ("r1 NO no", true, .other),
            ("535 5.7.8 bad", false, .wrongPassword), ("454 4.7.0 later", false, .unavailable),
            ("432 4.7.12 new password", false, .expired),
            ("535-5.7.8 Username and Password not accepted", false, .wrongPassword), ("550 no", false, .other),
        ])
    func refusals(_ line: String, _ imap: Bool, _ refusal: LoginRefusal) {
        #expect(LoginLine.refusal(in: line, imap: imap) == refusal)
    }
}
