/// What the command line asks of a running daemon, and what that answers: one JSON object a line.
public struct ControlRequest: Codable, Sendable, Hashable {
    public enum Command: String, Codable, Sendable {
        case status, pause, resume, reload, release, drop, correct, forget
        case closeTask = "close_task"
        case pauseProactive = "pause_proactive"
        case resumeProactive = "resume_proactive"
    }

    public var command: Command
    /// The outbox row that `release` and `drop` mean; the task that `closeTask` means.
    public var reply: Int64?
    /// What `correct` means.
    public var correction: CorrectionWish?
    /// Whom `forget` means.
    public var forget: ForgetWish?
    /// The store of the asker's configuration: several daemons may run on one machine.
    public var store: String
    /// The configuration file of the asker, its whole path: what `reload` goes by where the file is too wrong to tell a
    /// store.
    public var configuration: String?

    public init(
        _ command: Command, store: String, reply: Int64? = nil, correction: CorrectionWish? = nil,
        forget: ForgetWish? = nil, configuration: String? = nil
    ) {
        self.command = command
        self.store = store
        self.reply = reply
        self.correction = correction
        self.forget = forget
        self.configuration = configuration
    }
}

public struct ControlResponse: Codable, Sendable, Hashable {
    public var done: Bool
    /// For a person.
    public var message: String
    public var status: DaemonStatus?

    public init(done: Bool, message: String, status: DaemonStatus? = nil) {
        self.done = done
        self.message = message
        self.status = status
    }
}
