/// Tells systemd that the daemon works, as long as it does.
struct Watchdog: Sendable {
    let supervisor: Supervisor

    /// Until cancelled; nothing where systemd wants no sign of life.
    func run() async {
        guard let interval = Notify.watchdogInterval else { return }
        while !Task.isCancelled {
            if await supervisor.isAlive() {
                Notify.alive()
                Notify.status(await supervisor.summary)
            }
            try? await Task.sleep(for: interval / 3)
        }
    }
}
