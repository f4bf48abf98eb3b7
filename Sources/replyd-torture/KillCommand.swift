import ArgumentParser
import Foundation
import LoopbackMail

/// Kills the daemon again and again, at every place there is, and holds what is left to the promises.
struct KillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kills",
        abstract: "SIGKILL at each commit, each IMAP and SMTP command, in a mail's bytes, and at any time.")

    @Option(help: "How many times.")
    var kills = 300
    @Option(help: "Chooses the places; the same seed chooses the same.")
    var seed: UInt64 = 1
    @Option(help: "Lives in one world, before it is judged.")
    var lives = 25
    @Flag(help: "On a real Dovecot. It does not tell of its commands, and files nothing by itself.")
    var dovecot = false
    @Option(help: "Worlds side by side.")
    var lanes = 3

    func run() async throws {
        let authority = try await TestAuthority()
        let identity = try await authority.identity()
        let tally = Tally(goal: kills)
        let began = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    var plan = KillPlan(seed: seed &+ UInt64(lane))
                    var round = lane
                    while tally.wantsMore {
                        let providers = dovecot ? [Provider.appends, .forgets] : Provider.allCases
                        let provider = providers[round % providers.count]
                        do {
                            let story = try await KillStory(
                                provider, authority: authority, identity: identity, onDovecot: dovecot)
                            let broken = await story.run(lives: lives, plan: &plan, tally: tally)
                            tally.judged(provider, broken: broken)
                            await story.world.end(keeping: !broken.isEmpty)
                        } catch {
                            tally.judged(provider, broken: ["the world could not be made: \(error)"])
                        }
                        round += lanes
                    }
                }
            }
        }
        withExtendedLifetime(authority) {}
        say(tally.summary(took: ContinuousClock.now - began, seed: seed))
        if tally.isBroken { throw ExitCode(1) }
    }
}
