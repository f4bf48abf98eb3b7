import Configuration
import Correspondence
import Foundation
import Ledger

/// `replyd forget`: erases what is a person's, and leaves the chain provable.
public enum ForgetCommand {
    public static func run(_ subject: DossierSubject, configuration path: String, json: Bool) async throws {
        let store = try LoadedConfiguration.load(path).storePath
        if let answer = try ControlClient.ask(ControlRequest(.forget, store: store, forget: ForgetWish(subject))) {
            return try CommandOutput.print(answer, json: json)
        }
        try StoreOwner.become(store: store)
        let ledger = try SQLiteLedger.open(store)
        try CommandOutput.print(
            await Forgetting.perform(ForgetWish(subject), in: ledger, now: SystemClock().now), json: json)
    }
}

/// Whom to forget, as it goes over the control socket.
public struct ForgetWish: Codable, Hashable, Sendable {
    var order: String?
    var buyer: String?

    init(_ subject: DossierSubject) {
        switch subject {
        case .order(let id): order = id.value
        case .buyer(let address), .conversation(let address): buyer = address
        }
    }

    var subject: DossierSubject? {
        order.flatMap { OrderID($0) }.map(DossierSubject.order) ?? buyer.map(DossierSubject.buyer)
    }
}

/// What `forget` does in the store, for the daemon and for the command without one.
enum Forgetting {
    static func perform(_ wish: ForgetWish, in ledger: any Ledger, now: Instant) async -> ControlResponse {
        guard let subject = wish.subject else { return ControlResponse(done: false, message: "whom?") }
        do {
            switch try await ledger.forget(subject, by: "replyd forget", at: now) {
            case .done(let done):
                return ControlResponse(
                    done: true,
                    message:
                        "erased: \(done.mails) mails, \(done.replies) replies, \(done.events) events. The chain holds. Log "
                        + "files, backups, dossiers and the mailbox itself are yours to clear.")
            case .unknown: return ControlResponse(done: false, message: "nothing is known of them")
            case .openClaim(let order):
                return ControlResponse(
                    done: false,
                    message: "a claim on order \(order.value) is open: its proof is kept until it is closed")
            case .sending(let reply):
                return ControlResponse(
                    done: false, message: "reply \(reply) is going out, or may have: try again when it is settled")
            }
        } catch {
            return ControlResponse(done: false, message: "\(error)")
        }
    }
}
