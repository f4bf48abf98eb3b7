import LoopbackMail

/// Faults at a step of a session, inside TLS where there is one.
enum StepFaults {
    /// - Parameter stalls: also those that only a time limit of the protocol ends, up to five minutes in SMTP.
    static func cells(_ stage: Stage, stalls: Bool) -> [Cell] {
        let imap = imapSteps.flatMap { step in
            faults(refusal: "NO [UNAVAILABLE] not now").map { (step, $0, true) }
        }
        let smtp = smtpSteps.flatMap { step in faults(refusal: "451 4.3.0 not now").map { (step, $0, false) } }
        let accepted = [Script.Fault.cut, .reset, .close].map { fault in
            cell("smtp message, accepted", "\(fault)", .at(.message, .done, .first(1), do: fault), onIMAP: false, stage)
        }
        return (imap + smtp).filter { step, fault, onIMAP in stalls || !waits(step, fault.name, onIMAP) }
            .map { step, fault, onIMAP in
                let rule = Script.Rule.at(step, .arrived, .first(1), do: fault.does)
                return cell("\(onIMAP ? "imap" : "smtp") \(step)", fault.name, rule, onIMAP: onIMAP, stage)
            } + accepted
    }

    /// Whether the client must wait for what the server still may say.
    private static func waits(_ step: Script.Step, _ fault: String, _ onIMAP: Bool) -> Bool {
        let isOpening = [.connect, .greeting, "EHLO", .startTLS, "AUTH"].contains(step)
        return fault == "stall" || !onIMAP && isOpening && (fault == "garbage" || fault == "nonsense")
    }

    private static let imapSteps: [Script.Step] = [
        .connect, .greeting, "CAPABILITY", "AUTHENTICATE", "NAMESPACE", "LIST", "SELECT", "EXAMINE", "UID SEARCH",
        "UID FETCH", "UID STORE", "STATUS", "IDLE",
    ]
    private static let smtpSteps: [Script.Step] = [
        .connect, .greeting, "EHLO", .startTLS, "AUTH", "MAIL", "RCPT", "DATA", .message,
    ]

    private static func faults(refusal: String) -> [(name: String, does: Script.Fault)] {
        [
            ("close", .close), ("cut", .cut), ("reset", .reset), ("half-closed", .halfClose), ("bye", .bye("not now")),
            ("garbage", .garbage(64)), ("cut after a byte", .cutAfterSending(1)), ("byte by byte", .trickle()),
            ("late", .delay(.seconds(1))), ("refused", .answer(refusal)), ("nonsense", .answer("what now?")),
            ("stall", .stall),
        ]
    }

    private static func cell(
        _ row: String, _ column: String, _ rule: Script.Rule, onIMAP: Bool, _ stage: Stage
    ) -> Cell {
        Cell(row: row, column: column) {
            let story = try await CellStory(.files, stage)
            let script: Script = Script([rule])
            if onIMAP { story.world.imap.play(script) } else { story.world.smtp.play(script) }
            return await story.run { story, _ in
                // The first may meet the fault, the second comes over what the daemon made of it.
                var broken = try await story.deliverAndAwait()
                broken += try await story.deliverAndAwait()
                let log = onIMAP ? story.world.imap.log : story.world.smtp.log
                let met = rule.faults.contains { log.count(of: $0) > 0 }
                if !met { broken.append("the step was never reached") }
                let tries = story.world.imap.log.count(of: .connect) + story.world.smtp.log.count(of: .connect)
                if tries > 40 { broken.append("\(tries) connections: a tight loop") }
                return broken
            }
        }
    }
}
