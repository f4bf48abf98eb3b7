import Foundation
import Testing

@testable import Classifier
@testable import Reports

@Suite("The evaluation's page")
struct EvaluationPageTests {
    private static let chromium = "/usr/bin/chromium"

    /// Three texts, one of them wrong, with words that would like to be markup and one that does not break.
    private static func page() -> EvaluationPage {
        let long = String(repeating: "unbreakable", count: 60)
        let lines = [
            TrainingLine(id: "a", text: "Where is it?", label: .problem, language: "en"),
            TrainingLine(id: "b", text: "Zurück damit.", label: .return, language: "de"),
            TrainingLine(
                id: "c", text: "<script>document.title='owned'</script> \(long)", label: .claim, language: "fr"),
        ]
        let said = [
            Evaluation.Prediction(id: "a", label: .problem, confidence: 0.95),
            Evaluation.Prediction(id: "b", label: .return, confidence: 0.85),
            Evaluation.Prediction(id: "c", label: .inquiry, confidence: 0.65),
        ]
        let mistake = EvaluationPage.Mistake(
            id: "c", language: "fr", text: lines[2].text, truth: .claim, said: .inquiry, confidence: 0.65,
            because: ["“\(long)”"])
        return EvaluationPage(Evaluation(lines, said), mistakes: [mistake], subtitle: "test")
    }

    @Test(
        "It has the diagram with a dot a bin, the confusion matrix, classes, languages, and the mistakes with their text"
    )
    func parts() {
        let text = Self.page().text
        #expect(text.components(separatedBy: "<circle").count == 4)
        #expect(text.contains("<td class=\"n miss\">1</td>"))
        for heading in ["Reliability", "Confusion", "By class", "By language", "The worst mistakes"] {
            #expect(text.contains("<h2>\(heading)</h2>"))
        }
        #expect(text.contains("1 of 1, the surest first"))
        #expect(text.contains("&lt;script&gt;document"))
    }

    @Test(
        "In a real browser it fits 360 px without scrolling sideways",
        .enabled(if: FileManager.default.isExecutableFile(atPath: chromium), "chromium is not installed"))
    func narrow() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("page-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.page().text.write(to: folder.appendingPathComponent("page.html"), atomically: true, encoding: .utf8)
        let frame = """
            <iframe id="f" src="page.html" width="360" height="700" style="border:0"></iframe><p id="said"></p><script>
            onload = () => { const d = document.getElementById("f").contentDocument;
            document.getElementById("said").textContent = "width " + d.documentElement.scrollWidth + " title " + d.title; }
            </script>
            """
        let outer = folder.appendingPathComponent("frame.html")
        try frame.write(to: outer, atomically: true, encoding: .utf8)
        let browser = Process()
        browser.executableURL = URL(fileURLWithPath: Self.chromium)
        browser.arguments = [
            "--headless=new", "--hide-scrollbars", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
            "--user-data-dir=\(folder.path)/profile", "--virtual-time-budget=5000", "--dump-dom", outer.absoluteString,
        ]
        let out = Pipe()
        browser.standardOutput = out
        browser.standardError = FileHandle.nullDevice
        try browser.run()
        let dom = String(decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        browser.waitUntilExit()
        #expect(dom.contains("width 360 title Classifier evaluation"), Comment(rawValue: String(dom.suffix(300))))
    }
}
