import Transport

/// Takes every mail and sends none: what a simulation has in place of an SMTP server.
struct SimulatedCourier: Courier {
    func connect() async throws {}

    func send(_ envelope: Envelope, _ bytes: [UInt8]) async -> Transport.SendOutcome {
        .accepted(ServerReply(code: 250, lines: ["simulated"]))
    }

    func cut() async {}
    func close() async {}
}
