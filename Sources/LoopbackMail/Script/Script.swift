/// What a loopback server does wrong, and when: a list of rules, as plain data that tests compose and print.
///
/// ```swift
/// // The second mail is accepted, and its 250 lost; each UID FETCH comes one byte at a time.
/// let script: Script = [
///     .at(.message, .done, .nth(2), do: .cut),
///     .at("UID FETCH", do: .trickle()),
/// ]
/// ```
public struct Script: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// Looked at in order; all that match at a moment are carried out, the first that answers or ends wins.
    public var rules: [Rule]

    public init(_ rules: [Rule] = []) { self.rules = rules }

    public init(arrayLiteral rules: Rule...) { self.rules = rules }

    public static func + (one: Script, other: Script) -> Script { Script(one.rules + other.rules) }
}

extension Script {
    /// One thing that goes wrong.
    public struct Rule: Hashable, Sendable {
        public var step: Step
        public var moment: Moment
        public var occurrence: Occurrence

        /// Only where the step's words contain this, in any case: a recipient, a folder, a UID.
        public var containing: String?

        public var faults: [Fault]

        /// A rule in the order one says it: at this step and moment, this time, do these things.
        public static func at(
            _ step: Step, _ moment: Moment = .arrived, _ occurrence: Occurrence = .every,
            containing: String? = nil, do faults: Fault...
        ) -> Rule {
            Rule(step: step, moment: moment, occurrence: occurrence, containing: containing, faults: faults)
        }
    }

    /// A step of a session: a command by its name in capitals ("UID FETCH", "RCPT"), or one of those below.
    public struct Step: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        public let name: String

        public init(_ name: String) { self.name = name }

        public init(stringLiteral name: String) { self.init(name) }

        /// The connection stands; nothing has been said.
        public static let connect: Step = "connect"

        /// The server's first line. `.answer` replaces it.
        public static let greeting: Step = "greeting"

        public static let startTLS: Step = "STARTTLS"

        /// LOGIN, AUTHENTICATE or AUTH, whichever the client takes.
        public static let login: Step = "login"

        /// SMTP: the final dot. `.arrived`: nothing is accepted yet. `.done`: the mail is accepted and filed, and the
        /// answer not yet given.
        public static let message: Step = "message"

        /// Any command whatever, and the final dot.
        public static let any: Step = "any"

        public var description: String { name }
    }

    /// When in a step.
    public enum Moment: String, Hashable, Sendable, CaseIterable {
        /// The command has been read, and nothing done. An `.answer` now means that nothing ever will be.
        case arrived

        /// It has been carried out, with its untagged answers given; the last line of the answer is not.
        case done

        /// It has been answered.
        case answered
    }

    /// Which of the times that a step is reached; each rule counts its own, over all sessions of the server.
    public enum Occurrence: Hashable, Sendable {
        case every

        /// The n-th time only, from 1.
        case nth(Int)

        /// The first n times.
        case first(Int)

        /// The n-th time and all that follow.
        case from(Int)

        /// With this probability; the seed makes a run repeat.
        case chance(Double, seed: UInt64)
    }

    /// What the server does.
    public enum Fault: Hashable, Sendable {
        /// Gives these lines for its own last line. In IMAP the command's tag is put before a line that begins with
        /// OK, NO or BAD.
        case answer([String])

        /// Says these lines as they are, unasked, and goes on.
        case say([String])

        /// Says a line many times, and goes on.
        case flood(String, times: Int)

        /// Sends so many random bytes, and goes on.
        case garbage(Int, seed: UInt64 = 1)

        /// Takes leave (IMAP `* BYE`, SMTP 421) and closes.
        case bye(String)

        /// Closes in good order.
        case close

        /// Closes without TLS's close_notify, as a server does that dies.
        case cut

        /// Closes with a TCP reset.
        case reset

        /// Closes its sending side, and goes on reading.
        case halfClose

        /// Sends so many bytes more, then cuts.
        case cutAfterSending(Int)

        /// Reads so many bytes more, then cuts.
        case cutAfterReceiving(Int)

        /// Says nothing more until `releaseStalled()`, or for ever.
        case stall

        /// Waits so long, then goes on.
        case delay(Duration)

        /// From now on sends its bytes one by one, with a pause after each.
        case trickle(pause: Duration = .zero)

        public static func answer(_ line: String) -> Fault { .answer([line]) }

        public static func say(_ line: String) -> Fault { .say([line]) }
    }
}
