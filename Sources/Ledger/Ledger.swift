import Correspondence

/// What has happened and what is due: the daemon's only memory.
///
/// Each function that changes something is exactly one transaction, which also appends the events that tell of it; the
/// events are published (``commits()``) only after the commit. A write that has begun is not cancelled with the task
/// that asked for it, nor is a read: the outcome of a sent mail is committed also while the daemon stops. When a write
/// throws, nothing of it has happened.
public protocol Ledger: OrderLedger, CommandLedger, DeskLedger, ProactiveLedger {
    /// 128 random bits in hexadecimal, made when the store was: what no other store ever has.
    var storeID: String { get }

    // MARK: Mailboxes and folders

    /// When the daemon first watched `mailbox`: recorded on the first call, the same for ever after.
    func firstStart(_ mailbox: String, at now: Instant) async throws(LedgerError) -> Instant
    /// How far a folder has been read; `nil` before ``beginFolder(_:_:uidValidity:after:at:)``.
    func cursor(_ mailbox: String, _ folder: String) async throws(LedgerError) -> Cursor?
    /// Begins to read a folder after `uid` (0: from its first mail). Nothing happens where it is known already;
    /// a new UIDVALIDITY is ``renumber(_:_:uidValidity:at:)``'s.
    func beginFolder(
        _ mailbox: String, _ folder: String, uidValidity: UInt32, after uid: UInt32, at now: Instant
    ) async throws(LedgerError)
    /// The folder has a new UIDVALIDITY (RFC 3501, 2.3.1.1): mails stay, positions are learnt anew after `uid`.
    /// Event `mailbox.renumbered`. Nothing happens where the number is the known one.
    func renumber(_ mailbox: String, _ folder: String, uidValidity: UInt32, after uid: UInt32, at now: Instant)
        async throws(LedgerError)
    /// Where the mails lie whose replies wait to go out by themselves, in one folder: their flags are to be watched.
    func watchedMails(_ mailbox: String, _ folder: String) async throws(LedgerError) -> [WatchedMail]
    /// The flags that a mail has on the server now.
    func setFlags(_ message: Int64, _ flags: [String]) async throws(LedgerError)
    /// The UIDs after `previous` up to `uid` are not (or no longer) on the server: the cursor may pass them.
    func vanished(_ position: Position) async throws(LedgerError)

    // MARK: Intake

    /// Takes mails in, in their order, in one transaction.
    ///
    /// Of each: a duplicate (the same mailbox, Message-ID and body) only gets its position. Else `decide` is asked with
    /// what the ledger knows, mails earlier in the same batch included; the mail, its bytes, the verdict, its events
    /// and its reply are recorded, and pending replies to older mails of the conversation are superseded. A bounce or a
    /// notice that a reply was not delivered makes that reply `bounced`, and the mails that it answered unanswered again
    /// (event `reply.bounced`); a copy of a person's answer stops the clock; a claim holds what would go out on its order.
    /// Last the cursors advance.
    ///
    /// - Parameter decide: a pure function of its arguments; it runs inside the transaction.
    func record(
        _ batch: [IntakeRecord], at now: Instant,
        decide: @escaping @Sendable (IntakeRecord, ConversationFacts) -> Verdict
    ) async throws(LedgerError) -> [IntakeResult]

    /// A person has answered a buyer past replyd. The mails of the conversation that are older than the answer are
    /// answered, and the replies that wait for them superseded; never one in `sending`. Where it cannot be told which
    /// conversation it belongs to, what waits for that buyer is held. Events `message.answered_by_person`,
    /// `reply.superseded`, `reply.held`, `answer.unmatched`. A copy of the marketplace's that comes in as mail is taken so
    /// by ``record(_:at:decide:)`` itself.
    func answeredByPerson(_ answer: PersonsAnswer, at now: Instant) async throws(LedgerError) -> PersonsAnswerResult
    /// When a person last answered from there; `nil`: never.
    func lastAnswer(_ mailbox: String, from place: String) async throws(LedgerError) -> Instant?
    /// The same for what was found in a folder, in one transaction with how far it has been read.
    func answeredByPersons(
        _ answers: [PersonsAnswer], mailbox: String, folder: String, uidValidity: UInt32, upTo uid: UInt32,
        at now: Instant) async throws(LedgerError)

    // MARK: What is known

