import Foundation

/// How much memory a program needs, as the kernel counts it.
enum PeakMemory {
    struct Failed: Error { let status: Int32 }

    /// The largest resident size in bytes while the program ran (`ru_maxrss`).
    static func bytes(of program: URL, _ arguments: [String]) throws -> Int {
        var words = ([program.path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        var process = pid_t()
        guard posix_spawn(&process, program.path, &actions, nil, &words, environ) == 0 else { throw Failed(status: -1) }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw Failed(status: -1) }
        }
        guard status == 0 else { throw Failed(status: status) }
        return usage.ru_maxrss * 1024
    }
}
