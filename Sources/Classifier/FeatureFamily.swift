/// What the model sees of a text, by kind: what each is worth is measured by leaving it out.
public enum FeatureFamily: String, CaseIterable, Sendable {
    case words, characters, concepts

    var block: Features.Block {
        switch self {
        case .words: .words
        case .characters: .characters
        case .concepts: .concepts
        }
    }
}
