import Configuration
import Correspondence
import Foundation
import MIME
import Templates

/// Finds the files that go with a reply, and proves that they are what they should be: another buyer's invoice must not
/// go out.
struct AttachmentFiles: Sendable {
    /// `[attachments] folder`; `nil`: there is none.
    let folder: String?

    /// Why a reply cannot have its file: it is held with these words.
    struct Trouble: Error, CustomStringConvertible { let description: String }

    /// The marketplace takes no more (domain facts 6 [A5]).
    static let largest = 10 << 20

    /// `ORDER-ID-KIND.pdf`, as `302-2233445-6677889-invoice.pdf`.
    func file(_ kind: TemplateAttachment, of order: OrderID?) async throws -> OutgoingMail.File {
        guard let folder else {
            throw Trouble(description: "the template attaches the \(kind.rawValue), and [attachments] has no folder")
        }
        guard let order else {
            throw Trouble(description: "the template attaches the \(kind.rawValue), and the mail names no order")
        }
        let name = "\(order.value)-\(kind.rawValue).pdf"
        let path = (folder as NSString).appendingPathComponent(name)
        let bytes = try Self.read(path)
        guard bytes.starts(with: "%PDF-".utf8) else { throw Trouble(description: "\(path) is no PDF") }
        if kind == .invoice {
            let text = try await Self.text(of: path)
            guard text.contains(order.value) else {
                throw Trouble(description: "\(path) does not name order \(order.value): is it another buyer's?")
            }
        }
        return OutgoingMail.File(name: name, type: "application/pdf", bytes: bytes)
    }

    /// Of a plain file only: a link could lead anywhere.
    private static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            throw Trouble(description: "\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
            throw Trouble(description: "\(path) is no plain file")
        }
        guard info.st_size <= largest else {
            throw Trouble(description: "\(path) is larger than \(largest >> 20) MB")
        }
        return Array(try handle.readToEnd() ?? Data())
    }

    private static func text(of path: String) async throws -> String {
        let output = try SellersProgram.namelessFile()
        defer { close(output) }
        do {
            try await SellersProgram(words: ["pdftotext", "-q", "-layout", path, "-"], limit: .seconds(20))
                .run(output: output)
        } catch let trouble as SellersProgram.Trouble {
            throw Trouble(
                description: "the text of \(path) cannot be read with pdftotext (package poppler-utils): \(trouble)")
        }
        lseek(output, 0, SEEK_SET)
        let handle = FileHandle(fileDescriptor: output, closeOnDealloc: false)
        return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    }
}
