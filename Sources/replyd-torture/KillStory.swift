import Foundation
import LoopbackMail

/// One world in which the daemon is killed many times, and what came of it.
final class KillStory {
    let world: World
    private var post = Post()
    private var letters: [Post.Letter] = []
    private var log: LogTail

    init(
        _ provider: Provider, authority: TestAuthority, identity: ServerIdentity, onDovecot: Bool = false
    ) async throws {
        world = try await World(provider, authority: authority, identity: identity, onDovecot: onDovecot)
        log = LogTail(world.log)
        _ = FileManager.default.createFile(atPath: world.path("steps"), contents: nil)
    }

    /// - Returns: the promises that were broken, in words.
    func run(lives: Int, plan: inout KillPlan, tally: Tally) async -> [String] {
        do {
            deliver(2)
            for _ in 0..<lives where tally.wantsMore {
                let point = plan.next()
                deliver(2)
                let hit = try await live(until: point)
                tally.killed(at: point, hit: hit)
                plan.learn(commits: seenCommits(), imap: world.imap.log.steps, smtp: world.smtp.log.steps)
            }
            try await finish()
        } catch {
            return ["\(error)", "its folder: \(world.folder.path)"]
        }
        let broken = await Verdict(world: world, letters: letters, log: log).broken()
        return broken.isEmpty ? [] : broken + ["its folder: \(world.folder.path)"]
    }

    private func deliver(_ count: Int) {
        for _ in 0..<count {
            let letter = post.next()
            letters.append(letter)
            try? world.box.deliver(letter.bytes)
        }
    }

    /// One life; whether it ended where it was to end, and not because nothing was left to do.
    private func live(until point: KillPoint) async throws -> Bool {
        let (imapBefore, smtpBefore) = (world.imap.log.count(of: .stall), world.smtp.log.count(of: .stall))
        let data = Script.Fault.cutAfterReceiving(Self.bytes(of: point))
        let dataBefore = world.smtp.log.count(of: data)
        switch point {
        case .imap(let step, let moment, let n): world.imap.play([.at(step, moment, .nth(n), do: .stall)])
        case .smtp(let step, let moment, let n): world.smtp.play([.at(step, moment, .nth(n), do: .stall)])
        case .inTheMail: world.smtp.play([.at("DATA", .answered, .nth(1), do: data)])
        case .commit, .whenever: break
        }
        let life =
            switch point {
            case .commit(let name, let n):
                try Life(
                    "replyd-torture",
                    [
                        "daemon", "--config", world.configuration, "--die-at", name, "--occurrence", "\(n)", "--seen",
                        world.path("steps"),
                    ], errors: world.errors)
            default:
                try world.startDaemon()
            }
        let limit: Duration =
            if case .whenever(let milliseconds) = point { .milliseconds(milliseconds) } else { .seconds(30) }
        var idle = 0
        let hit = await soon(within: limit) {
            if life.isOver { return true }
            switch point {
            case .imap where world.imap.log.count(of: .stall) > imapBefore: return true
            case .smtp where world.smtp.log.count(of: .stall) > smtpBefore: return true
            case .inTheMail where world.smtp.log.count(of: data) > dataBefore: return true
            case .whenever: return false
            default: break
            }
            // Nothing more to do: the place is not reached in this life.
            idle = isDone() ? idle + 1 : 0
            return idle > 40
        }
        if life.isOver, !life.wasKilled {
            throw TortureTrouble("the daemon ended by itself (\(life.end)); see \(world.errors)")
        }
        let reached = life.isOver || (hit && idle == 0)
        life.pullThePlug()
        world.imap.play([])
        world.smtp.play([])
        if case .whenever = point { return true }
        return reached
    }

    private static func bytes(of point: KillPoint) -> Int {
        if case .inTheMail(let bytes) = point { bytes } else { 0 }
    }

    /// A life without faults, until all that can be done is done.
    private func finish() async throws {
        log.read()
        let connections = log.names["mailbox.connected", default: 0]
        let life = try world.startDaemon()
        let done = await soon(within: .seconds(120)) {
            life.isOver || (isDone() && log.names["mailbox.connected", default: 0] > connections)
        }
        guard !life.isOver else { throw TortureTrouble("the last daemon ended (\(life.end)); see \(world.errors)") }
        let stopped = await life.stop()
        life.pullThePlug()
        log.read()
        guard done else {
            let waiting = letters.filter { !isDone($0) }.map(\.id)
            throw TortureTrouble("never done with: \(waiting.joined(separator: " "))")
        }
        guard stopped, life.end.isEmpty else { throw TortureTrouble("SIGTERM did not end it well: \(life.end)") }
    }

    private func isDone() -> Bool {
        log.read()
        return letters.allSatisfy(isDone)
    }

    private func isDone(_ letter: Post.Letter) -> Bool {
        switch letter.fate {
        case .answered: log.count("reply.filed", of: letter.id) > 0 || log.count("reply.held", of: letter.id) > 0
        case .held, .ignored, .anything: log.count("message.received", of: letter.id) > 0
        }
    }

    private func seenCommits() -> [String] {
        let text = (try? String(contentsOfFile: world.path("steps"), encoding: .utf8)) ?? ""
        let names = Set(text.split(separator: "\n").map(String.init))
        // A life that is never told where to die tells of no commit: these are on every route.
        return names.union(["record mails.before"]).flatMap { name -> [String] in
            let step = name.split(separator: ".").dropLast().joined(separator: ".")
            return [step + ".before", step + ".after"]
        }
    }
}
