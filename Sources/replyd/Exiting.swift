import ArgumentParser
import Daemon
import Foundation

/// Runs a command and turns its end into the exit code and the words of the contract.
func exiting(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let end as CommandEnd {
        if !end.message.isEmpty { FileHandle.standardError.write(Data("replyd: \(end.message)\n".utf8)) }
        throw ExitCode(end.code)
    } catch let code as ExitCode {
        throw code
    } catch {
        FileHandle.standardError.write(Data("replyd: \(error)\n".utf8))
        throw ExitCode(1)
    }
}
