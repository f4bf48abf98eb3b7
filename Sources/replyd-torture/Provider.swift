import LoopbackMail

/// How the mail provider treats what it has accepted, and so what can be proven after a crash.
enum Provider: String, CaseIterable, Sendable {
    /// It files sent mail itself: Sent proves both that a mail went out and that it did not.
    case files
    /// The same, under a Message-ID of its own: only `X-Replyd-Reply` tells.
    case renames
    /// We file the copy: what is in Sent went out, what is not may have.
    case appends
    /// Nobody files anything.
    case forgets

    /// Whether each buyer must have exactly one reply; else at most one, and a held row where it is unknown.
    var proves: Bool { self == .files || self == .renames }

    var saveSent: String {
        switch self {
        case .files, .renames: "server"
        case .appends: "append"
        case .forgets: "none"
        }
    }

    var options: SMTPOptions {
        switch self {
        case .files: SMTPOptions(filing: .init())
        case .renames: SMTPOptions(filing: .init(replacesMessageID: true))
        case .appends, .forgets: SMTPOptions()
        }
    }
}
