import Correspondence
import Ledger

/// When a conversation goes to a person, whatever the action: it goes on and on, a machine seems to answer, or the buyer
/// wants to be called. Pure.
enum Escalation {
    /// - Parameter after: how many answers a conversation may have had (`limits.escalate_after`).
    /// - Returns: why; `nil` where a program may go on.
    static func reason(_ facts: ConversationFacts, clockStart: Instant, after: Int) -> String? {
        if let last = facts.lastOwnReply, (.zero..<fasterThanPeople).contains(clockStart - last) {
            let seconds = (clockStart - last).inMilliseconds / 1000
            return "it came \(seconds) s after our reply: a machine may have written it, and two must not go on"
        }
        if facts.saidBefore, facts.answers > 0 {
            return
                "it says the same as a mail that was answered already: a machine may have written it, or the answer was none"
        }
        guard facts.answers >= after else { return nil }
        return "the conversation has had \(facts.answers) answers and goes on: a person should read it as a whole"
    }

    /// What a person needs to know who is asked to call (domain facts 6).
    static let aboutPhones =
        "the marketplace allows no calls and no phone number but a carrier's, a maker's or one for a warranty: write back"

    /// Nobody reads an answer and writes another in less.
    private static let fasterThanPeople = Duration.seconds(20)
}
