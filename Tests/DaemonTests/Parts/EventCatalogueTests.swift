import Correspondence
import Foundation
import Testing

@testable import Daemon

@Suite("The README tells of every event")
struct EventCatalogueTests {
    /// In the contract, and of a feature that is not built.
    private static let notYet: Set<EventName> = []

    @Test("each stands in its table, by name")
    func all() throws {
        let readme = try String(contentsOfFile: "\(World.repository)/README.md", encoding: .utf8)
        let missing = EventName.allCases.filter { !readme.contains("`\($0.rawValue)`") && !Self.notYet.contains($0) }
        #expect(missing.isEmpty, "\(missing.map(\.rawValue))")
    }

    @Test("and so does the journal's catalogue, under the id that the journal's entries carry")
    func journal() throws {
        let catalogue = try String(contentsOfFile: "\(World.repository)/systemd/replyd.catalog", encoding: .utf8)
        let missing = EventName.allCases.filter { name in
            !catalogue.contains("-- \(name.journalID)\nSubject: replyd: \(name.rawValue)\n")
                && !Self.notYet.contains(name)
        }
        #expect(missing.isEmpty, "\(missing.map { "\($0.journalID) \($0.rawValue)" })")
        #expect(Set(EventName.allCases.map(\.journalID)).count == EventName.allCases.count)
    }
}
