import Correspondence
import Foundation
import Ledger

/// `replyd pause` and `replyd resume`: the running daemon, else the store, so that it holds at the next start.
public enum PauseCommand {
    public static func run(_ command: ControlRequest.Command, configuration path: String, json: Bool) async throws {
        let loaded = try LoadedConfiguration.load(path)
        let store = loaded.storePath
        if let answer = try ControlClient.ask(ControlRequest(command, store: store)) {
            try CommandOutput.print(answer, json: json)
            return
        }
        try StoreOwner.become(store: store)
        let ledger = try SQLiteLedger.open(store)
        if command == .pauseProactive || command == .resumeProactive {
            let words = try await ProactivePause.perform(
                command, loaded.mailboxes.map(\.key), in: ledger, now: SystemClock().now)
            return try CommandOutput.print(ControlResponse(done: true, message: words + "; no daemon runs"), json: json)
        }
        try await ledger.setPaused(command == .pause, by: "replyd \(command.rawValue)", at: SystemClock().now)
        let words =
            command == .pause ? "paused; no daemon runs, the next one will send nothing" : "resumed; no daemon runs"
        try CommandOutput.print(ControlResponse(done: true, message: words), json: json)
    }
}

/// Stops or resumes proactive mail alone, for the daemon and for the command without one.
enum ProactivePause {
    /// - Returns: what to tell the person who asked.
    static func perform(
        _ command: ControlRequest.Command, _ mailboxes: [String], in ledger: any Ledger, now: Instant
    ) async throws -> String {
        let stop = command == .pauseProactive
        for mailbox in mailboxes {
            try await ledger.setProactiveStop(
                stop, mailbox, because: stop ? "replyd pause --proactive" : "replyd resume --proactive", at: now)
        }
        return stop ? "no proactive mail goes out until replyd resume --proactive" : "proactive mail goes on"
    }
}

/// What `replyd release` does with its number.
public enum ReleaseWish: String, Sendable {
    /// Sends a held reply, or tries a failed one, now.
    case send
    /// Closes a reply without sending.
    case drop
    /// Closes a task of people's: it is done.
    case task

    var command: ControlRequest.Command {
        switch self {
        case .send: .release
        case .drop: .drop
        case .task: .closeTask
        }
    }
}

/// `replyd release`: sends a held reply or tries a failed one now; closes one, or a task.
public enum ReleaseCommand {
    public static func run(id: Int64, _ wish: ReleaseWish, configuration path: String, json: Bool) async throws {
        let store = try LoadedConfiguration.load(path).storePath
        if let answer = try ControlClient.ask(ControlRequest(wish.command, store: store, reply: id)) {
            try CommandOutput.print(answer, json: json)
            return
        }
        try StoreOwner.become(store: store)
        let ledger = try SQLiteLedger.open(store)
        try CommandOutput.print(await Releasing.perform(id, wish, in: ledger, now: SystemClock().now), json: json)
    }
}

/// What `release` does in the store, for the daemon and for the command without one.
enum Releasing {
    static func perform(_ id: Int64, _ wish: ReleaseWish, in ledger: any Ledger, now: Instant) async -> ControlResponse
    {
        do {
            switch wish {
            case .send:
                try await ledger.release(id, by: "replyd release", at: now)
                return ControlResponse(done: true, message: "reply \(id) goes out now")
            case .drop:
                try await ledger.drop(id, by: "replyd release --drop", at: now)
                return ControlResponse(done: true, message: "reply \(id) is closed without sending")
            case .task:
                let done = try await ledger.closeTask(id, by: "replyd release --task", at: now)
                return ControlResponse(done: done, message: "task \(id) is \(done ? "done" : "not open")")
            }
        } catch {
            return ControlResponse(done: false, message: "\(wish == .task ? "task" : "reply") \(id): \(error)")
        }
    }
}

/// Prints an answer and ends with the right code.
enum CommandOutput {
    static func print(_ answer: ControlResponse, json: Bool) throws {
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            write(String(decoding: try encoder.encode(answer), as: UTF8.self))
        } else if answer.done {
            write(answer.message)
        }
        if !answer.done { throw CommandEnd.failed(json ? "" : answer.message) }
    }

    /// To standard error: standard output is for what was asked for.
    static func tell(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    static func write(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}
