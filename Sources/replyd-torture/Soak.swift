import Foundation
import LoopbackMail

/// One world for a long time.
final class Soak {
    /// What the daemon holds, once a second.
    private struct Sample {
        let memory: Int
        let descriptors: Int
    }

    let world: World
    private let clock: ShiftedClock
    private var random: SeededGenerator
    private var post = Post()
    private var letters: [Post.Letter] = []
    private var life: Life
    private var samples: [Sample] = []
    private var broken: [String] = []
    private var counts: [String: Int] = [:]
    private var shift: Int64 = 0

    init(_ stage: Stage, seed: UInt64) async throws {
        random = SeededGenerator(seed: seed)
        world = try await World(.files, authority: stage.authority, identity: stage.identity)
        clock = try ShiftedClock(in: world.folder)
        life = try world.startDaemon(environment: clock.environment)
    }

    /// - Returns: the promises that were broken.
    func run(for time: Duration, days: Double) async -> [String] {
        let seconds = Int(time.components.seconds)
        let step = Int64(days * 86_400 / Double(max(seconds, 1)))
        do {
            for second in 1...max(seconds, 1) {
                shift += step - 1
                try clock.set(shift)
                try deliver()
                try await disturb()
                if life.isOver {
                    broken.append("the daemon ended by itself (\(life.end)) in second \(second)")
                    break
                }
                samples.append(Sample(memory: life.residentMemory, descriptors: life.openDescriptors))
                try await Task.sleep(for: .seconds(1))
            }
            try await finish()
        } catch {
            broken.append("\(error)")
        }
        judgeLife()
        return broken
    }

    var summary: String {
        let done = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        return """
            \(letters.count) mails, \(world.smtp.mails.count) replies, \(shift / 86_400) days
            \(done)
            lives, each with its second quarter's memory and descriptors, and its last's: \(flatness.joined(separator: "; "))
            """
    }

    // MARK: What happens

    private func deliver() throws {
        post.date = Date() + Double(shift)
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let letter = post.next()
            letters.append(letter)
            try world.account.deliver(letter.bytes, date: post.date)
        }
    }

    /// Rare things, each with its chance a second.
    private func disturb() async throws {
        let dice = Int.random(in: 0..<1200, using: &random)
        switch dice {
        case 0..<60: play()
        case 60..<80:
            count("calm") {
                world.imap.play([]); world.smtp.play([])
            }
        case 80..<100: count("SIGHUP") { kill(life.pid, SIGHUP) }
        case 100..<110:
            await world.imap.cutConnections(reset: Bool.random(using: &random))
            count("cut connections") {}
        case 110..<115:
            count("SMTP away") { world.smtp.play([.at(.connect, do: .reset)]) }
            await world.smtp.cutConnections()
            try await Task.sleep(for: .seconds(2))
            world.smtp.play([])
        case 115..<118:
            count("SIGSTOP") { kill(life.pid, SIGSTOP) }
            try await Task.sleep(for: .seconds(2))
            kill(life.pid, SIGCONT)
        case 118:
            try world.account.setUIDValidity(UInt32.random(in: 1_800_000_000...1_900_000_000, using: &random))
            count("UIDVALIDITY") {}
        case 119..<122:
            life.pullThePlug()
            try restart()
            count("SIGKILL") {}
        default: break
        }
    }

    private func count(_ what: String, _ act: () -> Void) {
        act()
        counts[what, default: 0] += 1
    }

    /// One fault at one step of each server, now and then.
    private func play() {
        let imap: [Script.Step] = ["UID FETCH", "UID SEARCH", "SELECT", "IDLE", "UID STORE", "EXAMINE", "STATUS"]
        let smtp: [Script.Step] = ["MAIL", "RCPT", "DATA", .message, "EHLO"]
        let faults: [Script.Fault] = [
            .cut, .close, .reset, .bye("not now"), .delay(.milliseconds(700)), .cutAfterSending(3), .halfClose,
        ]
        func rules(_ steps: [Script.Step], _ refusal: String) -> Script {
            Script(
                steps.shuffled(using: &random).prefix(2).map { step in
                    let fault = (faults + [.answer(refusal)]).randomElement(using: &random) ?? .cut
                    let moment = Script.Moment.allCases.randomElement(using: &random) ?? .arrived
                    // In the place of an answer that was given already there is none to give.
                    if case .answer = fault { return .at(step, .arrived, chance, do: fault) }
                    return .at(step, moment, chance, do: fault)
                })
        }
        var chance: Script.Occurrence { .chance(0.2, seed: UInt64(counts["faults", default: 0])) }
        world.imap.play(rules(imap, "NO [UNAVAILABLE] not now"))
        world.smtp.play(rules(smtp, "451 4.3.0 not now"))
        counts["faults", default: 0] += 1
    }

    private func restart() throws {
        judgeLife()
        life = try world.startDaemon(environment: clock.environment)
    }

    // MARK: The end

    private func finish() async throws {
        world.imap.play([])
        world.smtp.play([])
        var log = LogTail(world.log)
        let done = await soon(within: .seconds(600)) {
            log.read()
            shift += 2
            try? clock.set(shift)
            return letters.allSatisfy { letter in
                letter.fate == .answered
                    ? log.count("reply.filed", of: letter.id) > 0
                    : log.count("message.received", of: letter.id) > 0
            }
        }
        if !done { broken.append("not all was done ten minutes after the last fault") }
        if await !life.stop() { broken.append("SIGTERM did not end it") }
        life.pullThePlug()
        log.read()
        broken += await Verdict(world: world, letters: letters, log: log).broken()
    }

    private var flatness: [String] = []

    /// Whether the life that ends now held as much at its end as when it had warmed up.
    private func judgeLife() {
        defer { samples = [] }
        let known = samples.filter { $0.memory > 0 }
        guard known.count >= 120 else { return }
        let quarter = known.count / 4
        func middle(_ part: ArraySlice<Sample>) -> Sample {
            Sample(
                memory: part.map(\.memory).sorted()[part.count / 2],
                descriptors: part.map(\.descriptors).sorted()[part.count / 2])
        }
        let (warm, end) = (middle(known[quarter..<(2 * quarter)]), middle(known.suffix(quarter)))
        flatness.append(
            "\(known.count) s: \(warm.memory >> 20) MB \(warm.descriptors), \(end.memory >> 20) MB \(end.descriptors)")
        if end.memory > warm.memory + (40 << 20) { broken.append("memory grew: \(flatness.last ?? "")") }
        if end.descriptors > warm.descriptors + 8 { broken.append("descriptors grew: \(flatness.last ?? "")") }
    }
}
