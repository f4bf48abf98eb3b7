import Foundation
import Testing

@testable import Daemon

@Suite("What inspect reads")
struct MailFilesTests {
    private func folder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func texts(_ path: String) throws -> [String] {
        try MailFiles.items(at: path).map { String(decoding: try $0.load(), as: UTF8.self) }
    }

    @Test("an mbox is cut at its From lines after an empty line, and >From is unquoted")
    func mbox() throws {
        try folder { folder in
            let path = folder.appendingPathComponent("box.mbox").path
            try """
            From a@x Thu Oct  1 09:30:00 2026
            Subject: one

            first
            >From here on
            From the middle of a line it is not cut.

            From b@x Thu Oct  1 09:31:00 2026
            Subject: two

            second

            """.write(toFile: path, atomically: true, encoding: .utf8)
            let mails = try texts(path)
            #expect(mails.count == 2)
            #expect(mails.first?.hasPrefix("Subject: one") == true)
            #expect(mails.first?.contains("\nFrom here on\n") == true)
            #expect(mails.first?.contains("From the middle") == true)
            #expect(mails.last?.contains("second") == true)
        }
    }

    @Test("a file called .eml is one mail, whatever it holds")
    func eml() throws {
        try folder { folder in
            let path = folder.appendingPathComponent("a.eml").path
            try "From a@x Thu Oct  1 09:30:00 2026\nSubject: one\n\n\nFrom b@x Thu Oct  1 09:30:00 2026\n\n"
                .write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try texts(path).count == 1)
        }
    }

    @Test("a Maildir's cur and new, and a folder with folders, are read in a stable order")
    func folders() throws {
        try folder { folder in
            for name in ["cur/2", "new/1", "tmp/3"] {
                let file = folder.appendingPathComponent(name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try name.write(to: file, atomically: true, encoding: .utf8)
            }
            #expect(try texts(folder.path) == ["cur/2", "new/1"])
            try FileManager.default.removeItem(at: folder.appendingPathComponent("new"))
            #expect(try texts(folder.path) == ["cur/2", "tmp/3"])
        }
    }

    @Test("a file that is not there is an error that names it")
    func missing() {
        #expect(throws: (any Error).self) { try MailFiles.items(at: "/nowhere/at/all.eml") }
    }
}