    func message(_ key: Int64) async throws(LedgerError) -> StoredMessage?
    /// The mail under this Message-ID (without angle brackets), the newest where there are several.
    func message(_ mailbox: String, messageID: String) async throws(LedgerError) -> StoredMessage?
    /// The raw mail as it was fetched.
    func source(_ key: Int64) async throws(LedgerError) -> [UInt8]?
    func conversationState(_ conversation: ConversationKey, _ mailbox: String)
        async throws(LedgerError) -> ConversationState
    /// The conversation of a mail of theirs or a reply of ours with one of these Message-IDs.
    func conversation(forMessageIDs ids: [String], _ mailbox: String) async throws(LedgerError) -> ConversationKey?
    /// The conversation of the buyer's newest mail since `since`.
    func recentConversation(alias: String, _ mailbox: String, since: Instant)
        async throws(LedgerError) -> ConversationKey?
    /// Replies that went (or are going) to this buyer since `since`.
    func repliesToBuyer(alias: String, _ mailbox: String, since: Instant) async throws(LedgerError) -> Int
    /// Replies of a mailbox (`nil`: of all) that went out since `since`: what `replies_per_hour` limits.
    func repliesSent(_ mailbox: String?, since: Instant) async throws(LedgerError) -> Int
    /// When this template last went out in this conversation, not before `since`.
    func lastReply(_ conversation: ConversationKey, _ mailbox: String, template: String, since: Instant)
        async throws(LedgerError) -> Instant?
    /// True where an A-to-z claim on the order was notified and has not been closed since.
    func openClaim(_ order: OrderID) async throws(LedgerError) -> Bool

    /// When the marketplace first told that the buyer wants no mail but answers; `nil` where it did not.
    func optedOut(_ mailbox: String, alias: String?, order: OrderID?) async throws(LedgerError) -> Instant?

    // MARK: The outbox

    func reply(_ id: Int64) async throws(LedgerError) -> Reply?
    /// Scheduled replies whose time has come, the nearest deadline first, of these mailboxes.
    ///
    /// - Parameter drafts: those that go to Drafts, or those that go to the buyer: two hands take them.
    func due(at now: Instant, limit: Int, mailboxes: [String], drafts: Bool) async throws(LedgerError) -> [Reply]
    /// The earliest time at which ``due(at:limit:mailboxes:drafts:)`` has something.
    func nextDue(mailboxes: [String], drafts: Bool) async throws(LedgerError) -> Instant?
    /// The Message-ID of a reply, the same at each call: `replyd.<store>.<row>@<domain>`, no other store's; of a mail that
    /// the shop writes first `replyd.<campaign>.<order>@<domain>`, which any store of the shop's gives it.
    func messageID(of reply: Reply, domain: String) -> String
    /// Commits the intent to send, before the first byte goes out. Event `reply.sending`.
    ///
    /// - Parameters:
    ///   - messageID: becomes the reply's for good at the first attempt; later ones keep the first.
    ///   - mail: the whole mail as it will go out: kept as evidence, and for the copy in Sent.
    ///   - inFlight: how many rows may be in `sending`, this one included.
    func beginSending(_ id: Int64, messageID: String, mail: [UInt8], inFlight: Int, at now: Instant)
        async throws(LedgerError) -> SendingPermit
    /// Commits how a sending went. Events `reply.sent`, `reply.refused`, `reply.failed`, `reply.rescheduled`.
    func finish(_ id: Int64, _ outcome: SendOutcome, at now: Instant) async throws(LedgerError)
    /// The mail that went out, or was offered, for this reply.
    func replyMail(_ id: Int64) async throws(LedgerError) -> [UInt8]?
    /// The server's answer was lost after the final dot: the row stays in `sending` until it is looked up. Event
    /// `reply.ambiguous`.
    func noteAmbiguous(_ id: Int64, because reason: String, at now: Instant) async throws(LedgerError)
    /// Rows left in `sending`: by a crash, or by an answer that never came.
    func ambiguous() async throws(LedgerError) -> [Reply]
    /// Settles such a row. Event `reply.ambiguous`, then what it became.
    func resolveAmbiguous(_ id: Int64, _ resolution: AmbiguousResolution, at now: Instant) async throws(LedgerError)
    /// Leaves the reply to a person. Event `reply.held`.
    func hold(_ id: Int64, because reason: String, at now: Instant) async throws(LedgerError)
    /// The reply is no longer wanted. Event `reply.superseded`.
    func supersede(_ id: Int64, because reason: String, at now: Instant) async throws(LedgerError)
    /// The finished reply lies in Drafts. Event `reply.drafted`.
    ///
    /// - Parameter digest: of its bytes, by which it is known that nobody changed it.
    func drafted(_ id: Int64, folder: String, messageID: String, digest: Digest, at now: Instant)
        async throws(LedgerError)
    /// Another time for a scheduled reply. Event `reply.rescheduled`.
    func reschedule(_ id: Int64, due: Instant, deadline: Instant, because reason: String, at now: Instant)
        async throws(LedgerError)
    /// Another template for a scheduled reply: the facts have changed. Event `reply.rescheduled`.
    func changeTemplate(_ id: Int64, to template: String, because reason: String, at now: Instant)
        async throws(LedgerError)
    /// Asks `decide` anew about each reply of a mailbox that is scheduled and that no person released: the rules may have
    /// changed. What comes out otherwise is rescheduled (`reply.rescheduled`, with what it was) or held (`reply.held`).
    ///
    /// - Parameter decide: a pure function; it runs inside the transaction. `nil`: leave it as it is.
    /// - Returns: how many changed.
    @discardableResult
    func replan(
        _ mailbox: String, at now: Instant,
        decide: @escaping @Sendable (Reply, StoredMessage, ConversationState) -> Decision?
    ) async throws(LedgerError) -> Int
    /// A person sends it off: a held, drafted or failed reply is scheduled, due now. Event `reply.scheduled`.
    func release(_ id: Int64, by person: String, at now: Instant) async throws(LedgerError)
    /// A person decides that no reply goes out. Event `reply.superseded`.
    func drop(_ id: Int64, by person: String, at now: Instant) async throws(LedgerError)
    /// Sent replies whose copy in Sent and whose `\Answered` are still to be made.
    func pendingFilings(_ mailbox: String) async throws(LedgerError) -> [Filing]
    /// Both are done, and will never be done again. Event `reply.filed`.
    ///
    /// - Parameter problem: why the copy could not be made, where it could not.
    func filed(_ id: Int64, problem: String?, at now: Instant) async throws(LedgerError)

