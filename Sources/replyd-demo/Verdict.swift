import Foundation
import Ledger
import LoopbackMail

/// Holds what happened against what had to happen.
struct Verdict {
    let mails: [DemoMail]
    let sent: [CapturedMail]
    let inbox: [LoopbackMail.StoredMessage]
    let drafts: [LoopbackMail.StoredMessage]
    let copies: [LoopbackMail.StoredMessage]
    let events: [DemoEvent]
    /// The daemon's exit code.
    let ended: Int32
    let store: URL

    func showOneReply() {
        guard let reply = sent.first(where: { $0.text.contains("ret-de-1") }) ?? sent.first else { return }
        print("\nOne reply, whole, as the SMTP server got it:\n")
        print(
            reply.text.replacingOccurrences(of: "\r\n", with: "\n").split(
                separator: "\n", omittingEmptySubsequences: false
            ).map { "    \($0)" }.joined(separator: "\n"))
    }

    /// What did not hold; prints the summary.
    func check() async -> [String] {
        var failures: [String] = []
        func expect(_ holds: Bool, _ what: String) {
            if !holds { failures.append(what) }
        }
        for mail in mails {
            let replies = sent.count { $0.header("In-Reply-To")?.contains(mail.messageID) ?? false }
            let drafted = drafts.count { $0.header("In-Reply-To")?.contains(mail.messageID) ?? false }
            expect(
                replies == (mail.becomes == .answered ? 1 : 0),
                "\(mail.id): \(replies) replies, must be \(mail.becomes)")
            expect(
                drafted == (mail.becomes == .drafted ? 1 : 0), "\(mail.id): \(drafted) drafts, must be \(mail.becomes)")
            let received = events.first { $0.name == "message.received" && $0.message == mail.messageID }
            expect(
                received?.fields["source"] == mail.source,
                "\(mail.id): taken for \(received?.fields["source"] ?? "nothing"), is \(mail.source)")
            if let kind = mail.kind, mail.becomes != .held {
                let classified = events.first { $0.name == "message.classified" && $0.message == mail.messageID }
                expect(
                    classified?.fields["kind"] == kind,
                    "\(mail.id): classified as \(classified?.fields["kind"] ?? "nothing"), is \(kind)")
            }
        }
        let answered = mails.filter { $0.becomes == .answered }
        let flagged = inbox.count { $0.flags.contains(.answered) }
        expect(sent.count == answered.count, "\(sent.count) mails went out, \(answered.count) had to")
        expect(flagged == answered.count, "\(flagged) mails are flagged \\Answered, \(answered.count) must be")
        expect(copies.count == answered.count, "\(copies.count) copies in Sent, \(answered.count) must be")
        expect(inbox.allSatisfy { !$0.flags.contains(.seen) }, "a mail was marked \\Seen")
        expect(ended == 0, "the daemon ended with exit code \(ended)")
        let chain = await chain()
        expect(chain.isWhole, "the evidence chain is not whole: \(chain.words)")

        print("\nSummary")
        print(
            "  \(mails.count) mails: \(answered.count) answered, \(drafts.count) drafts, "
                + "\(mails.count { $0.becomes == .held }) for a person, \(mails.count { $0.becomes == .ignored }) never answered"
        )
        print("  evidence chain: \(chain.words)")
        print(
            failures.isEmpty
                ? "  every expectation held"
                : "  NOT as it must be:\n" + failures.map { "    \($0)" }.joined(separator: "\n"))
        return failures
    }

    private func chain() async -> (isWhole: Bool, words: String) {
        do {
            switch try await SQLiteLedger.open(readOnly: store.path).verifyChain() {
            case .whole(let count, let head): return (count > 0, "whole, \(count) events, head \(head)")
            case .broken(let number, let why): return (false, "broken at event \(number): \(why)")
            }
        } catch { return (false, "\(error)") }
    }
}
