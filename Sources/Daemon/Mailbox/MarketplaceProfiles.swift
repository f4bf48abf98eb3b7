import Configuration
import Foundation
import Marketplace

/// The marketplace profiles in force: the shipped ones, each replaced by a newer file beside the configuration where
/// there is one, so that a seller need not wait for a release when the marketplace changes its mails.
struct MarketplaceProfiles: Sendable {
    let all: [Profile]
    /// The texts of those that replace a shipped one, by name: what a reload compares.
    let own: [String: String]

    /// - Parameter configuration: the configuration's path; beside it `marketplaces/NAME.toml` is looked for.
    ///   `nil` where there is no configuration: the shipped ones only.
    /// - Throws: ``Unusable`` for a file that is there and cannot be used. The shipped profile is not taken in its
    ///   place: the seller would believe that the own one is in force.
    static func load(beside configuration: String?) throws -> MarketplaceProfiles {
        let folder = configuration.map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("marketplaces")
        }
        var own: [String: String] = [:]
        let all = try Profile.shippedNames.map { name in
            let file = folder?.appendingPathComponent("\(name).toml").path
            guard let file, exists(file) else { return try Profile.shipped(name) }
            let text = try read(file)
            own[name] = text
            return try profile(text, file: file, name: name)
        }
        return MarketplaceProfiles(all: all, own: own)
    }

    private static func read(_ file: String) throws -> String {
        let bytes: Data
        do { bytes = try Data(contentsOf: URL(fileURLWithPath: file)) } catch {
            throw Unusable(file: file, problem: "cannot be read: let this user read it")
        }
        guard bytes.count <= largest else {
            throw Unusable(file: file, problem: "is larger than \(largest) bytes: it is no profile")
        }
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw Unusable(file: file, problem: "is not UTF-8 text: save it as UTF-8")
        }
        return text
    }

    private static func profile(_ text: String, file: String, name: String) throws -> Profile {
        let profile: Profile
        do { profile = try Profile(toml: text) } catch { throw Unusable(file: file, problem: error.description) }
        guard profile.name == name else {
            throw Unusable(file: file, problem: "name: is \"\(profile.name)\", the file's name says \"\(name)\"")
        }
        return profile
    }

    /// A broken link counts as there: whoever made it meant a file.
    private static func exists(_ file: String) -> Bool {
        var status = stat()
        return lstat(file, &status) == 0
    }

    /// The shipped one has 20 KB.
    private static let largest = 1 << 20

    /// A profile that a seller wrote and that cannot be used.
    struct Unusable: Error, CustomStringConvertible, Equatable {
        let file: String
        let problem: String

        var description: String { "\(file): \(problem)" }
    }
}