    // MARK: Corrections

    /// A person says what a buyer's mail is; the classifier's word is kept beside it, and the last correction counts.
    /// Event `message.corrected`, then what becomes of the reply: one of the old kind that waits is superseded, and the
    /// mail, where it is still unanswered and the newest, is planned anew. What may have gone out stays as it is.
    ///
    /// - Parameters:
    ///   - message: the ledger's key.
    ///   - kind: `nil`: no seller answers it. The kind that it has already: a confirmation, which frees a held reply.
    ///   - person: who, and where: `"the folder replyd/Return"`.
    ///   - replan: decides anew, given the mail with the corrected classification; a pure function, called inside the
    ///     transaction. A verdict without a reply, or with `hold`, leaves the mail to a person.
    func correct(
        _ message: Int64, to kind: Kind?, by person: String, at now: Instant,
        replan: @escaping @Sendable (StoredMessage, ConversationFacts) -> Verdict
    ) async throws(LedgerError) -> CorrectionOutcome
    func correction(_ message: Int64) async throws(LedgerError) -> Correction?
    /// All mails that people have labelled, oldest first: what a seller's own model learns from.
    func labelledMails() async throws(LedgerError) -> [LabelledMail]
    /// The mails with this Message-ID (without angle brackets) in any mailbox.
    func messages(withID messageID: String) async throws(LedgerError) -> [StoredMessage]

    // MARK: Forgetting

    /// Erases a buyer, or what is a person's of an order; digests and hashes stay. Event `privacy.forgotten`.
    func forget(_ subject: DossierSubject, by person: String, at now: Instant) async throws(LedgerError)
        -> ForgetOutcome
    /// Erases a little of what has been kept long enough; nothing where there is nothing (more).
    func expire(mailsBefore mails: Instant?, personalBefore personal: Instant?, at now: Instant)
        async throws(LedgerError) -> Forgotten

    // MARK: Suggestions

    /// Buyers' mails that people answered, each with what they wrote; the newest first, at most `limit`.
    func answeredQuestions(limit: Int) async throws(LedgerError) -> [AnsweredQuestion]

    // MARK: Pause

    /// Stops or resumes all sending, over restarts. Events `daemon.paused`, `daemon.resumed`; none where nothing changes.
    func setPaused(_ paused: Bool, by person: String, at now: Instant) async throws(LedgerError)
    var isPaused: Bool { get async throws(LedgerError) }

    /// Returns once the writer has taken a turn and nothing was written; not while it hangs.
    func signOfLife() async

    // MARK: Events

    func append(_ events: [Event]) async throws(LedgerError)
    /// Events with a greater number, in order.
    func events(after number: Int64, limit: Int) async throws(LedgerError) -> [NumberedEvent]
    /// The last number at each commit that appended events. A slow reader gets the newest only.
    func commits() -> AsyncStream<Int64>
    /// The number up to which a log has been written; 0 for a new one.
    func logPosition(_ log: String) async throws(LedgerError) -> Int64
    func setLogPosition(_ log: String, to number: Int64) async throws(LedgerError)
    /// Computes every hash anew.
    func verifyChain() async throws(LedgerError) -> ChainVerdict

    /// The mails of a mailbox whose replies went out since `since`.
    func answeredMails(_ mailbox: String, since: Instant) async throws(LedgerError) -> [AnsweredMail]
    func summary(at now: Instant) async throws(LedgerError) -> LedgerSummary
}
