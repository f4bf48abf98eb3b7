import NIOCore
import NIOSSL

/// A session's reading and writing, with the script's faults put in; used by the session's one task.
///
/// What is written is sent when the session next waits for its client, or when much has gathered: so a pipeline of
/// commands is answered in few packets.
final class Conversation {
    /// The session is over, by the client's wish or the script's.
    struct Ended: Error {
        let reason: String?
    }

    /// How much is gathered before it is sent.
    static let batch = 256 * 1024

    /// The longest line that is taken.
    static let longestLine = 1 << 20

    let wire: Wire

    private let player: ScriptPlayer
    private let log: StepLog
    private var input = ByteBuffer()
    private var output = ByteBuffer()

    /// How many bytes may still be sent before the script cuts.
    private var sendBudget: Int?

    /// How many bytes may still be read before the script cuts.
    private var receiveBudget: Int?

    /// Set where each byte goes alone.
    private var trickle: Duration?

    /// What has been written after the script closed our side, and goes nowhere.
    private var isHalfClosed = false

    init(wire: Wire, player: ScriptPlayer, log: StepLog) {
        self.wire = wire
        self.player = player
        self.log = log
    }

    // MARK: Reading

    /// The next line without its line end. Flushes before it waits.
    func readLine() async throws -> [UInt8] {
        while true {
            if let line = try takeLine() { return line }
            try await fill()
        }
    }

    /// The next line, or nil when the mail store has changed before there is one.
    func readLineUnlessPoked() async throws -> [UInt8]? {
        while true {
            if let line = try takeLine() { return line }
            if try await fill() == .poked { return nil }
        }
    }

    func read(_ count: Int) async throws -> [UInt8] {
        while input.readableBytes < count { try await fill() }
        return input.readBytes(length: count) ?? []
    }

    /// Bytes up to and with what `end` finds; `end` is called with all that has come, and says how many to take.
    func read(until end: (ByteBuffer) throws -> Int?) async throws -> ByteBuffer {
        while true {
            if let count = try end(input), let bytes = input.readSlice(length: count) { return bytes }
            try await fill()
        }
    }

    // MARK: Writing

    func write(_ text: String) { output.writeString(text) }

    func write(_ bytes: some Collection<UInt8>) { output.writeBytes(bytes) }

    /// Sends what has gathered, if it is much.
    func flushIfMuch() async throws {
        if output.readableBytes >= Conversation.batch { try await flush() }
    }

    func flush() async throws {
        guard output.readableBytes > 0 else { return }
        var bytes = output
        output = ByteBuffer()
        guard !isHalfClosed else { return }
        let allowed = sendBudget.map { min($0, bytes.readableBytes) } ?? bytes.readableBytes
        if let budget = sendBudget { sendBudget = budget - allowed }
        let sent = bytes.readSlice(length: allowed) ?? ByteBuffer()
        do {
            try await send(sent)
        } catch let error as Ended {
            throw error
        } catch {
            throw Ended(reason: String(describing: error))
        }
        if sendBudget == 0 { try await cut("cut by the script while sending") }
    }

    /// Sends all that was written in the clear, then begins TLS. What the client has sent too early is dropped.
    func startTLS(_ context: NIOSSLContext) async throws {
        let all = output
        let rest = max(all.readableBytes - 1, 0)
        output = all.getSlice(at: all.readerIndex, length: rest) ?? ByteBuffer()
        try await flush()
        input.clear()
        let last = all.getSlice(at: all.readerIndex + rest, length: all.readableBytes - rest) ?? ByteBuffer()
        try await wire.startTLS(context, after: last)
    }

    // MARK: Faults

    /// Tells the log that a step is reached.
    func note(_ steps: [Script.Step], words: String) {
        log.add(.step, session: wire.number, steps: steps, words: words)
    }

    func noteEnd(_ reason: String?) {
        log.add(.ended(reason), session: wire.number, steps: ["end"], words: reason ?? "")
    }

