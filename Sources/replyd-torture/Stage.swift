import Foundation
import LoopbackMail

/// The certificates that all cells share: making them takes longer than most stories.
struct Stage: Sendable {
    let authority: TestAuthority
    let identity: ServerIdentity
    /// A server that proves to be another host.
    let stranger: ServerIdentity

    init() async throws {
        authority = try await TestAuthority()
        identity = try await authority.identity()
        stranger = try await authority.identity(flaw: .otherHost)
    }
}

/// A story of a few letters in one world, with a daemon that should come through.
final class CellStory {
    let world: World
    private var post = Post()
    private(set) var letters: [Post.Letter] = []
    var log: LogTail

    init(_ provider: Provider, _ stage: Stage, imap options: IMAPOptions = .init()) async throws {
        world = try await World(provider, authority: stage.authority, identity: stage.identity, imap: options)
        log = LogTail(world.log)
    }

    /// Runs the daemon for the time of `body`, judges what is left, and takes the world down.
    ///
    /// - Returns: the promises that were broken.
    func run(_ body: (CellStory, Life) async throws -> [String]) async -> [String] {
        var broken: [String]
        do {
            let life = try world.startDaemon()
            do { broken = try await body(self, life) } catch { broken = ["\(error)"] }
            if life.isOver { broken.append("the daemon ended (\(life.end))") }
            let stopped = await life.stop()
            life.pullThePlug()
            if !stopped { broken.append("SIGTERM did not end it") }
            log.read()
            broken += await Verdict(world: world, letters: letters, log: log).broken()
        } catch {
            broken = ["\(error)"]
        }
        if !broken.isEmpty { broken.append("its folder: \(world.folder.path)") }
        await world.end(keeping: !broken.isEmpty)
        return broken
    }

    @discardableResult
    func deliver() throws -> Post.Letter {
        let letter = post.question()
        letters.append(letter)
        try world.account.deliver(letter.bytes)
        return letter
    }

    /// A mail that may or may not be answered, once.
    func deliver(_ odd: [UInt8]) throws {
        letters.append(Post.Letter(id: "odd@buyers.example", fate: .anything, bytes: odd))
        try world.account.deliver(odd)
    }

    /// A letter, and its reply at the buyer and filed; the words of what did not come.
    func deliverAndAwait(within limit: Duration = .seconds(900)) async throws -> [String] {
        let letter = try deliver()
        let done = await soon(within: limit) {
            log.read()
            return log.count("reply.filed", of: letter.id) > 0 || log.count("reply.held", of: letter.id) > 0
        }
        return done ? [] : ["\(letter.id) has no reply within \(limit)"]
    }
}
