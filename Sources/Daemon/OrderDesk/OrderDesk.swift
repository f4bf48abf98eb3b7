import Configuration
import Correspondence
import Foundation
import Ledger
import Orders

/// Takes in the reports that are dropped, one after the other, each as soon as it is complete.
struct OrderDesk {
    private let folder: DropFolder
    private let stateFolder: String
    private let ledger: any Ledger
    private let clock: any WallClock
    private let live: LiveState
    private let fetch: Configuration.Orders.Fetch?
    /// Told after each report that was read.
    private let imported: Nudge

    /// `nil` where `[orders] drop` is not set.
    init?(_ configuration: Configuration, ledger: any Ledger, clock: any WallClock, live: LiveState, imported: Nudge) {
        guard let drop = configuration.orders.drop else { return nil }
        folder = DropFolder(path: drop)
        stateFolder = (configuration.storePath as NSString).deletingLastPathComponent
        self.ledger = ledger
        self.clock = clock
        self.live = live
        fetch = configuration.orders.fetch
        self.imported = imported
    }

    /// Until the task is cancelled; a file that is not through then is taken up at the next start.
    func run() async {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // What the kernel does not tell, such as a folder that is made later or a store that was full.
        let looking = Task { [clock] in
            while !Task.isCancelled {
                try? await clock.sleep(until: clock.now + .seconds(60))
                wake.yield()
            }
        }
        let fetching = fetch.map { fetch in Task { await run(fetch) } }
        defer {
            looking.cancel()
            fetching?.cancel()
        }
        var watch: FolderWatch?
        var told: Set<String> = []
        wake.yield()
        for await _ in wakes {
            do {
                try folder.prepare(stateFolder: stateFolder)
                if watch == nil { watch = FolderWatch(folder.path) { wake.yield() } }
                let forms = try ReportForm.shipped()
                for name in try folder.names() where !Task.isCancelled {
                    if let trouble = try await take(name, forms), told.insert("\(name): \(trouble)").inserted {
                        tell("\(folder.path)/\(name): \(trouble)")
                    }
                }
            } catch is CancellationError {
                break
            } catch {
                watch = nil
                if told.insert("\(error)").inserted { tell("\(error)") }
            }
        }
        withExtendedLifetime(watch) {}
        fetching?.cancel()
        await fetching?.value
    }

    /// At the start and then each time `every` is over; what it prints is dropped like any other file.
    private func run(_ fetch: Configuration.Orders.Fetch) async {
        while !Task.isCancelled {
            let started = clock.now
            let hidden = "\(folder.path)/.fetch-\(UUID().uuidString)"
            do {
                try folder.prepare(stateFolder: stateFolder)
                let limit = min(fetch.every, Self.longestFetch)
                try await ReportFetch(words: fetch.command, limit: limit).run(into: hidden)
                let name = "\(folder.path)/fetched-\(started.milliseconds).txt"
                guard rename(hidden, name) == 0 else {
                    throw SellersProgram.Trouble(description: "\(name): \(String(cString: strerror(errno)))")
                }
            } catch is CancellationError {
                unlink(hidden)
            } catch {
                unlink(hidden)
                let command = fetch.command[0]
                tell("fetch \(command): \(error)")
                try? await ledger.append([.orderFetchFailed(at: clock.now, command: command, reason: "\(error)")])
            }
            try? await clock.sleep(until: started + fetch.every)
        }
    }

    private static let longestFetch = Duration.seconds(900)

    /// - Returns: why the file is left where it is; `nil` where it is settled, or not complete yet.
    private func take(_ name: String, _ forms: [ReportForm]) async throws -> String? {
        do {
            let file = try ReportFile("\(folder.path)/\(name)")
            guard !file.isBeingWritten(now: clock.now.milliseconds) else { return nil }
            let order = OrderImport(ledger: ledger, forms: forms, clock: clock)
            switch try await order.run(file) {
            case .known: try folder.move(name, to: .done, saying: nil)
            case .taken(_, let problems):
                imported()
                let words = problems.map { "\(name): \($0)" }.joined(separator: "\n")
                try folder.move(name, to: .done, saying: problems.isEmpty ? nil : ("problems", words))
            }
        } catch let reason as NotAReport {
            try reject(name, "\(reason)")
        } catch ReportFile.Trouble.notAFile(let reason) {
            var isFolder: ObjCBool = false
            let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder.path)/\(name)")) != nil
            _ = FileManager.default.fileExists(atPath: "\(folder.path)/\(name)", isDirectory: &isFolder)
            if isFolder.boolValue, !isLink { return "it is a folder; put the files themselves here" }
            try reject(name, reason)
        } catch ReportFile.Trouble.unreadable(let reason) {
            return reason
        }
        return nil
    }

    private func reject(_ name: String, _ reason: String) throws {
        let place = try folder.move(name, to: .rejected, saying: ("why", reason))
        tell("\(name) is no report: \(reason); it lies in \(place)")
    }

    private func tell(_ words: String) {
        live.note(error: "orders: \(words)", at: clock.now)
        LastResort.tell("orders: \(words)")
    }
}
