import Correspondence
import Foundation
import Ledger
import MIME

/// What a digest tells, as of now.
struct DigestContent: Sendable {
    var bulletin: Bulletin
    var subject: String
    /// The number of the last event that it tells of.
    var lastEvent: Int64

    static func gather(_ contexts: [MailboxContext], since number: Int64, now: Instant) async throws -> DigestContent {
        let ledger = contexts[0].ledger
        let names = contexts.map(\.name)
        let last = try await ledger.lastEvent
        let waiting = try await waitingMails(contexts, now)
        let tasks = try await ledger.openTasks(names)
        let counts = try await tally(ledger, after: number, upTo: last, names)
        var bulletin = Bulletin(title: "What waits in \(names.joined(separator: ", "))")
        bulletin.summary = summary(waiting, tasks, now)
        if contexts[0].configuration.orders.drop != nil {
            let newest = try await ledger.newestOrderFacts()
            let told = newest.map { "are \(DurationText.write(max(.zero, now - $0))) old" } ?? "have not come yet"
            bulletin.summary += " What reports tell of orders: the newest facts \(told)."
        }
        if let head = try await ledger.events(after: last - 1, limit: 1).first {
            // Held by whoever gets the mail: it fixes all that is before.
            bulletin.summary += " Evidence chain: event \(head.number), head \(head.hash)."
        }

        func add(_ heading: String, _ note: String, _ items: [Bulletin.Item]) {
            if !items.isEmpty { bulletin.sections.append(Bulletin.Section(heading, note: note, items)) }
        }
        func add(_ heading: String, _ note: String, _ mails: [DigestMail]) {
            if mails.isEmpty { return }
            bulletin.sections.append(Bulletin.Section(heading, note: note, mails) { $0.item(now) })
        }
        add("Silence", "", silences(contexts))
        var stops: [Bulletin.Item] = []
        for name in names {
            guard let stop = try await ledger.proactiveStop(name) else { continue }
            stops.append(Bulletin.Item(head: name, lines: ["since \(stop.since.iso8601): \(stop.reason)"]))
        }
        add("No mail is written first", "Replies go on; replyd resume --proactive when the restriction is over.", stops)
        let open = waiting.filter { $0.needless == nil }
        add(
            "Missed", "The window is over and no answer is known: answer these first.",
            open.filter { $0.deadline < now })
        let rest = open.filter { $0.deadline >= now }
        add(
            "Waits for a person", "Held with the reason; replyd release ID sends the reply as it stands.",
            rest.filter { $0.needsPerson })
        add(
            "Goes out by itself, unless somebody answers before", "",
            rest.filter { !$0.needsPerson })
        add(
            "Questions that no template could answer",
            "By item; a sentence on the product page may spare the next one.",
            unanswerable(open))
        add(
            "To do", "A later notice closes a task, or replyd release --task ID.",
            tasks.filter { $0.kind != .promise }.map { item($0, now) })
        add("Promised", "A reply of ours named the day.", tasks.filter { $0.kind == .promise }.map { item($0, now) })
        add(
            "No answer needed", "Click to take them off the marketplace's clock; the link is the marketplace's own.",
            waiting.filter { $0.needless != nil })
        add("Since the last digest", "", counts)
        // What merely happened is no reason for a mail.
        if bulletin.sections.allSatisfy({ $0.heading == "Since the last digest" }) { bulletin.sections = [] }
        return DigestContent(bulletin: bulletin, subject: subject(waiting, tasks, now), lastEvent: last)
    }

    // MARK: Sections

    private static func silences(_ contexts: [MailboxContext]) -> [Bulletin.Item] {
        contexts.compactMap { context in
            context.live.silent(context.name).map { Bulletin.Item(head: context.name, lines: [$0]) }
        }
    }

