/// The form of ``Inspection`` for a person at a terminal.
extension Inspection {
    public var forTerminal: String {
        var lines = [
            file, "  source    \(source)" + (notice.map { " \($0)" } ?? "") + (marketplace.map { " (\($0))" } ?? ""),
        ]
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append("  \(name.padding(toLength: 10, withPad: " ", startingAt: 0))\(value)")
        }
        add("from", from.map { ($0.name.map { "\($0) " } ?? "") + "<\($0.address)>" })
        add("subject", subject)
        add("orders", order_ids.joined(separator: ", "))
        add("thread", conversation.map { $0 + (thread.map { " (\($0))" } ?? "") })
        add("language", language)
        add("kind", kind == "none" && confidence == nil ? nil : kind + (confidence.map { " (confidence \($0))" } ?? ""))
        add("also", also.joined(separator: ", "))
        add("matters", matters.joined(separator: ", "))
        add("topics", topics.joined(separator: ", "))
        add("because", because.joined(separator: "; "))
        add("decision", "\(decision): \(reason)")
        add("reply", template.map { "template \($0)" + (reply_by.map { ", by \($0)" } ?? "") })
        add("template", template_because)
        for attachment in attachments {
            add("file", "\(attachment.name ?? "(no name)") \(attachment.type) \(attachment.bytes) bytes")
        }
        add("error", error)
        if let explain { lines += explain.lines }
        if !text.isEmpty { lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "  | \($0)" } }
        return lines.joined(separator: "\n")
    }

}
