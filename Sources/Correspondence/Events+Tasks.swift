/// What is told of tasks and of promised days.
extension Event {
    public static func taskOpened(_ task: SellerTask, at time: Instant) -> Event {
        task.event(task.kind == .promise ? .promiseMade : .taskOpened, at: time)
    }

    /// Once, before it is too late.
    public static func taskDue(_ task: SellerTask, at time: Instant) -> Event {
        var event = task.event(task.kind == .promise ? .promiseDue : .taskDue, at: time)
        event.fields["to_do"] = .text(task.kind.step)
        return event
    }

    /// - Parameter reason: the notice or the person that closed it.
    public static func taskDone(_ task: SellerTask, because reason: String, at time: Instant) -> Event {
        var event = task.event(task.kind == .promise ? .promiseKept : .taskDone, at: time)
        event.fields["reason"] = .text(reason)
        event.fields["in_time"] = .flag(time <= task.due)
        return event
    }
}

extension SellerTask {
    fileprivate func event(_ name: EventName, at time: Instant) -> Event {
        var fields: [String: EventValue] = [
            "task": .number(id), "task_kind": .text(kind.rawValue), "due": .time(due),
        ]
        if let reply { fields["reply"] = .number(reply) }
        if !detail.isEmpty { fields["detail"] = .words(detail) }
        return Event(name, at: time, mailbox: mailbox, conversation: conversation, order: order, fields)
    }
}
