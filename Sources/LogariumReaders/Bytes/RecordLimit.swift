public import LogariumCore
import Synchronization

/// The longest record, or results file, that is read into memory.
public enum RecordLimit {
    /// 128 MiB.
    public static let standard = 128 << 20
    private static let chosen = Mutex(standard)

    /// In bytes, for every file opened from now on; the program's `--max-record` sets it once, at its start.
    public static var bytes: Int {
        get { chosen.withLock { $0 } }
        set { chosen.withLock { $0 = newValue } }
    }
}

/// A record that was given up before its end, by a reader that does not know of which file.
public struct RecordTooLong: Error {
    let limit: Int

    /// - Parameter path: of the file.
    public func error(in path: String) -> SourceError {
        SourceError(
            path: path, reason: "one record of it is longer than \(limit >> 20) MiB",
            remedy: "see that the file is what it should be; where it is, allow more with --max-record MIB")
    }
}

extension SourceError {
    /// What reading a file ended with, for its user.
    public init(reading path: String, _ error: any Error) {
        self =
            error as? SourceError ?? (error as? RecordTooLong)?.error(in: path)
            ?? SourceError(
                path: path, reason: "cannot be read: it ended in a fault that no reader expects",
                remedy: "report it as a fault of Logarium, with the file if it may be shown")
    }
}