    private static func unanswerable(_ open: [DigestMail]) -> [Bulletin.Item] {
        let questions = open.filter { $0.isUnanswerable && !$0.mail.asins.isEmpty }
        return Dictionary(grouping: questions) { $0.mail.asins[0].value }
            .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            .map { asin, mails in
                Bulletin.Item(
                    head: "\(asin): \(mails.count) \(mails.count == 1 ? "question" : "questions")",
                    quote: mails.prefix(5).map { "– \(DigestMail.short($0.mail.words, 200))" }.joined(separator: "\n"))
            }
    }

    private static func item(_ task: SellerTask, _ now: Instant) -> Bulletin.Item {
        let order = task.order.map { " for order \($0.value)" } ?? ""
        var lines = ["\(DigestMail.distance(task.due - now)) (\(task.mailbox), task \(task.id))", task.kind.step]
        if !task.detail.isEmpty { lines.append(task.detail) }
        return Bulletin.Item(
            head: task.kind.rawValue.replacing("_", with: " ").capitalized + order, lines: lines)
    }

    /// What is worth a number.
    private static let told: [(name: EventName, words: String)] = [
        (.replySent, "replies sent"), (.messageAnsweredByPerson, "mails answered by people"),
        (.replyFailed, "replies that failed"), (.replyBounced, "replies that came back"),
        (.deadlineMissed, "windows missed"), (.limitReached, "times a limit was reached"),
        (.mailboxFlood, "floods of mail"), (.messageUnreadable, "mails that could not be read"),
        (.mailboxSilent, "silences of a mailbox"), (.loginRefused, "logins refused"),
        (.digestFailed, "digests that failed"), (.alertFailed, "alerts that failed"),
    ]

    private static func tally(
        _ ledger: any Ledger, after number: Int64, upTo last: Int64, _ mailboxes: [String]
    ) async throws -> [Bulletin.Item] {
        var counts: [EventName: Int] = [:]
        var position = number
        while position < last {
            let events = try await ledger.events(after: position, limit: 1000)
            guard let end = events.last?.number else { break }
            for event in events.compactMap(\.event) where event.mailbox.map(mailboxes.contains) ?? true {
                counts[event.name, default: 0] += 1
            }
            position = end
        }
        return told.compactMap { told in counts[told.name].map { Bulletin.Item(head: "\($0) \(told.words)") } }
    }

    // MARK: Mails

    private static func waitingMails(_ contexts: [MailboxContext], _ now: Instant) async throws -> [DigestMail] {
        let ledger = contexts[0].ledger
        var mails: [DigestMail] = []
        for waiting in try await ledger.waiting(contexts.map(\.name)) {
            guard let context = contexts.first(where: { $0.name == waiting.mail.mailbox }) else { continue }
            var mail = DigestMail(waiting, context)
            if mail.needless != nil, mails.count < 500, let source = try await ledger.source(waiting.mail.key) {
                mail.link = SignedLink.find(in: Mail.parse(source))
            }
            mails.append(mail)
        }
        return mails.sorted { $0.deadline < $1.deadline }
    }

    private static func summary(_ waiting: [DigestMail], _ tasks: [SellerTask], _ now: Instant) -> String {
        let missed = waiting.count { $0.deadline < now && $0.needless == nil }
        let people = waiting.count { $0.needsPerson && $0.needless == nil }
        return "\(number(waiting.count)) mails without an answer, \(people) for a person, \(missed) past their window, "
            + "\(tasks.count) tasks"
    }

    private static func number(_ count: Int) -> String { count >= mostWaiting ? "\(count) or more" : "\(count)" }

    private static func subject(_ waiting: [DigestMail], _ tasks: [SellerTask], _ now: Instant) -> String {
        let open = waiting.filter { $0.needless == nil }
        let missed = open.count { $0.deadline < now }
        var parts = ["\(number(open.count)) mails wait"]
        if missed > 0 { parts.append("\(missed) missed") }
        if !tasks.isEmpty { parts.append("\(tasks.count) to do") }
        return "replyd: " + parts.joined(separator: ", ")
    }
}