    /// Does what the script wants at this moment.
    ///
    /// - Parameter farewell: how this protocol takes leave.
    /// - Returns: the lines to answer with in place of the server's own, if it says so.
    /// - Throws: `Ended` where the script closes.
    func reach(
        _ steps: [Script.Step], _ moment: Script.Moment, words: String = "", farewell: (String) -> String
    ) async throws -> [String]? {
        var answer: [String]?
        for fault in player.faults(at: steps, moment, words: words) {
            log.add(.fault(fault), session: wire.number, steps: steps, words: words)
            switch fault {
            case .answer(let lines): answer = answer ?? lines
            case .say(let lines): for line in lines { write(line + "\r\n") }
            case .flood(let line, let times): try await flood(line, times: times)
            case .garbage(let count, let seed): writeGarbage(count, seed: seed)
            case .bye(let text):
                write(farewell(text) + "\r\n")
                try await flush()
                throw Ended(reason: "the script took leave")
            case .close:
                try await flush()
                throw Ended(reason: "closed by the script")
            case .cut: try await cut("cut by the script")
            case .reset:
                try await flush()
                await wire.cut(reset: true)
                throw Ended(reason: "reset by the script")
            case .halfClose:
                try await flush()
                isHalfClosed = true
                await wire.halfClose()
            case .cutAfterSending(let count): sendBudget = count
            case .cutAfterReceiving(let count):
                let known = input.readSlice(length: min(count, input.readableBytes)) ?? ByteBuffer()
                input = known
                receiveBudget = count - known.readableBytes
            case .stall: try await stall()
            case .delay(let time):
                try await flush()
                try? await Task.sleep(for: time)
            case .trickle(let pause): trickle = pause
            }
        }
        return answer
    }

    private func cut(_ reason: String) async throws {
        if sendBudget != 0 { try await flush() }
        await wire.cut(reset: false)
        throw Ended(reason: reason)
    }

    private func stall() async throws {
        try await flush()
        while true {
            switch await wire.next(leavingBytes: true) {
            case .release: return
            case .say(let text):
                write(text)
                try await flush()
            case .end(let reason): throw Ended(reason: reason)
            case .poke, .bytes: continue
            }
        }
    }

    private func flood(_ line: String, times: Int) async throws {
        for _ in 0..<times {
            write(line + "\r\n")
            try await flushIfMuch()
        }
    }

    private func writeGarbage(_ count: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        write((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    // MARK: The wire

    private enum Filled { case bytes, poked }

    /// Sends what was written, waits for something to come, and takes it in.
    @discardableResult
    private func fill() async throws -> Filled {
        try await flush()
        if receiveBudget == 0 { try await cut("cut by the script while receiving") }
        while true {
            switch await wire.next() {
            case .bytes(var bytes):
                if let budget = receiveBudget {
                    bytes = bytes.readSlice(length: min(budget, bytes.readableBytes)) ?? ByteBuffer()
                    receiveBudget = budget - bytes.readableBytes
                }
                if input.readableBytes == 0 { input = bytes } else { input.writeBuffer(&bytes) }
                return .bytes
            case .say(let text):
                write(text)
                try await flush()
            case .poke: return .poked
            case .release: continue
            case .end(let reason): throw Ended(reason: reason)
            }
        }
    }

    private func send(_ bytes: ByteBuffer) async throws {
        guard let trickle else { return try await wire.send(bytes) }
        for offset in 0..<bytes.readableBytes {
            guard let byte = bytes.getSlice(at: bytes.readerIndex + offset, length: 1) else { return }
            try await wire.send(byte)
            if trickle > .zero { try? await Task.sleep(for: trickle) }
        }
    }

    private func takeLine() throws -> [UInt8]? {
        guard let end = input.readableBytesView.firstIndex(of: 0x0A) else {
            guard input.readableBytes <= Conversation.longestLine else { throw Ended(reason: "an endless line") }
            return nil
        }
        var line = input.readBytes(length: end - input.readerIndex + 1) ?? []
        line.removeLast()
        if line.last == 0x0D { line.removeLast() }
        return line
    }
}
