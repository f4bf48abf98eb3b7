import Correspondence
import Testing

@testable import Marketplace

@Suite("Whether the sender is who it says")
struct AuthenticationTests {
    @Test(
        "Explicit failures of the trusted server count, and nothing else",
        arguments: [
            ("mx.shop.example; dmarc=fail header.from=amazon.de", "dmarc=fail"),
            ("mx.shop.example; dkim=fail header.d=amazon.de", "dkim=fail"),
            ("mx.shop.example; spf=fail smtp.mailfrom=a@b.example", "spf=fail"),
            ("MX.Shop.Example 1; DMARC=FAIL", "dmarc=fail"),
            ("mx.shop.example; dmarc=pass; spf=fail", nil),
            ("mx.shop.example; dmarc=none; dkim=none; spf=fail", "spf=fail"),
            ("mx.shop.example; dkim=fail header.d=a; dkim=pass header.d=b", nil),
            ("mx.shop.example; spf=softfail; dkim=none; dmarc=temperror", nil),
            ("mx.shop.example; spf=fail; dkim=pass", nil),
            ("mx.shop.example; none", nil),
            ("mx.shop.example; dkim=pass (not dmarc=fail; really) header.d=a", nil),
            ("mx.shop.example; dkim/1=fail", "dkim=fail"),
            ("other.example; dmarc=fail", nil),
            ("", nil),
        ] as [(String, String?)])
    func results(_ header: String, _ failure: String?) {
        #expect(AuthenticationResults([header], trusted: "mx.shop.example").failure == failure)
    }

    @Test("The uppermost trusted header has the word on a method")
    func uppermost() {
        let headers = ["mx.a; dmarc=pass", "other; dmarc=fail", "mx.a; dkim=fail; dmarc=fail"]
        #expect(AuthenticationResults(headers, trusted: "mx.a").failure == "dkim=fail")
        #expect(AuthenticationResults(headers, trusted: "other").failure == "dmarc=fail")
    }

    @Test("Where no server is configured the uppermost header's is believed")
    func unconfigured() {
        #expect(AuthenticationResults(["a; dmarc=fail", "b; dmarc=pass"], trusted: nil).failure == "dmarc=fail")
        #expect(AuthenticationResults(["a; dmarc=pass", "b; dmarc=fail"], trusted: nil).failure == nil)
        #expect(AuthenticationResults(["spf=pass x; dmarc=fail y"], trusted: nil).failure == "dmarc=fail")
    }

    @Test("A relayed mail that fails goes to a person, and is no buyer's")
    func unproven() throws {
        let mail = Make.mail(["Authentication-Results: mx.shop.example; dmarc=fail", Make.relay, "Subject: Hi"])
        let trusted = try Make.recogniser(authservID: "mx.shop.example").understand(mail)
        #expect(trusted.recognition == .other)
        #expect(trusted.authenticationFailure == "dmarc=fail")
        let untrusted = try Make.recogniser(authservID: "mx2.shop.example").understand(mail)
        #expect(untrusted.recognition.source == .buyer)
        #expect(untrusted.authenticationFailure == nil)
    }

    @Test("A relayed mail that wants its answer elsewhere goes to a person")
    func replyElsewhere() throws {
        let found = try Make.recogniser().understand(Make.mail([Make.relay, "Reply-To: x@evil.example"]))
        guard case .buyer(let message) = found.recognition else { return #expect(Bool(false)) }
        #expect(message.replyTo.domain == "marketplace.amazon.de")
        #expect(found.authenticationFailure == "Reply-To leads to evil.example, not to the relay")
    }
}
