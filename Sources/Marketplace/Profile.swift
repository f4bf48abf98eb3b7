import Correspondence
import Foundation
import MIME
import TOMLKit
import TOMLText

/// The facts of one marketplace: its addresses, headers, notices, phrases. Data, read from a TOML file.
///
/// One is shipped for each marketplace that is known; a seller can put a newer file into the configuration folder.
public struct Profile: Sendable {
    /// What the configuration's `accept` calls it: `amazon`.
    public let name: String
    public let sites: [Site]
    /// The header that tells the type of a mail.
    let typeHeader: String
    /// The header that tells the site.
    let siteHeader: String
    /// What the marketplace adds to a buyer's name.
    let nameSuffixes: [String]
    let relayForm: RelayForm
    /// A word by which domains that only look like the marketplace's are told.
    private let brand: String
    let meanings: [String: Meaning]
    let noticeRules: [ProfileFile.NoticeRule]
    let frame: FrameForm
    let subjects: SubjectForm
    let facts: FactTables
    private let siteByRelay: [String: Site]
    private let siteByID: [String: Site]

    /// Reads a profile.
    ///
    /// - Throws: ``ProfileError`` with the place and what would be right.
    public init(toml: String) throws(ProfileError) {
        try self.init(Self.decode(toml))
    }

    /// A profile that comes with the program; `"amazon"` is one.
    public static func shipped(_ name: String) throws(ProfileError) -> Profile {
        guard shippedNames.contains(name), let url = shippedURL(name),
            let toml = try? String(contentsOf: url, encoding: .utf8)
        else { throw .unknown(name: name, shipped: shippedNames) }
        return try Profile(toml: toml)
    }

    /// The names of the profiles that come with the program.
    public static let shippedNames = ["amazon"]

    /// Where the shipped profile lies, for those who want a copy of it to change.
    public static func shippedURL(_ name: String) -> URL? {
        Bundle.module.url(forResource: name, withExtension: "toml", subdirectory: "Resources")
    }

    init(_ file: ProfileFile) throws(ProfileError) {
        name = file.name
        sites = file.sites
        typeHeader = file.typeHeader
        siteHeader = file.siteHeader
        nameSuffixes = file.nameSuffixes
        relayForm = try RelayForm(
            aliasLength: Self.range(file.relay.aliasLength, key: "relay.alias_length"),
            caseLength: Self.range(file.relay.caseLength, key: "relay.case_length"),
            reserved: Set(file.relay.reserved.map { $0.lowercased() }))
        brand = file.relay.brand.lowercased()
        meanings = file.types
        noticeRules = try Self.folded(file.notices, types: file.types)
        frame = FrameForm(file.frame)
        subjects = SubjectForm(file.subjects)
        facts = FactTables(file.facts)
        siteByRelay = Dictionary(
            file.sites.map { ("\(file.relay.label).\($0.domain)", $0) }, uniquingKeysWith: { first, _ in first })
        siteByID = Dictionary(
            file.sites.compactMap { site in site.id.map { ($0, site) } }, uniquingKeysWith: { first, _ in first })
        guard !sites.isEmpty else { throw .value(key: "sites", message: "a marketplace has at least one site") }
        guard !name.isEmpty else { throw .value(key: "name", message: "must not be empty") }
    }

    // MARK: - Addresses

    /// `address` as one of the marketplace's relay; `nil` where it is none, however much it looks like one.
    func relay(_ address: EmailAddress) -> RelayAddress? {
        guard let site = siteByRelay[address.domain], let parts = relayForm.read(address.local) else { return nil }
        return RelayAddress(
            address: address, alias: "\(parts.alias)@\(address.domain)", caseID: parts.caseID, site: site)
    }

    /// The site whose own domain `domain` is, or lies in; `nil` for a stranger's.
    func site(ofDomain domain: String) -> Site? {
        sites.first { DomainName.lies(domain, within: $0.domain) }
    }

    func site(id: String) -> Site? { siteByID[id] }

    /// Whether `domain` wears the marketplace's name without being the marketplace's.
    func isLookAlike(_ domain: String) -> Bool {
        domain.holds(brand) && site(ofDomain: domain) == nil
    }

    /// A buyer's name without what the marketplace adds to it; `nil` where nothing is left.
    func buyerName(_ name: String) -> String? {
        var name = Substring(name)
        for suffix in nameSuffixes where name.utf8.reversed().starts(with: suffix.utf8.reversed()) {
            name = name.dropLast(suffix.count)
        }
        let tidy = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return tidy.isEmpty || tidy.contains("@") ? nil : tidy
    }

