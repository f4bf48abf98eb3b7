extension Configuration {
    /// `[log]`: how the daemon tells what it does.
    public struct Log: Hashable, Sendable {
        public internal(set) var format: Format
        /// Whole path; `nil`: standard error.
        public internal(set) var file: String?
        public internal(set) var personalData: PersonalData
        /// Whole path of a file of metrics for node_exporter's textfile collector.
        public internal(set) var metrics: String?

        public enum Format: String, Hashable, Sendable, CaseIterable { case json, text, journal }

        /// Whether buyers' names and addresses stand in the log.
        public enum PersonalData: String, Hashable, Sendable, CaseIterable { case masked, plain }
    }
}

extension Configuration.Log {
    init(_ scope: Scope) {
        format = scope.read("format", .word()) ?? .json
        file = scope.read("file", .absolutePath(example: "\"/var/log/replyd/replyd.log\""))
        personalData = scope.read("personal_data", .word()) ?? .masked
        metrics = scope.read("metrics", .absolutePath(example: "\"/var/lib/prometheus/node-exporter/replyd.prom\""))
        if format == .journal, file != nil {
            scope.problems.report(
                scope.home.appending("file"), "is set, but format = \"journal\" writes to the journal",
                "take it out, or write format = \"json\"")
        }
    }
}
