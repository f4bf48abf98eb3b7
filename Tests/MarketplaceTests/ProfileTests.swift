import Foundation
import Testing

@testable import Marketplace

@Suite("Marketplace profiles")
struct ProfileTests {
    private func shippedText() throws -> String {
        try String(contentsOf: try #require(Profile.shippedURL("amazon")), encoding: .utf8)
    }

    private func error(_ toml: String) -> ProfileError? {
        do {
            _ = try Profile(toml: toml)
            return nil
        } catch {
            return error
        }
    }

    @Test("The shipped profile knows every site of the domain facts")
    func shipped() throws {
        let profile = try Profile.shipped("amazon")
        #expect(profile.sites.count == 23)
        #expect(profile.site(id: "A1PA6795UKMFR9")?.domain == "amazon.de")
        #expect(Set(profile.sites.map(\.domain)).count == 23)
    }

    @Test("A profile that is not shipped is an error that names those that are")
    func unknown() {
        #expect(throws: ProfileError.unknown(name: "ebay", shipped: ["amazon"])) { try Profile.shipped("ebay") }
    }

    @Test("A newer file can be read in its place")
    func newer() throws {
        let toml = try shippedText().replacing(
            "\"- Amazon Marketplace\",", with: "\"- Amazon Marketplace\", \"@ Amazon\",")
        #expect(try Profile(toml: toml).buyerName("Ann @ Amazon") == "Ann")
        #expect(try Profile(toml: toml).nameSuffixes.contains("@ Amazon"))
    }

    @Test("Broken TOML is an error with its line")
    func syntax() throws {
        guard case .syntax(let line, _, _) = error("name = \"a\"\nsites = [\n") else { return #expect(Bool(false)) }
        #expect(line >= 2)
    }

    @Test("A missing key, a wrong type, an unknown key and an impossible value are errors with their path")
    func shapes() throws {
        let toml = try shippedText()
        #expect(error(toml.replacing("type_header   =", with: "# "))?.description == "type_header: is missing")
        #expect(error("name = 3")?.description.hasPrefix("name: ") == true)
        #expect(
            error(toml.replacing("type_header   =", with: "colour = 1\ntype_header ="))?.description
                == "colour: is not a key of a marketplace profile")
        #expect(
            error(toml.replacing("brand        =", with: "colour = 1\nbrand ="))?.description
                == "relay.colour: is not a key of a marketplace profile")
        #expect(
            error(toml.replacing("alias_length = [8, 32]", with: "alias_length = [32, 8]"))
                == .value(key: "relay.alias_length", message: "must be two numbers from 1 to 64, the lesser first"))
        #expect(
            error(toml.replacing("REFUND_ISSUED                        = \"refund\"", with: ""))?.description
                == "notices.[4].type: REFUND_ISSUED does not stand in [types]")
    }
}
