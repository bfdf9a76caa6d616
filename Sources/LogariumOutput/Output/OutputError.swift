/// What keeps an answer from being written.
public enum OutputError: Error, Equatable, CustomStringConvertible {
    /// The reader of a pipe has gone (`| head`): nothing to complain of.
    case closedPipe
    case failed(path: String, reason: String)
    case notEmpty(path: String)

    public var description: String {
        switch self {
        case .closedPipe: "the reader of the output has gone"
        case .failed(let path, let reason): "\(path): \(reason)"
        case .notEmpty(let path):
            "\(path): not empty and no earlier export; name another directory, or add to it with --force"
        }
    }
}
