import Configuration
import Foundation

/// Reads the configuration for a command; its errors are the command's end with exit code 78.
enum LoadedConfiguration {
    static func load(_ path: String) throws -> Configuration {
        do { return try Configuration.load(path, profiles: ["amazon"]) } catch {
            throw CommandEnd.configuration("the configuration is not used:\n\(error)")
        }
    }
}

extension Configuration {
    /// Where the ledger lies.
    var storePath: String {
        switch store {
        case .sqlite(let path): path
        }
    }
}