    // MARK: - Types

    /// The type that the marketplace's header gives.
    func type(header mail: Mail) -> (type: String, meaning: Meaning, because: String)? {
        guard let type = mail.headers.raw(typeHeader)?.split(separator: " ").first.map(String.init) else { return nil }
        return (type, meanings[type] ?? .other, "\(typeHeader): \(type)")
    }

    /// The type that a mail of the marketplace has: its header's, else that of the first rule which it fulfils.
    func type(of mail: Mail) -> (type: String, meaning: Meaning, because: String)? {
        if let type = type(header: mail) { return type }
        let sender = mail.from?.address.prefix { $0 != "@" }.lowercased() ?? ""
        let subject = Folding.fold(mail.subject)
        var body: String?
        for rule in noticeRules {
            if let senders = rule.senders, !senders.contains(sender) { continue }
            if let subjects = rule.subjects, !subjects.contains(where: subject.holds) { continue }
            if let bodies = rule.bodies {
                let text = body ?? Folding.fold(mail.text.prefix(20_000))
                body = text
                guard bodies.contains(where: text.holds) else { continue }
            }
            let told = rule.subjects != nil ? "the subject" : rule.bodies != nil ? "the text" : "the sender"
            return (rule.type, meanings[rule.type] ?? .other, "\(told) of a mail from \(sender)")
        }
        return nil
    }

    // MARK: - Reading the file

    private static func decode(_ toml: String) throws(ProfileError) -> ProfileFile {
        if let refusal = TOMLGuard.refusal(of: toml) {
            throw .syntax(line: refusal.line, column: refusal.column, message: refusal.message)
        }
        do {
            return try TOMLDecoder(strictDecoding: true).decode(ProfileFile.self, from: toml)
        } catch let error as TOMLParseError {
            throw .syntax(
                line: error.source.begin.line, column: error.source.begin.column, message: error.description)
        } catch let error as UnexpectedKeysError {
            let paths = error.keys.map { key, path in
                (path.map(\.stringValue) + (path.last?.stringValue == key ? [] : [key])).joined(separator: ".")
            }
            throw .shape(key: paths.sorted().first ?? "?", message: "is not a key of a marketplace profile")
        } catch let error as DecodingError {
            throw shape(of: error)
        } catch {
            throw .shape(key: "?", message: "\(error)")
        }
    }

    private static func shape(of error: DecodingError) -> ProfileError {
        func path(_ keys: [any CodingKey]) -> String {
            keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context):
            // TOMLKit's path already ends with the key.
            let isThere = context.codingPath.last?.stringValue == key.stringValue
            return .shape(key: path(context.codingPath + (isThere ? [] : [key])), message: "is missing")
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            return .shape(key: path(context.codingPath), message: "must be a \(type)")
        case .dataCorrupted(let context):
            return .shape(key: path(context.codingPath), message: context.debugDescription)
        @unknown default:
            return .shape(key: "?", message: "\(error)")
        }
    }

    private static func range(_ bounds: [Int], key: String) throws(ProfileError) -> ClosedRange<Int> {
        guard bounds.count == 2, bounds[0] > 0, bounds[0] <= bounds[1], bounds[1] <= 64 else {
            throw .value(key: key, message: "must be two numbers from 1 to 64, the lesser first")
        }
        return bounds[0]...bounds[1]
    }

    private static func folded(
        _ rules: [ProfileFile.NoticeRule], types: [String: Meaning]
    ) throws(ProfileError) -> [ProfileFile.NoticeRule] {
        var folded: [ProfileFile.NoticeRule] = []
        for (index, rule) in rules.enumerated() {
            guard types[rule.type] != nil else {
                throw .value(key: "notices.[\(index)].type", message: "\(rule.type) does not stand in [types]")
            }
            guard [rule.senders, rule.subjects, rule.bodies].contains(where: { $0?.isEmpty == false }) else {
                throw .value(key: "notices.[\(index)]", message: "needs senders, subjects or bodies")
            }
            var rule = rule
            rule.senders = rule.senders?.map { $0.lowercased() }
            rule.subjects = rule.subjects?.map { Folding.fold($0) }
            rule.bodies = rule.bodies?.map { Folding.fold($0) }
            folded.append(rule)
        }
        return folded
    }
}
