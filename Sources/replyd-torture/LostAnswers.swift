import LoopbackMail

/// The ambiguous send (design section 6): what must come of it follows from what can be proven.
enum LostAnswers {
    /// Where the answer is lost, and whether the server had accepted the mail by then.
    private enum Loss: String, CaseIterable {
        case cutBefore = "cut before it is accepted", cutAfter = "cut after it is accepted"
        case resetAfter = "reset after it is accepted"
        case killedBefore = "killed before it is accepted", killedAfter = "killed after it is accepted"
        case killedAnswered = "killed as the 250 comes"

        var isAccepted: Bool { self != .cutBefore && self != .killedBefore }
        var kills: Bool { self == .killedBefore || self == .killedAfter || self == .killedAnswered }

        var rule: Script.Rule {
            switch self {
            case .cutBefore: .at(.message, .arrived, .first(1), do: .cut)
            case .cutAfter: .at(.message, .done, .first(1), do: .cut)
            case .resetAfter: .at(.message, .done, .first(1), do: .reset)
            case .killedBefore: .at(.message, .arrived, .first(1), do: .stall)
            case .killedAfter: .at(.message, .done, .first(1), do: .stall)
            case .killedAnswered: .at(.message, .answered, .first(1), do: .stall)
            }
        }
    }

    private struct Setting {
        let confirm: String
        let whenUnsure: String
        let sentIsReadable: Bool

        var name: String {
            "confirm \(confirm), when_unsure \(whenUnsure)" + (sentIsReadable ? "" : ", Sent unreadable")
        }
    }

    static func cells(_ stage: Stage) -> [Cell] {
        let settings = ["sent", "bcc", "none"].flatMap { confirm in
            ["send", "hold"].flatMap { unsure in
                [true, false].compactMap { readable in
                    readable || confirm == "sent"
                        ? Setting(confirm: confirm, whenUnsure: unsure, sentIsReadable: readable) : nil
                }
            }
        }
        return Provider.allCases.flatMap { provider in
            Loss.allCases.flatMap { loss in settings.map { cell(provider, loss, $0, stage) } }
        }
    }

    private static func cell(_ provider: Provider, _ loss: Loss, _ setting: Setting, _ stage: Stage) -> Cell {
        Cell(row: "\(provider.rawValue), \(loss.rawValue)", column: setting.name) {
            let story = try await CellStory(provider, stage)
            let world = story.world
            try world.configure(confirm: setting.confirm, whenUnsure: setting.whenUnsure)
            world.smtp.play(Script([loss.rule]))
            if !setting.sentIsReadable {
                world.imap.play([.at("EXAMINE", containing: "Sent", do: .answer("NO no rights"))])
            }
            let letter = try story.deliver()
            if loss.kills {
                let first = try world.startDaemon()
                try? await world.smtp.log.waitFor(.stall, within: .seconds(60))
                first.pullThePlug()
            }
            let life = try world.startDaemon()
            let done = await soon(within: .seconds(60)) {
                story.log.read()
                return story.log.count("reply.filed", of: letter.id) + story.log.count("reply.held", of: letter.id) > 0
            }
            _ = await life.stop()
            life.pullThePlug()
            let replies = world.smtp.mails.count { $0.header("In-Reply-To") == "<\(letter.id)>" }
            let isHeld = story.log.count("reply.held", of: letter.id) > 0
            let must = outcome(provider, loss, setting)
            var broken: [String] = []
            if !done { broken.append("it never came to an end") }
            if replies != must.replies { broken.append("\(replies) replies, must be \(must.replies)") }
            if isHeld != must.isHeld { broken.append(isHeld ? "held, must not be" : "not held, must be") }
            if !broken.isEmpty { broken.append("its folder: \(world.folder.path)") }
            await world.end(keeping: !broken.isEmpty)
            return broken
        }
    }

    /// Found: sent. Proven to be absent: sent again, if that is wished. Else held, whatever became of it.
    private static func outcome(_ provider: Provider, _ loss: Loss, _ setting: Setting) -> (replies: Int, isHeld: Bool)
    {
        let accepted = loss.isAccepted ? 1 : 0
        let looks = setting.confirm == "bcc" || setting.confirm == "sent" && setting.sentIsReadable
        let copyMustCome = setting.confirm == "bcc" || provider.proves
        if looks, loss.isAccepted, copyMustCome { return (1, false) }
        if looks, !loss.isAccepted, copyMustCome, setting.whenUnsure == "send" { return (1, false) }
        return (accepted, true)
    }
}
