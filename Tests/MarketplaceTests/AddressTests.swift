import Correspondence
import Testing

@testable import Marketplace

@Suite("Addresses of the marketplace")
struct AddressTests {
    @Test(
        "The relay's form is met from end to end or not at all",
        arguments: [
            ("w0455ph9mvtwg42@marketplace.amazon.it", true),
            ("sz2y5ywh1qg1vhx+133a066e@marketplace.amazon.com", true),
            ("1ilfm50hmip7i1u1k+273d77e9-553c-694d-c6af-bc0e2a274192@marketplace.amazon.de", true),
            ("SZ2Y5YWH1QG1VHX@MARKETPLACE.AMAZON.COM", true),
            ("sz2y5ywh1qg1vhx@marketplace.amazon.com.evil.example", false),
            ("sz2y5ywh1qg1vhx@xmarketplace.amazon.com", false),
            ("sz2y5ywh1qg1vhx@marketplace.amazon.cn", false),
            ("sz2y5ywh1qg1vhx@amazon.com", false),
            ("short@marketplace.amazon.com", false),
            ("no.dots.here@marketplace.amazon.com", false),
            ("sz2y5ywh1qg1vhx+@marketplace.amazon.com", false),
            ("sz2y5ywh1qg1vhx+a+b1234@marketplace.amazon.com", false),
            ("postmaster@marketplace.amazon.com", false),
        ])
    func relay(_ text: String, _ isRelay: Bool) throws {
        let address = try #require(EmailAddress(text))
        #expect((try Profile.shipped("amazon").relay(address) != nil) == isRelay)
    }

    @Test("The alias is the same with and without a case, and in any capitals")
    func alias() throws {
        let profile = try Profile.shipped("amazon")
        let plain = try #require(EmailAddress("sz2y5ywh1qg1vhx@marketplace.amazon.com").flatMap(profile.relay))
        let upper = try #require(EmailAddress("SZ2Y5YWH1QG1VHX+AB12cd34@marketplace.amazon.com").flatMap(profile.relay))
        #expect(plain.alias == upper.alias)
        #expect(upper.caseID == "ab12cd34")
        #expect(upper.address.local == "SZ2Y5YWH1QG1VHX+AB12cd34")
    }

    @Test("Domains are compared by labels")
    func domains() {
        #expect(DomainName.lies("amazon.de", within: "amazon.de"))
        #expect(DomainName.lies("mail.amazon.de", within: "amazon.de"))
        #expect(!DomainName.lies("notamazon.de", within: "amazon.de"))
        #expect(!DomainName.lies("amazon.de.evil.example", within: "amazon.de"))
        #expect(!DomainName.lies("de", within: "amazon.de"))
    }

    @Test("A domain that wears the name without being the marketplace's is a look-alike")
    func lookAlikes() throws {
        let profile = try Profile.shipped("amazon")
        for domain in ["amazon-support.example", "marketplace.amazon.com.evil.example", "myamazon.de"] {
            #expect(profile.isLookAlike(domain))
        }
        for domain in ["amazon.de", "seller.amazon.co.uk", "shop.example"] { #expect(!profile.isLookAlike(domain)) }
    }

    @Test("What the marketplace adds to a buyer's name is taken off")
    func names() throws {
        let profile = try Profile.shipped("amazon")
        #expect(profile.buyerName("Lee Parker - Amazon Marketplace") == "Lee Parker")
        #expect(profile.buyerName("  Lee   Parker ") == "Lee Parker")
        #expect(profile.buyerName("") == nil)
    }
}
