import Foundation
import Testing

/// The real daemon, with its wall clock set while it runs.
@Suite("The clock jumps while the daemon runs")
struct ClockJumpTests {
    @Test("a day ahead: what is late goes out, or is held, as when_late says", arguments: ["send", "hold"])
    func ahead(whenLate: String) async throws {
        try await World.run { world in
            try world.configure(
                """
                [windows]
                hours = "always"
                when_late = "\(whenLate)"
                [kinds.inquiry]
                action = "guard"
                min_confidence = 0.3
                """)
            let clock = try ShiftedClock(world)
            try await world.withDaemon(prefix: clock.prefix) { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.event("reply.scheduled")
                try clock.set(86_400)
                let change = try await world.event("clock.changed")
                #expect(change["by"] == "1d" || change["by"]?.hasPrefix("23h59m") == true)
                #expect(change["direction"] == "ahead")
                if whenLate == "send" {
                    let sent = try await world.event("reply.sent")
                    #expect(sent["in_time"] == "false" || sent["in_time"] == "0")
                    #expect(world.smtp.mails.count == 1)
                } else {
                    try await world.event("reply.held")
                    #expect(world.smtp.mails.isEmpty)
                }
            }
        }
    }

    @Test("a day back: nothing goes out twice, the reply waits for its time, and mail still comes in")
    func back() async throws {
        try await World.run { world in
            try world.configure()
            let clock = try ShiftedClock(world)
            try await world.withDaemon(prefix: clock.prefix) { _ in
                try await world.event("mailbox.connected")
                try world.account.deliver(Buyer.mail("q1"))
                try await world.smtp.waitFor(1)
                try await world.event("reply.filed")
                try clock.set(-86_400)
                let change = try await world.event("clock.changed")
                #expect(change["direction"] == "back")
                try world.account.deliver(Buyer.mail("q2"))
                try await world.event("clock.doubtful")
                try await world.smtp.waitFor(2)
            }
            #expect(Set(world.smtp.mails.compactMap { $0.header("In-Reply-To") }).count == 2)
        }
    }
}

/// A wall clock that a file shifts, for one program: a library that is loaded before all others. The even clocks, and the
/// timers that run by them, stay as they are, as when somebody sets the machine's clock.
struct ShiftedClock {
    private let file: URL
    let prefix: [String]

    init(_ world: World) throws {
        file = world.folder.appendingPathComponent("shift")
        let (source, library) = (world.folder.path + "/shift.c", world.folder.path + "/shift.so")
        try Self.source.write(toFile: source, atomically: true, encoding: .utf8)
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = ["clang", "-shared", "-fPIC", "-O1", "-o", library, source]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw NeverHappened(description: "clang made \(library)") }
        prefix = ["/usr/bin/env", "LD_PRELOAD=\(library)", "SHIFT_FILE=\(file.path)"]
        try Data(count: 8).write(to: file)
    }

    /// By how many seconds the clock is off from now on.
    func set(_ seconds: Int64) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: withUnsafeBytes(of: seconds) { Data($0) })
        try handle.close()
    }

    private static let source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdint.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>
        static volatile int64_t *shift;
        __attribute__((constructor)) static void begin(void) {
            const char *path = getenv("SHIFT_FILE");
            int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
            void *page = file < 0 ? MAP_FAILED : mmap(0, sizeof *shift, PROT_READ, MAP_SHARED, file, 0);
            if (page != MAP_FAILED) shift = page;
        }
        int clock_gettime(clockid_t clock, struct timespec *time) {
            int result = syscall(SYS_clock_gettime, clock, time);
            if (result == 0 && shift && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
                time->tv_sec += *shift;
            return result;
        }
        int gettimeofday(struct timeval *time, void *zone) {
            struct timespec now;
            if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
            time->tv_sec = now.tv_sec;
            time->tv_usec = now.tv_nsec / 1000;
            return 0;
        }
        time_t time(time_t *out) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (out) *out = now.tv_sec;
            return now.tv_sec;
        }
        """
}
