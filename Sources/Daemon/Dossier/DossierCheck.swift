import Foundation
import Ledger

/// `replyd dossier --verify FOLDER`: without the store, the configuration or the daemon.
public enum DossierCheck {
    public static func run(folder: String) throws {
        let (flaws, words) = check(folder)
        for line in flaws { CommandOutput.tell(line) }
        guard flaws.isEmpty else { throw CommandEnd.failed("\(folder) is not what was written: \(flaws.count) flaws") }
        CommandOutput.write("\(folder): \(words)")
    }

    static func check(_ folder: String) -> (flaws: [String], words: String) {
        let root = URL(fileURLWithPath: folder)
        guard let sums = try? String(contentsOf: root.appendingPathComponent(DossierFolder.sums), encoding: .utf8)
        else {
            return (["\(folder) is no dossier: it has no \(DossierFolder.sums) that can be read"], "")
        }
        var flaws: [String] = []
        var known: [String: String] = [:]
        for line in sums.split(separator: "\n") {
            let words = line.components(separatedBy: "  ")
            guard words.count == 2, words[0].count == 64, known.updateValue(words[0], forKey: words[1]) == nil else {
                flaws.append("\(DossierFolder.sums) has a line that is none: \(line.prefix(100))")
                continue
            }
        }
        if known.isEmpty || !sums.hasSuffix("\n") { flaws.append("\(DossierFolder.sums) was cut off") }
        let there = Set(
            ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).filter { path in
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(
                    atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
                return !isFolder.boolValue
            })
        for path in there.subtracting(known.keys).subtracting([DossierFolder.sums]).sorted() {
            flaws.append("\(path) was added")
        }
        var digests: [String: String] = [:]
        for (path, sum) in known.sorted(by: { $0.key < $1.key }) {
            guard let bytes = try? Data(contentsOf: root.appendingPathComponent(path)) else {
                flaws.append("\(path) is missing")
                continue
            }
            let digest = Digest(of: Array(bytes)).description
            digests[path] = digest
            if digest != sum { flaws.append("\(path) was changed") }
        }
        for needed in ["chain.jsonl", "dossier.json", "index.html", "dossier.txt"] where known[needed] == nil {
            flaws.append("\(DossierFolder.sums) does not name \(needed)")
        }
        let chain = (try? String(contentsOf: root.appendingPathComponent("chain.jsonl"), encoding: .utf8)) ?? ""
        let (events, broken) = ChainExcerpt.check(chain)
        flaws += broken
        let told = Set(
            events.compactMap { event -> String? in
                if case .text(let sum)? = event.fields["sha256"] { sum } else { nil }
            })
        let mails = digests.filter { $0.key.hasPrefix("mails/") }
        let bound = mails.values.count { told.contains($0) }
        let words =
            "nothing was changed; \(events.count) events of the chain hold; the chain speaks of \(bound) of \(mails.count) mails"
        return (flaws, words)
    }
}
