import CSystemd
import Configuration
import Correspondence
import Foundation
import Ledger
import Transport
import UnixSignals

/// `replyd run`: the daemon, from its start to its end.
public enum RunCommand {
    /// - Parameter hook: told of each commit to the store: where the crash harness pulls the plug.
    public static func run(
        configuration path: String, version: String, hook: SQLiteLedger.Hook? = nil
    ) async throws {
        forbidCoreDumps()
        let configuration = try LoadedConfiguration.load(path)
        for warning in configuration.warnings { LastResort.tell("\(warning)") }
        await TimerWarmUp.run()
        let clock = SystemClock()
        let ledger = try SQLiteLedger.open(configuration.storePath, hook: hook)
        let log = LogWriter(ledger: ledger, sink: try sink(configuration.log), line: LogLine(configuration.log))
        let network = NetworkThread()
        let supervisor = Supervisor(
            path: path, version: version, configuration: configuration, ledger: ledger, clock: clock, network: network
        ) { event in
            Task { await log.writeOutsideTheStore(event) }
        }
        let control = try ControlServer(path: ControlSocket.own(store: configuration.storePath)) { request in
            await supervisor.answer(request)
        }
        // From here on a signal is ours: one that comes during the start is not lost.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup, .sigusr1)
        let logging = Task { await log.run() }
        do { try await supervisor.start() } catch {
            control.stop()
            // A store that is full now may have room at the next start; a wrong template stays wrong.
            throw error is LedgerError ? CommandEnd.failed("\(error)") : .configuration("\(error)")
        }
        Notify.ready(await supervisor.summary)
        let watchdog = Task { await Watchdog(supervisor: supervisor).run() }
        let clockWatch = Task { await ClockWatch(clock: clock) { await supervisor.clockChanged($0) }.run() }

        let metrics = configuration.log.metrics.map { path in
            Task { await MetricsFile(path: path) { try await supervisor.status() }.run() }
        }

        let reason = await serve(signals, supervisor, log)
        for task in [watchdog, clockWatch, metrics] { task?.cancel() }
        await metrics?.value
        await supervisor.stop(because: reason)
        control.stop()
        logging.cancel()
        await logging.value
        network.stop()
    }

    /// Until a signal ends it; which one.
    private static func serve(_ signals: UnixSignalsSequence, _ supervisor: Supervisor, _ log: LogWriter) async
        -> String
    {
        for await signal in signals {
            switch signal {
            case .sighup: await supervisor.reload()
            case .sigusr1: await log.reopen()
            default: return "\(signal)"
            }
        }
        return "no more signals"
    }

    private static func sink(_ log: Configuration.Log) throws -> any LogSink {
        do { return log.format == .journal ? JournalSink() : try FileSink(path: log.file) } catch {
            throw CommandEnd.configuration("\(error)")
        }
    }

    /// A core would hold passwords and buyers' words.
    private static func forbidCoreDumps() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        replyd_forbid_tracing()
    }
}

extension LogLine {
    init(_ log: Configuration.Log) {
        let format: Format =
            switch log.format {
            case .json: .json
            case .text: .text
            case .journal: .journal
            }
        self.init(format: format, plain: log.personalData == .plain)
    }
}
