@preconcurrency import Dispatch

/// Uses each kind of timer once, at the start.
///
/// The dispatch library opens a file descriptor for each at its first use and ends the process where there is none left:
/// that moment must not be one in which descriptors are short.
enum TimerWarmUp {
    static func run() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(1)) { continuation.resume() }
        }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(wallDeadline: .now() + .milliseconds(1)) { continuation.resume() }
        }
        try? await Task.sleep(for: .milliseconds(1), clock: .continuous)
        try? await Task.sleep(for: .milliseconds(1), clock: .suspending)
    }
}
