import Foundation
import Marketplace
import Testing

@testable import Daemon

@Suite("A marketplace profile beside the configuration")
struct MarketplaceProfileTests {
    @Test("is used instead of the shipped one, and without it the shipped one is")
    func override() throws {
        try inFolder { configuration in
            #expect(try MarketplaceProfiles.load(beside: configuration).all.first?.sites.isEmpty == false)
            let shipped = try shipped()
            try write(shipped.replacing("domain = \"amazon.com\"", with: "domain = \"amazon.example\""), configuration)
            let profiles = try MarketplaceProfiles.load(beside: configuration)
            #expect(profiles.all.map(\.name) == Profile.shippedNames)
            #expect(profiles.all.first?.sites.contains { $0.domain == "amazon.example" } == true)
            let without = try MarketplaceProfiles.load(beside: nil)
            #expect(without.all.first?.sites.contains { $0.domain == "amazon.example" } == false)
        }
    }

    @Test(
        "that cannot be used is an error that names the file and the place; the shipped one does not stand in",
        arguments: [
            ("colour = 1\n", "is missing"),
            ("name = \"amazon\"\n[\n", "line 2, column 2: no table's name follows the ["),
            ("[[  ", "line 1, column 5"), ("# …\n[relay]\n[]\n", "line 3"), ("a = 1\0", "has a NUL byte"),
            ("a = [\n[1],\n[2]]\nb = \"\"\"\n[\n\"\"\"\n[ # no\n", "line 7, column 3"), ("= 1", "line 1"),
            ("a = [ 1,\n}", "line 2, column 1: a } stands inside of a list"),
        ])
    func wrong(text: String, words: String) throws {
        try inFolder { configuration in
            try write(text, configuration)
            let error = #expect(throws: MarketplaceProfiles.Unusable.self) {
                try MarketplaceProfiles.load(beside: configuration)
            }
            #expect(error?.file.hasSuffix("/marketplaces/amazon.toml") == true)
            #expect(error?.problem.contains(words) == true, "\(error?.problem ?? "")")
        }
    }

    @Test("of another name, in another encoding, or a link into nothing is an error too")
    func otherWrong() throws {
        try inFolder { configuration in
            try write(shipped().replacing("= \"amazon\"\ntype", with: "= \"bazaar\"\ntype"), configuration)
            #expect(throws: MarketplaceProfiles.Unusable.self) { try MarketplaceProfiles.load(beside: configuration) }
            let file = URL(fileURLWithPath: configuration).deletingLastPathComponent()
                .appendingPathComponent("marketplaces/amazon.toml")
            try Data([0x61, 0xFF]).write(to: file)
            #expect(throws: MarketplaceProfiles.Unusable.self) { try MarketplaceProfiles.load(beside: configuration) }
            try FileManager.default.removeItem(at: file)
            try FileManager.default.createSymbolicLink(atPath: file.path, withDestinationPath: "nowhere.toml")
            #expect(throws: MarketplaceProfiles.Unusable.self) { try MarketplaceProfiles.load(beside: configuration) }
        }
    }

    @Test("check and run end with 78 where it is wrong, and a reload keeps the old one")
    func commands() async throws {
        try await World.run { world in
            try world.configure()
            try write(shipped(), world.configurationPath)
            #expect(try world.replyd("check").code == 0)
            try await world.withDaemon { daemon in
                try await world.event("daemon.started")
                try write("[", world.configurationPath)
                daemon.signal(SIGHUP)
                try await world.event("config.rejected")
                #expect(daemon.isRunning)
                try write(shipped() + "\n# newer\n", world.configurationPath)
                daemon.signal(SIGHUP)
                let reloaded = try await world.event("daemon.reloaded")
                #expect(reloaded["changed"]?.contains("marketplaces") == true, "\(reloaded)")
                try write("[", world.configurationPath)
            }
            for command in ["check", "run"] {
                let end = try world.replyd(command)
                #expect(end.code == 78)
                #expect(end.err.contains("marketplaces/amazon.toml: line 1"), "\(end.err)")
            }
        }
    }

    private func shipped() throws -> String {
        try String(contentsOf: #require(Profile.shippedURL("amazon")), encoding: .utf8)
    }

    private func write(_ profile: String, _ configuration: String) throws {
        let folder = URL(fileURLWithPath: configuration).deletingLastPathComponent()
            .appendingPathComponent("marketplaces")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(profile.utf8).write(to: folder.appendingPathComponent("amazon.toml"))
    }

    /// A folder for one test; its argument is where the configuration would lie.
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("replyd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appendingPathComponent("replyd.toml").path)
    }
}
