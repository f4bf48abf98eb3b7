import Correspondence
import Foundation
import Ledger
import MIME
import Transport

/// Sends mail to the seller's own people over a mailbox's SMTP server.
struct Postman: Sendable {
    let context: MailboxContext
    private let courier: any Courier

    init(context: MailboxContext, courier: (any Courier)? = nil) {
        self.context = context
        self.courier = courier ?? Outbound(login: context.login)
    }

    enum Outcome: Sendable, Hashable {
        case sent(receipt: String)
        /// Not now: it may be tried again.
        case notNow(String)
        case refused(String)
        /// It may have gone out.
        case unknown(String)
    }

    /// Only `notNow` is certain to have sent nothing and to be worth another attempt.
    func send(_ bulletin: Bulletin, subject: String, id: String, to: [EmailAddress]) async -> Outcome {
        let settings = context.settings
        var mail = OutgoingMail(
            from: MIME.Mailbox(name: "replyd", address: settings.address.description),
            to: to.map { MIME.Mailbox(address: $0.description) }, subject: subject, date: context.clock.now.date,
            messageID: id, text: bulletin.text)
        mail.html = bulletin.html
        // A machine's mail: no other machine answers it, and this one takes it for no buyer's (RFC 3834, 5).
        mail.headers = [(name: "Auto-Submitted", value: "auto-generated"), (name: "X-Replyd-Own", value: id)]
        do {
            let bytes = try mail.compose()
            guard let envelope = Envelope(from: settings.address.description, recipients: mail.recipients) else {
                return .refused("no address to send to")
            }
            do { try await courier.connect() } catch { return .notNow("\(error)") }
            let outcome = await hand(envelope, bytes)
            await courier.close()
            return outcome
        } catch {
            return .refused("the mail could not be composed: \(error)")
        }
    }

    /// A daemon that stops gives it five seconds more.
    private func hand(_ envelope: Envelope, _ bytes: [UInt8]) async -> Outcome {
        let sending = Task { await courier.send(envelope, bytes) }
        let outcome = await withTaskCancellationHandler {
            await sending.value
        } onCancel: {
            Task {
                try? await Task.sleep(for: .seconds(5))
                await courier.cut()
            }
        }
        switch outcome {
        case .accepted(let answer): return .sent(receipt: answer.lastLine)
        case .refused(let answer, let permanent, _):
            return permanent ? .refused(answer.description) : .notNow(answer.description)
        case .notSent(let error):
            switch error.kind {
            case .tooBig, .unacceptable, .unsupported: return .refused(error.description)
            default: return .notNow(error.description)
            }
        case .ambiguous(let error): return .unknown(error.description)
        }
    }
}
