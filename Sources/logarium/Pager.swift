import Glibc
import LogariumOutput

/// Text for a terminal: what is longer than the screen is shown page by page.
final class Pager: TextOutput {
    private var text = ""
    private let isWanted: Bool

    /// - Parameter isWanted: else everything is printed at once.
    init(isWanted: Bool) { self.isWanted = isWanted }

    func write(_ text: String) { self.text += text }

    /// Shows what was written.
    ///
    /// - Parameter check: called while a slow reader is waited for.
    /// - Throws: `OutputError`, and what `check` throws.
    func show(check: @escaping () throws -> Void) throws {
        let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
        if isWanted, let height = Terminal.height, lines >= height, page() { return }
        let stdout = DescriptorOutput(descriptor: STDOUT_FILENO, path: "standard output", check: check)
        try stdout.write(text)
        try stdout.flush()
    }

    /// Whether a pager has shown it.
    private func page() -> Bool {
        guard let command = Self.command else { return false }
        // What git sets for it: leave at once what fits, keep colours, leave the text on the screen.
        setenv("LESS", "FRX", 0)
        signal(SIGPIPE, SIG_IGN)
        fflush(nil)
        guard let pipe = popen(command, "w") else { return false }
        // The pager's keys are its own, Ctrl-C among them.
        signal(SIGINT, SIG_IGN)
        fputs(text, pipe)
        let status = pclose(pipe)
        Interruption.listen()
        // 127: the shell found no such program.
        return (status >> 8) & 0xFF != 127
    }

    /// `$LOGARIUM_PAGER`, `$PAGER`, else `less` where there is one; nil: none is wanted.
    private static var command: String? {
        for name in ["LOGARIUM_PAGER", "PAGER"] {
            guard let value = getenv(name).map({ String(cString: $0) }) else { continue }
            return value.isEmpty || value == "cat" ? nil : value
        }
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        let hasLess = path.split(separator: ":").contains { access("\($0)/less", X_OK) == 0 }
        return hasLess ? "less" : nil
    }
}
