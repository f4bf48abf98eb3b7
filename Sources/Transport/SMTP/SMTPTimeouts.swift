/// How long an SMTP session waits (RFC 5321 section 4.5.3.2).
public struct SMTPTimeouts: Sendable {
    /// For name, connection, TLS, greeting and login together.
    public var connect: Duration = .seconds(300)
    /// For the reply to EHLO, MAIL, RCPT, RSET and NOOP.
    public var reply: Duration = .seconds(300)
    /// For the reply to DATA.
    public var data: Duration = .seconds(120)
    /// For the kernel to take what is sent.
    public var send: Duration = .seconds(180)
    /// For the reply after the final dot.
    public var final: Duration = .seconds(600)
    /// For the reply to QUIT.
    public var quit: Duration = .seconds(5)
    public init() {}
}
