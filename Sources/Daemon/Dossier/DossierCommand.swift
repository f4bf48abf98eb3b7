import Configuration
import Correspondence
import Foundation
import Ledger
import Reports

/// `replyd dossier`: everything about an order, a conversation or a buyer, in one folder.
public enum DossierCommand {
    public struct Wish: Sendable {
        public var subjects: [DossierSubject]
        /// `nil`: a folder named for the subject, here.
        public var output: String?
        public var force = false
        public var attachments = false
        public var wholeChain = false
        public var form: Form

        public enum Form: Sendable { case folder, statement, json }

        public init(
            subjects: [DossierSubject], output: String? = nil, force: Bool = false, attachments: Bool = false,
            wholeChain: Bool = false, form: Form = .folder
        ) {
            self.subjects = subjects
            self.output = output
            self.force = force
            self.attachments = attachments
            self.wholeChain = wholeChain
            self.form = form
        }
    }

    public static func run(_ wish: Wish, configuration path: String) async throws {
        let store = try LoadedConfiguration.load(path).storePath
        let ledger = try SQLiteLedger.open(readOnly: store)
        var records: [DossierRecord] = []
        for subject in wish.subjects {
            guard let record = try await ledger.dossier(subject) else {
                throw CommandEnd.failed("nothing is known of \(words(subject)) in \(store)")
            }
            records.append(record)
        }
        if case .statement = wish.form {
            for record in records { CommandOutput.write(Dossier(record).statement) }
            return
        }
        let chains = try await ChainReading.excerpts(
            records.map(ChainReading.Interest.init), from: ledger, whole: wish.wholeChain)
        for (record, chain) in zip(records, chains) {
            let dossier = Dossier(record)
            if case .json = wish.form {
                FileHandle.standardOutput.write(Data(DossierFolder.json(dossier, chain).utf8))
                continue
            }
            let folder = folder(record.subject, wish, of: records.count)
            try DossierFolder.write(
                DossierFolder.files(dossier, chain, attachments: wish.attachments), to: folder, force: wish.force)
            CommandOutput.write(
                "\(folder): \(dossier.entries.count) entries, \(dossier.mails.count) mails, \(chain.words)")
        }
    }

    private static func folder(_ subject: DossierSubject, _ wish: Wish, of count: Int) -> String {
        let name =
            "dossier-"
            + name(subject).map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? String($0) : "_" }.joined()
        guard let output = wish.output else { return name }
        return count == 1 ? output : (output as NSString).appendingPathComponent(name)
    }

    private static func name(_ subject: DossierSubject) -> String {
        switch subject {
        case .order(let id): id.value
        case .conversation(let key): key
        case .buyer(let address): address
        }
    }

    private static func words(_ subject: DossierSubject) -> String {
        switch subject {
        case .order(let id): "order \(id.value)"
        case .conversation(let key): "conversation \(key)"
        case .buyer(let address): "the buyer \(address)"
        }
    }
}
