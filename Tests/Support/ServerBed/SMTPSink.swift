import Foundation

/// Postfix's smtp-sink on loopback: accepts mail and drops it, or keeps each in a file of `captured`.
public final class SMTPSink: Sendable {
    public let port: Int
    /// The folder of accepted mails, where capturing was asked for.
    public let captured: URL?
    private let process: ServerProcess

    /// Whether smtp-sink is installed.
    public static var isInstalled: Bool { BedFolder.has("smtp-sink") }

    /// Starts one under `parent`. `arguments` are smtp-sink's own (such as `-r data` to refuse at DATA).
    public static func start(in parent: URL, capture: Bool = false, arguments: [String] = []) async throws -> SMTPSink {
        let sink = try SMTPSink(in: parent.appendingPathComponent("sink"), capture: capture, arguments: arguments)
        try await sink.process.waitUntilOpen(sink.port)
        return sink
    }

    private init(in folder: URL, capture: Bool, arguments: [String]) throws {
        let user = try BedUser.current()
        let configuration = folder.appendingPathComponent("etc")
        let mails = folder.appendingPathComponent("captured")
        for each in [folder, configuration, mails] {
            try FileManager.default.createDirectory(at: each, withIntermediateDirectories: true)
            chmod(each.path, 0o755)
        }
        user.own(mails)
        let main = "compatibility_level = 3.6\ninet_protocols = ipv4\nmaillog_file = /dev/null\n"
        try Data(main.utf8).write(to: configuration.appendingPathComponent("main.cf"))
        try Data().write(to: configuration.appendingPathComponent("master.cf"))
        port = try Port.free()
        captured = capture ? mails : nil
        process = try ServerProcess(
            ["/usr/sbin/smtp-sink"] + (geteuid() == 0 ? ["-u", user.name] : [])
                + (capture ? ["-d", mails.path + "/mail."] : []) + arguments + ["127.0.0.1:\(port)", "1000"],
            environment: ["MAIL_CONFIG": configuration.path], output: folder.appendingPathComponent("output.log"))
    }

    /// Ends the server and returns when it is gone.
    public func stop() async {
        await process.stop()
    }
}
