import Correspondence

/// One mailbox at work: its watcher and its dispatcher, side by side.
struct MailboxService: Sendable {
    let context: MailboxContext
    private let dispatcher: Dispatcher
    private let watcher: Watcher
    private let watching: Task<Void, Never>
    private let dispatching: Task<Void, Never>

    init(_ context: MailboxContext) {
        self.context = context
        let watcher = Watcher(context: context, intake: Intake(context: context), filer: Filer(context: context))
        let dispatcher = Dispatcher(context: context)
        self.dispatcher = dispatcher
        self.watcher = watcher
        watching = Task { await watcher.run() }
        dispatching = Task { await dispatcher.run() }
    }

    /// Finishes the reply in flight, then ends; after `grace` it is cut off and looked up at the next start.
    func stop(grace: Duration) async {
        watching.cancel()
        dispatcher.stop()
        let cutOff = Task { [dispatcher, dispatching, watcher] in
            try await Task.sleep(for: grace)
            dispatching.cancel()
            await dispatcher.cutOff()
            await watcher.cutOff()
        }
        await dispatching.value
        await watching.value
        cutOff.cancel()
        context.live.forget(mailbox: context.name)
    }
}
