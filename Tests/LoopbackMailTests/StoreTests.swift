import Foundation
import Testing

@testable import LoopbackMail

@Suite("The mail store", .timeLimit(.minutes(5)))
struct StoreTests {
    @Test("each message gets the next UID, and no UID comes twice")
    func uids() throws {
        let account = MailStore().addUser("shop", password: "secret")
        #expect(try account.deliver("one").rawValue == 1)
        let second = try account.deliver("two")
        try account.remove(second, from: "INBOX")
        #expect(try account.deliver("three", to: "inbox").rawValue == 3)
        #expect(account.messages().map(\.text) == ["one", "three"])
    }

    @Test("many tasks deliver at once and nothing is lost")
    func concurrent() async throws {
        let account = MailStore().addUser("shop", password: "secret")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask { for number in 0..<250 { try account.deliver("\(task) \(number)") } }
            }
            try await group.waitForAll()
        }
        #expect(account.messages().map(\.uid.rawValue) == Array(1...2000))
        #expect(Set(account.messages().map(\.text)).count == 2000)
    }

    @Test("a wait ends with the change it waits for")
    func wait() async throws {
        let account = MailStore().addUser("shop", password: "secret")
        async let waited: Void = account.waitUntil("two mails") { $0["INBOX"]?.messages.count == 2 }
        try account.deliver("one")
        try account.deliver("two")
        try await waited
        await #expect(throws: WaitTimedOut.self) {
            try await account.waitUntil("three mails", within: .milliseconds(1)) { $0["INBOX"]?.messages.count == 3 }
        }
    }

    @Test("a cancelled wait ends")
    func cancelled() async throws {
        let account = MailStore().addUser("shop", password: "secret")
        let task = Task { try await account.waitUntil { _ in false } }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a folder numbered anew has other UIDs under another UIDVALIDITY")
    func renumbered() throws {
        let account = MailStore().addUser("shop", password: "secret")
        try account.remove(try account.deliver("one"))
        try account.deliver("two")
        try account.setUIDValidity(7)
        #expect(account.folder("INBOX")?.uidValidity == 7)
        #expect(account.messages().map(\.uid.rawValue) == [1])
    }

    @Test("a folder is made with those above it, and a name with an empty level is none")
    func folders() throws {
        let account = MailStore().addUser("shop", password: "secret", delimiter: ".")
        try account.create("a.b.c")
        #expect(account.folders.map(\.name).filter { $0.hasPrefix("a") } == ["a", "a.b", "a.b.c"])
        #expect(throws: MailStoreError.folderExists("a.b")) { try account.create("a.b") }
        #expect(throws: MailStoreError.impossibleName("x..y")) { try account.create("x..y") }
        #expect(throws: MailStoreError.noSuchFolder("nowhere")) { try account.deliver("x", to: "nowhere") }
    }

    @Test("flags differ by more than case")
    func flags() {
        #expect(StoredMessage.Flag("\\seen") == .seen && StoredMessage.Flag("\\SEEN").name == "\\Seen")
        #expect(Set<StoredMessage.Flag>(["$Forwarded", "$forwarded"]).count == 1)
    }
}
