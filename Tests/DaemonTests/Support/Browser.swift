import Foundation

/// A page in real Chromium, framed at a width, as a script beside it sees it.
enum Browser {
    static let path = "/usr/bin/chromium"
    static let isInstalled = FileManager.default.isExecutableFile(atPath: path)

    /// How wide the page really is, the colour of its ink, and what else is asked.
    ///
    /// - Parameters:
    ///   - page: a file; the frame is written beside it.
    ///   - more: an expression over the page's document `d`, told after the rest.
    /// - Returns: `width 360 ink rgb(…) …` within the browser's own words.
    static func look(at page: URL, width: Int, dark: Bool = false, _ more: String = "\"\"") async throws -> String {
        let frame = """
            <iframe id="f" src="\(page.lastPathComponent)" width="\(width)" height="700" style="border:0"></iframe>
            <p id="said"></p>
            <script>onload = () => { const d = document.getElementById("f").contentDocument;
            document.getElementById("said").textContent = "width " + d.documentElement.scrollWidth + " ink "
                + getComputedStyle(d.body).color + " " + \(more); }</script>
            """
        let folder = page.deletingLastPathComponent()
        let outer = folder.appendingPathComponent("frame-\(UUID().uuidString).html")
        let profile = FileManager.default.temporaryDirectory.appendingPathComponent("browser-\(UUID().uuidString)")
        defer {
            try? FileManager.default.removeItem(at: outer)
            try? FileManager.default.removeItem(at: profile)
        }
        try frame.write(to: outer, atomically: true, encoding: .utf8)
        return try await World.execute(
            path,
            [
                "--headless=new", "--hide-scrollbars", "--no-sandbox", "--disable-gpu",
                "--allow-file-access-from-files",
                "--user-data-dir=\(profile.path)", "--blink-settings=preferredColorScheme=\(dark ? 0 : 1)",
                "--virtual-time-budget=5000", "--dump-dom", outer.absoluteString,
            ]
        ).out
    }

    /// The common style's ink (`HTMLStyle`).
    static func ink(dark: Bool) -> String { dark ? "rgb(230, 233, 236)" : "rgb(28, 32, 36)" }
}
