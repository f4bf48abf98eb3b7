import Correspondence
import Foundation
import Testing

@Suite("The README tells of every event")
struct EventCatalogueTests {
    /// In the contract, and of a feature that is not built.
    private static let notYet: Set<EventName> = [.noticeScheduled]

    @Test("each stands in its table, by name")
    func all() throws {
        let readme = try String(contentsOfFile: "\(World.repository)/README.md", encoding: .utf8)
        let missing = EventName.allCases.filter { !readme.contains("`\($0.rawValue)`") && !Self.notYet.contains($0) }
        #expect(missing.isEmpty, "\(missing.map(\.rawValue))")
    }
}
