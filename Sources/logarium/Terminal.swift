import Glibc
import LogariumCore

/// What standard output is connected to.
enum Terminal {
    /// Whether standard error is a terminal, on which a line may move.
    static var isError: Bool { isatty(STDERR_FILENO) == 1 }
    static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Columns, `$COLUMNS` where it is no terminal; nil: as wide as may be.
    static var width: Int? {
        width(STDOUT_FILENO)
            ?? getenv("COLUMNS").flatMap { Int(String(cString: $0)) }.flatMap { $0 > 19 ? $0 : nil }
    }
    /// Lines; nil where it is no terminal.
    static var height: Int? { size(STDOUT_FILENO).map { Int($0.ws_row) } }
    /// Columns of standard error.
    static var errorWidth: Int? { width(STDERR_FILENO) }

    private static func width(_ descriptor: Int32) -> Int? { size(descriptor).map { Int($0.ws_col) } }

    private static func size(_ descriptor: Int32) -> winsize? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return size
    }

    /// Colours for people who have not said no (https://no-color.org).
    static var isColoured: Bool {
        let refusal = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
        let kind = getenv("TERM").map { String(cString: $0) } ?? "dumb"
        return isOutput && refusal.isEmpty && kind != "dumb"
    }
}

/// A line for people, on stderr, so that stdout holds data only.
enum Hint {
    static func waiting(_ holder: String) { print("waiting: the warehouse is being written by \(holder)") }

    static func print(_ text: String) {
        WaitingLine.end()
        write(PlainText.harmless(text) + "\n")
    }

    /// As it is, without a line's end.
    static func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
