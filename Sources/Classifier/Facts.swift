import Correspondence

/// What is known of the order beats what is read from words.
enum Facts {
    static let certainty = 0.99

    /// - Parameter notArrived: the words say that the order has not come.
    static func apply(_ input: ClassifierInput, notArrived: Bool, to classification: inout Classification) {
        if input.openClaim {
            lead(.claim, because: "a claim is open for this order", in: &classification)
        } else if notArrived, classification.kind == .problem, input.pastPromise == false {
            lead(.inquiry, because: "the promised date has not passed", in: &classification, sure: false)
            classification.also.removeAll { $0 == .problem }
        } else if notArrived, classification.kind == .inquiry, input.pastPromise == true {
            lead(.problem, because: "the promised date has passed", in: &classification, sure: false)
            classification.also.removeAll { $0 == .inquiry }
        } else if notArrived, let past = input.pastPromise {
            // Words and fact agree.
            classification.because.append(past ? "the promised date has passed" : "the promised date has not passed")
        }
        if input.hasAttachments, input.text.allSatisfy({ !$0.isLetter }) {
            if !classification.matters.contains(.attachment) { classification.matters.append(.attachment) }
            classification.because.append("an attachment and no words")
        }
    }

    private static func lead(
        _ kind: Kind, because reason: String, in classification: inout Classification, sure: Bool = true
    ) {
        if let before = classification.kind, before != kind, !classification.also.contains(before) {
            classification.also.append(before)
        }
        classification.also.removeAll { $0 == kind }
        classification.kind = kind
        if sure { classification.confidence = max(classification.confidence, certainty) }
        classification.because.insert(reason, at: 0)
    }
}
