import Foundation

/// The folder that reports are dropped into, with `done` and `rejected` in it.
struct DropFolder {
    let path: String

    struct Trouble: Error, CustomStringConvertible { var description: String }

    enum Tray: String { case done, rejected }

    /// Makes what is missing: the folder itself only below `stateFolder`, its trays always.
    func prepare(stateFolder: String) throws(Trouble) {
        var info = stat()
        if stat(path, &info) != 0 {
            guard errno == ENOENT, (path as NSString).deletingLastPathComponent == stateFolder else {
                throw Trouble(description: "orders.drop \(path): \(Self.words); make it, for the daemon's user")
            }
            try make(path)
        } else if info.st_mode & S_IFMT != S_IFDIR {
            throw Trouble(description: "orders.drop \(path) is no folder")
        }
        for tray in [Tray.done, .rejected] { try make("\(path)/\(tray.rawValue)") }
    }

    /// What lies there and is not hidden, by name.
    func names() throws(Trouble) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
                !name.hasPrefix(".") && name != Tray.done.rawValue && name != Tray.rejected.rawValue
            }.sorted()
        } catch { throw Trouble(description: "orders.drop \(path) cannot be listed: \(error.localizedDescription)") }
    }

    /// Moves a file into a tray, under a name that nothing has, with what is to be said of it beside it.
    @discardableResult
    func move(_ name: String, to tray: Tray, saying: (suffix: String, words: String)?) throws(Trouble) -> String {
        let folder = "\(path)/\(tray.rawValue)"
        var free = name
        var number = 1
        while true {
            // Holding the name first: a rename alone would put the file over another.
            let held = open("\(folder)/\(free)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if held >= 0 {
                close(held)
                break
            }
            guard errno == EEXIST, number < 100_000 else { throw Self.trouble("\(folder)/\(free)") }
            number += 1
            let (stem, kind) = ((name as NSString).deletingPathExtension, (name as NSString).pathExtension)
            free = kind.isEmpty ? "\(name)-\(number)" : "\(stem)-\(number).\(kind)"
        }
        guard rename("\(path)/\(name)", "\(folder)/\(free)") == 0 else {
            let trouble = Self.trouble("\(path)/\(name)")
            unlink("\(folder)/\(free)")
            throw trouble
        }
        if let saying {
            let beside = "\(folder)/\(free).\(saying.suffix)"
            guard FileManager.default.createFile(atPath: beside, contents: Data((saying.words + "\n").utf8)) else {
                throw Self.trouble(beside)
            }
        }
        return "\(folder)/\(free)"
    }

    private func make(_ folder: String) throws(Trouble) {
        guard mkdir(folder, 0o750) == 0 || errno == EEXIST else { throw Self.trouble(folder) }
    }

    private static func trouble(_ path: String) -> Trouble {
        Trouble(description: "\(path): \(words); the daemon's user must be able to write there")
    }

    private static var words: String { String(cString: strerror(errno)) }
}
