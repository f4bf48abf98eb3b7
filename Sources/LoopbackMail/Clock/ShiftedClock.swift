import Foundation

/// A wall clock that a file shifts, for one program: a library that is loaded before all others. The even clocks, and the
/// timers that run by them, stay as they are, as when somebody sets the machine's clock.
public struct ShiftedClock: Sendable {
    /// What the program's environment must have besides.
    public let environment: [String: String]
    private let file: URL

    /// What stands before the program's own words on a command line.
    public var prefix: [String] { ["/usr/bin/env"] + environment.map { "\($0.key)=\($0.value)" } }

    /// Makes the library in `folder`, with clang.
    public init(in folder: URL) throws {
        file = folder.appendingPathComponent("shift")
        let (source, library) = (folder.path + "/shift.c", folder.path + "/shift.so")
        try Self.source.write(toFile: source, atomically: true, encoding: .utf8)
        let compiler = Process()
        compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        compiler.arguments = ["clang", "-shared", "-fPIC", "-O1", "-o", library, source]
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { throw CompilerFailed(library: library) }
        environment = ["LD_PRELOAD": library, "SHIFT_FILE": file.path]
        try Data(count: 8).write(to: file)
    }

    /// By how many seconds the clock is off from now on.
    public func set(_ seconds: Int64) throws {
        let handle = try FileHandle(forWritingTo: file)
        try handle.write(contentsOf: withUnsafeBytes(of: seconds) { Data($0) })
        try handle.close()
    }

    struct CompilerFailed: Error { let library: String }

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
