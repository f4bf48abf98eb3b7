import CFuzzer
import Foundation

/// Feeds one reader of the house, named by `REPLYD_FUZZER`, with what libFuzzer thinks up. `Tests/fuzz` builds and runs
/// it; the normal build does not have it.
@main
enum Fuzz {
    /// Looked up once; the function that libFuzzer calls, one of C, can hold nothing.
    static let chosen = Fuzzers.all[ProcessInfo.processInfo.environment["REPLYD_FUZZER"] ?? ""]

    static func main() {
        guard chosen != nil else {
            print("REPLYD_FUZZER names one of:", Fuzzers.all.keys.sorted().joined(separator: " "))
            exit(64)
        }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(LLVMFuzzerRunDriver(&count, &arguments, fuzzOneInput))
    }
}

/// Known to libFuzzer by this name too: its own main function, which is linked and never run, refers to it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    Fuzz.chosen?(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}
