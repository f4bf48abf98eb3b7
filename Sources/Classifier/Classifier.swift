import Correspondence
import Foundation

/// Reads a buyer's words: what they ask for, how sure that is, and why. Pure: the same input, the same answer.
///
///     let classifier = try Classifier.shipped()
///     let answer = classifier.classify(ClassifierInput(text: "My parcel never arrived."))
///     answer.kind        // .problem
///     answer.because     // ["“never arrived”: not arrived"]
public struct Classifier: Sendable {
    /// Below this a text has told nothing.
    private static let nothing = 0.2
    /// The most that a reading is trusted which went against the model.
    private static let doubt = 0.6
    /// A second kind with at least this share is told in `also`.
    private static let alsoShare = 0.25
    /// What a phrase's own weight must be to tell a second wish.
    private static let alsoWeight = 2.0

    private let lexicon: Lexicon
    private let model: Model
    /// What the seller's corrections add.
    private let own: OwnModel?

    init(lexicon: Lexicon, model: Model, own: OwnModel? = nil) {
        self.lexicon = lexicon
        self.model = model
        self.own = own
    }

    /// The same with a seller's own layer on top, or with none.
    func with(_ own: OwnModel?) -> Classifier { Classifier(lexicon: lexicon, model: model, own: own) }

    /// What an own layer learns from: the features of a text, and what this classifier makes of it.
    func view(of text: String) -> (features: [UInt64], shares: [Double]) {
        let reading = TextReading(text, hint: nil, lexicon: lexicon)
        let judged = model.read(reading.features, text: reading.text, languageIsSure: reading.languageIsSure)
        return (OwnModel.features(reading.features), model.calibration.shares(judged.margins))
    }

    /// A classifier with the shipped tables and this model, such as a seller's own.
    public init(model bytes: Data) throws {
        self.init(lexicon: try Lexicon.shipped(), model: try ModelFile(bytes).model)
    }

    /// The same with a model just trained.
    public init(_ file: ModelFile) throws {
        self.init(lexicon: try Lexicon.shipped(), model: file.model)
    }

    /// The classifier that comes with the program.
    public static func shipped() throws -> Classifier {
        try Classifier(model: shippedModel())
    }

    /// The shipped one with a seller's own layer on top (`replyd train --from-ledger`).
    public static func shipped(with own: OwnModel) throws -> Classifier {
        let bytes = try shippedModel()
        let digest = OwnModel.digest(of: bytes)
        guard own.header.base == digest else {
            throw OwnModelError.otherBase(made: own.header.base, shipped: digest)
        }
        return try Classifier(model: bytes).with(own)
    }

    /// The bytes of the model that comes with the program.
    static func shippedModel() throws -> Data {
        try Data(contentsOf: Bundle.module.bundleURL.appendingPathComponent("Resources/model.replyd"))
    }

    /// The shipped model's digest, in hexadecimal.
    public static func shippedDigest() throws -> String { OwnModel.digest(of: try shippedModel()) }

    /// What the buyer asks for. Never fails: a text that says nothing has a confidence near nothing.
    public func classify(_ input: ClassifierInput) -> Classification { read(input, whole: false).classification }

    /// The same with all that counted, for `inspect --explain`.
    public func explain(_ input: ClassifierInput) -> Explanation { read(input, whole: true) }

