import Classifier
import Configuration
import Correspondence
import Foundation
import Ledger
import Transport

/// `replyd inspect --correct`: a person says what a mail is, to the running daemon, else in the store as its owner.
public enum CorrectCommand {
    public static func run(
        kind: String, messageID: String, mailbox: String?, configuration path: String, json: Bool
    ) async throws {
        guard let label = Label(rawValue: kind.lowercased()) else {
            let known = Label.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandEnd.usage("“\(kind)” is no kind; it can be \(known)")
        }
        let wish = CorrectionWish(label: label.rawValue, messageID: bare(messageID), mailbox: mailbox)
        let configuration = try LoadedConfiguration.load(path)
        if let name = mailbox, configuration.mailbox(name) == nil {
            throw CommandEnd.usage("there is no mailbox \(name) in the configuration")
        }
        let store = configuration.storePath
        if let answer = try ControlClient.ask(ControlRequest(.correct, store: store, correction: wish)) {
            try CommandOutput.print(answer, json: json)
            return
        }
        guard FileManager.default.fileExists(atPath: store) else {
            throw CommandEnd.failed("no daemon runs, and there is no store at \(store)")
        }
        try StoreOwner.become(store: store)
        let ledger = try SQLiteLedger.open(store)
        let network = NetworkThread()
        defer { network.stop() }
        // The daemon's own answer, from one that does not start.
        let supervisor = Supervisor(
            path: path, version: "", configuration: configuration, ledger: ledger, clock: SystemClock(),
            network: network, outside: { _ in })
        try CommandOutput.print(
            await supervisor.answer(ControlRequest(.correct, store: store, correction: wish)), json: json)
    }

    private static func bare(_ id: String) -> String { id.trimmingCharacters(in: CharacterSet(charactersIn: "<> \t")) }
}

/// What `inspect --correct` asks for.
public struct CorrectionWish: Codable, Sendable, Hashable {
    /// A kind, or `other`.
    public var label: String
    /// Without angle brackets.
    public var messageID: String
    /// `nil`: the only one that has the mail.
    public var mailbox: String?
}

/// Finds the mail that a wish means and says in words what became of it.
enum Correcting {
    /// - Parameter correct: carries it out; `nil` where the mail's mailbox is not configured (any more).
    static func perform(
        _ wish: CorrectionWish, in ledger: any Ledger, _ correct: (StoredMessage) async throws -> CorrectionOutcome?
    ) async -> ControlResponse {
        func refused(_ why: String) -> ControlResponse { ControlResponse(done: false, message: why) }
        do {
            let found = try await ledger.messages(withID: wish.messageID)
                .filter { wish.mailbox == nil || $0.mailbox == wish.mailbox }
            // Of several in one mailbox the newest is meant.
            let boxes = Dictionary(found.map { ($0.mailbox, $0) }, uniquingKeysWith: { $1 })
            guard let mail = boxes.values.first else {
                let place = wish.mailbox.map { " in mailbox \($0)" } ?? ""
                return refused("no mail has the Message-ID \(wish.messageID)\(place); the log names it as message")
            }
            guard boxes.count == 1 else {
                let names = boxes.keys.sorted().joined(separator: ", ")
                return refused("the mail lies in several mailboxes (\(names)): say which with --mailbox")
            }
            guard let outcome = try await correct(mail) else {
                return refused("the mailbox \(mail.mailbox) is no longer in the configuration")
            }
            return ControlResponse(done: true, message: try await words(outcome, wish, ledger))
        } catch {
            return refused("\(error)")
        }
    }

    private static func words(
        _ outcome: CorrectionOutcome, _ wish: CorrectionWish, _ ledger: any Ledger
    ) async throws -> String {
        switch outcome {
        case .known: return "\(wish.messageID) was said to be \(wish.label) before; nothing changed"
        case .confirmed(let reply):
            return "\(wish.messageID) is confirmed as \(wish.label)" + (try await fate(reply, ledger))
        case .corrected(let before, let reply):
            return "\(wish.messageID): \(Correction.label(before)) corrected to \(wish.label)"
                + (try await fate(reply, ledger))
        }
    }

    private static func fate(_ id: Int64?, _ ledger: any Ledger) async throws -> String {
        guard let id, let reply = try await ledger.reply(id) else { return "; no reply waits" }
        switch reply.state {
        case .held(let reason): return "; reply \(id) is held: \(reason)"
        case .scheduled:
            let due = reply.due.map { " at \($0.iso8601)" } ?? ""
            return reply.action == .draft
                ? "; the draft of \(reply.template) follows" : "; reply \(id) (\(reply.template)) goes out\(due)"
        default: return "; reply \(id) is \(reply.state.name)"
        }
    }
}
