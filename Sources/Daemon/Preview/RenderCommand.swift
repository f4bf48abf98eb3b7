import Configuration
import Correspondence
import Foundation
import Ledger
import Transport

/// `replyd inspect --render FILE`: the finished reply to a mail, as it would go to the SMTP server; sends nothing.
///
/// The mail goes the daemon's own route, over an empty store of its own.
public enum RenderCommand {
    public static func run(file: String, configuration path: String, mailbox: String?) async throws {
        let configuration = try LoadedConfiguration.load(path)
        let settings = mailbox.map { configuration.mailbox($0) } ?? configuration.mailboxes[0]
        guard let settings else { throw CommandEnd.usage("there is no mailbox \(mailbox ?? "")") }
        guard let bytes = try? file == "-" ? FileHandle.standardInput.readToEnd() ?? Data() : contents(of: file) else {
            throw CommandEnd.failed("\(file) cannot be read")
        }
        let now = SystemClock().now
        let world = try SimulatedMailbox(settings, configuration, path: path, start: now)
        let reply = try await reply(to: Array(bytes), in: world, now: now)
        FileHandle.standardOutput.write(Data(reply))
    }

    private static func contents(of file: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file)) }

    private static func reply(to bytes: [UInt8], in world: SimulatedMailbox, now: Instant) async throws -> [UInt8] {
        let (context, ledger) = (world.context, world.ledger)
        _ = try await ledger.firstStart(context.name, at: now - .seconds(60))
        try await ledger.beginFolder(context.name, "INBOX", uidValidity: 1, after: 0, at: now)
        guard let uid = UID(1) else { throw CommandEnd.failed("this cannot be") }
        let place = Position(mailbox: context.name, folder: "INBOX", uidValidity: 1, uid: 1, previousUID: 0)
        let results = try await Intake(context: context).record(
            [FetchedMessage(uid: uid, flags: [], internalDate: now.date, content: .whole(bytes))],
            [context.reader.read(bytes)], at: { _ in place })
        guard case .recorded(_, let id, let decision)? = results.first else {
            throw CommandEnd.failed("the mail was not taken in")
        }
        guard let id, let reply = try await ledger.reply(id) else {
            throw CommandEnd.failed("no reply would be written: \(decision.course.rawValue), \(decision.reason)")
        }
        do {
            guard let prepared = try await context.prepare(reply) else {
                guard case .held(let reason)? = try await ledger.reply(id)?.state else { return [] }
                throw CommandEnd.failed("the reply would be held: \(reason)")
            }
            return prepared.bytes
        } catch let end as CommandEnd {
            throw end
        } catch {
            throw CommandEnd.failed("the reply would be held: \(error)")
        }
    }
}