    /// - Parameter whole: also what spoke for the runner-up.
    private func read(_ input: ClassifierInput, whole: Bool) -> Explanation {
        let reading = TextReading(input.text, hint: input.language, lexicon: lexicon)
        let judged = model.read(
            reading.features, text: reading.text, languageIsSure: reading.languageIsSure)
        var shares = model.calibration.shares(judged.margins)
        var confidence = model.calibration.confidence(judged.margins, judged.signs)
        own?.move(&shares, &confidence, OwnModel.features(reading.features))
        let ranked = Label.allCases.sorted { shares[$0.index] > shares[$1.index] }
        let ruling = Precedence.rule(ranked, shares, reading.findings, lexicon.concepts)
        let label = ruling.label
        let contributions = Contributions.all(reading, judged, label: label, lexicon: lexicon, model: model)

        var classification = Classification(
            kind: label.kind, confidence: confidence)
        classification.because = Contributions.reasons(contributions, for: label)
        classification.also = also(reading, shares, leading: label.kind)
        classification.topics = topics(reading)
        if ruling.againstModel {
            classification.confidence = min(classification.confidence, Self.doubt)
        }
        if let silence = Silence(reading.text, judged.signs) {
            classification.confidence = min(classification.confidence, Self.nothing)
            classification.because = [silence.reason]
        }
        for (matter, title, tokens) in lexicon.matters(in: reading.text, languages: reading.languages) {
            classification.matters.append(matter)
            let reason = "“\(reading.text.quote(tokens))”: \(title)"
            if !classification.because.contains(reason) { classification.because.append(reason) }
        }
        Facts.apply(input, notArrived: has(["not_arrived", "late"], reading), to: &classification)
        guard whole else { return Explanation(classification: classification, contributions: contributions) }
        let against = ranked.first { $0 != label }.map {
            Contributions.all(reading, judged, label: $0, lexicon: lexicon, model: model)
        }
        return Explanation(
            classification: classification, contributions: contributions + (against ?? []),
            scores: ranked.map {
                Explanation.Score(label: $0, margin: judged.margins[$0.index], share: shares[$0.index])
            })
    }

    /// The concepts that the words tell of, in their order; a question ("could you …") tells of one as well.
    private func topics(_ reading: TextReading) -> [String] {
        var names: [String] = []
        for finding in reading.findings where !finding.negated {
            let name = lexicon.concepts[finding.concept].name
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The names of all concepts that there are.
    public var topicNames: Set<String> { Set(lexicon.concepts.map(\.name)) }

    /// Other wishes: what a phrase says plainly, and the label that came close.
    private func also(_ reading: TextReading, _ shares: [Double], leading: Kind?) -> [Kind] {
        guard let leading else { return [] }
        var kinds: Set<Kind> = []
        for finding in reading.findings where !finding.negated && !finding.conditional {
            for (label, weight) in lexicon.concepts[finding.concept].weights where weight >= Self.alsoWeight {
                if let kind = label.kind { kinds.insert(kind) }
            }
        }
        for label in Label.allCases where shares[label.index] >= Self.alsoShare {
            if let kind = label.kind { kinds.insert(kind) }
        }
        if Precedence.refusesReturn(reading.findings, lexicon.concepts) { kinds.remove(.return) }
        kinds.remove(leading)
        return kinds.sorted(by: >)
    }

    private func has(_ concepts: Set<String>, _ reading: TextReading) -> Bool {
        reading.findings.contains { !$0.negated && concepts.contains(lexicon.concepts[$0.concept].name) }
    }
}

/// A text from which nothing can be told.
enum Silence {
    case noWords, pictogramsOnly, unknownWords

    init?(_ text: NormalisedText, _ signs: TextSigns) {
        let words = text.tokens.count { text.bytes[$0.start] > 0x3F }
        if words == 0 {
            self = text.pictograms > 0 ? .pictogramsOnly : .noWords
        } else if signs.knownWords < 0.12 {
            self = .unknownWords
        } else {
            return nil
        }
    }

    var reason: String {
        switch self {
        case .noWords: "no words"
        case .pictogramsOnly: "pictures and no words"
        case .unknownWords: "hardly a word that the classifier knows"
        }
    }
}

extension Lexicon {
    /// The tables among the resources.
    static func shipped() throws -> Lexicon {
        func table(_ name: String) throws -> ConceptTable {
            let url = Bundle.module.bundleURL.appendingPathComponent("Resources/\(name).txt")
            return try ConceptTable(parsing: String(contentsOf: url, encoding: .utf8), name: "\(name).txt")
        }
        return try Lexicon(concepts: table("concepts"), matters: table("matters"))
    }
}
