import Correspondence
import Foundation
import MIME
import Testing

@testable import Marketplace

/// Mails in the forms that the marketplace has on its sites and had in former years, with what must be read off them.
@Suite("Marketplace mails in all their forms")
struct FixtureTests {
    static let expectations: [Fixture] = {
        guard let url = Bundle.module.url(forResource: "expect", withExtension: "jsonl", subdirectory: "Fixtures"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Fixture.self, from: Data($0.utf8)) }
    }()

    @Test("There are mails of every form")
    func present() { #expect(Self.expectations.count == 59) }

    @Test("A mail is understood as it is expected", arguments: expectations)
    func understood(_ expected: Fixture) throws {
        let profile = try Profile.shipped("amazon")
        let recogniser = Recogniser(profiles: [profile], accept: ["amazon"], authservID: nil, ownAddress: [])
        let name = expected.file.replacing(".eml", with: "")
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "eml", subdirectory: "Fixtures"))
        let found = recogniser.understand(Mail.parse(try Data(contentsOf: url)))

        #expect(found.recognition.source.rawValue == expected.source, "\(found.because)")
        if let site = expected.site { #expect(found.site == site) }
        if let orders = expected.orders { #expect(found.orderIDs.map(\.value) == orders) }
        if let asins = expected.asins { #expect(found.asins.map(\.value) == asins) }
        if let language = expected.language { #expect(found.language == language) }
        if let text = expected.text { #expect(found.text == text) }
        if let quoted = expected.quoted { #expect(found.quoted == quoted) }
        switch found.recognition {
        case .buyer(let message):
            if let name = expected.name { #expect(message.name == name) }
            if let address = expected.replyTo { #expect(message.replyTo.description == address) }
            if let alias = expected.alias { #expect(message.alias == alias) }
            if let conversation = expected.conversation { #expect(message.conversation.value == conversation) }
            if let topic = expected.topic { #expect(message.topic == topic) }
        case .notice(let notice):
            #expect(notice.type == expected.notice)
            #expect(notice.fields == expected.fields)
        case .ownCopy(let copy):
            #expect(copy.buyerName == expected.name)
            #expect(copy.type == "BBC_MESSAGE_CONFIRMATION_TO_MERCHANT")
        case .autoReply, .bounce, .list, .other: break
        }
    }
}

/// One line of `Fixtures/expect.jsonl`; what is not there is not claimed.
struct Fixture: Decodable, Sendable, CustomTestStringConvertible {
    var file: String
    var source: String
    var site: String?
    var orders: [String]?
    var asins: [String]?
    var language: String?
    var text: String?
    var quoted: Bool?
    var topic: String?
    var name: String?
    var replyTo: String?
    var alias: String?
    var conversation: String?
    var notice: String?
    var fields: [String: String]?

    var testDescription: String { file }

    enum CodingKeys: String, CodingKey {
        case file, source, site, orders, asins, language, text, quoted, topic, name, alias, conversation, notice, fields
        case replyTo = "reply_to"
    }
}
