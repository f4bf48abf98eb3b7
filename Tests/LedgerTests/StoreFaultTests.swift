import CFaultyStore
import Correspondence
import Foundation
import Testing

@testable import Ledger

/// One working life of a small store, with the disk failing at each of its calls in turn.
@Suite("The disk fails at any call", .serialized)
struct StoreFaultTests {
    /// Steps that the daemon takes, each one transaction. Throws at the first that the disk does not let through.
    private static let steps: [@Sendable (SQLiteLedger) async throws -> Void] = [
        { _ = try await $0.firstStart("main", at: .noon) },
        { _ = try await $0.record([.buyer(uid: 1)], at: .noon, decide: World.answer) },
        {
            _ = try await $0.beginSending(
                1, messageID: "r1@shop.example", mail: World.mail, inFlight: 1, at: .noon + .seconds(1))
        },
        { try await $0.finish(1, .sent(receipt: "250 ok"), at: .noon + .seconds(2)) },
        { try await $0.filed(1, problem: nil, at: .noon + .seconds(3)) },
        { _ = try await $0.record([.buyer(uid: 2, conversation: "b")], at: .noon, decide: World.answer) },
        { try await $0.hold(2, because: "a question", at: .noon + .seconds(4)) },
    ]

    /// In memory where there is such a place: what is synced there costs nothing, and the layer above counts it anyway.
    private static let folder =
        (FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory())
        + "/faulty-\(getpid())"

    /// The last event's number after each step, from none taken to all.
    private func stages() async throws -> [Int64] {
        let ledger = try Self.fresh()
        var stages = [Int64(0)]
        for step in Self.steps {
            try await step(ledger)
            stages.append(try await Self.lastEvent(ledger))
        }
        return stages
    }

    private static func fresh() throws -> SQLiteLedger {
        faulty_install()
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try SQLiteLedger.open(folder + "/replyd.db")
    }

    /// The life before holds the lock until its last step has let go of it.
    private static func reopened() async throws -> SQLiteLedger {
        for _ in 1...200 {
            do { return try SQLiteLedger.open(folder + "/replyd.db") } catch {
                guard case .inUse = error.kind else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        throw Missing()
    }

    private static func lastEvent(_ ledger: SQLiteLedger) async throws -> Int64 {
        try await ledger.events(after: 0, limit: 1000).last?.number ?? 0
    }

    /// Takes the steps with the fault armed; how many were acknowledged, and how many calls there were.
    private func life(_ ledger: SQLiteLedger, _ kind: faulty_kind, at n: Int, sticky: Bool, seed: UInt32) async
        -> (acknowledged: Int, calls: Int)
    {
        faulty_arm(Self.folder, kind, n, sticky ? 1 : 0)
        var acknowledged = 0
        for step in Self.steps {
            do { try await step(ledger) } catch { break }
            acknowledged += 1
        }
        if kind == faulty_power_cut {
            // The process dies with the machine: closing must not tidy up either.
            try? ledger.pool.close()
        }
        return (acknowledged, faulty_disarm(seed))
    }

    private struct Fault: CustomTestStringConvertible {
        let kind: faulty_kind
        let sticky: Bool
        let seed: UInt32
        let testDescription: String
    }

    private static let faults = [
        Fault(kind: faulty_ioerr, sticky: false, seed: 0, testDescription: "one call fails"),
        Fault(kind: faulty_ioerr, sticky: true, seed: 0, testDescription: "the disk is gone for good"),
        Fault(kind: faulty_full, sticky: true, seed: 0, testDescription: "the disk is full"),
        Fault(
            kind: faulty_power_cut, sticky: true, seed: 0, testDescription: "power is cut, nothing unsynced survives"),
        Fault(kind: faulty_power_cut, sticky: true, seed: 1, testDescription: "power is cut, some of it survives"),
        Fault(
            kind: faulty_power_cut, sticky: true, seed: 9, testDescription: "power is cut, other parts of it survive"),
    ]

    @Test(
        "what was acknowledged is there, the step under way is whole or not at all, and the chain holds",
        arguments: faults)
    private func atEachCall(fault: Fault) async throws {
        let stages = try await stages()
        var calls = 0
        var failed = 0
        for n in 1... {
            var result = (acknowledged: 0, calls: 0)
            do {
                let ledger = try Self.fresh()
                result = await life(ledger, fault.kind, at: n, sticky: fault.sticky, seed: fault.seed)
                try? ledger.pool.close()
            }
            if fault.kind == faulty_power_cut { unlink(Self.folder + "/replyd.db-shm") }
            let ledger = try await Self.reopened()
            let last = try await Self.lastEvent(ledger)
            let next = min(result.acknowledged + 1, stages.count - 1)
            #expect([stages[result.acknowledged], stages[next]].contains(last), "call \(n): \(last)")
            guard case .whole = try await ledger.verifyChain() else {
                Issue.record("call \(n): the chain is broken")
                return
            }
            // The store works on.
            try await ledger.setPaused(true, by: "test", at: .noon)
            if result.acknowledged < Self.steps.count { failed += 1 }
            guard result.calls >= n else {
                calls = n - 1
                break
            }
        }
        #expect(calls > 20, "the faults were really met: \(calls) calls")
        #expect(failed > 10 || !fault.sticky)
        try? FileManager.default.removeItem(atPath: Self.folder)
    }
}
