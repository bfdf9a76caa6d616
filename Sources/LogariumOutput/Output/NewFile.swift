import Glibc
import LogariumFiles

/// A file that appears whole or not at all: written under another name, renamed at the end.
public final class NewFile: TextOutput {
    public let path: String
    private let temporary: TemporaryFile
    private let output: DescriptorOutput
    private var descriptor: Int32

    /// - Throws: `OutputError.failed`.
    public init(path: String) throws {
        self.path = path
        temporary = TemporaryFile(for: path)
        descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw OutputError.failed(path: path, reason: String(cString: strerror(errno)))
        }
        output = DescriptorOutput(descriptor: descriptor, path: path)
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        temporary.remove()
    }

    public func write(_ text: String) throws { try output.write(text) }

    /// Puts the file in its place, over an older one.
    public func commit() throws {
        try output.flush()
        let isWritten = fsync(descriptor) == 0 && close(descriptor) == 0
        descriptor = -1
        guard isWritten else {
            let reason = String(cString: strerror(errno))
            temporary.remove()
            throw OutputError.failed(path: path, reason: reason)
        }
        if let reason = temporary.putInPlace() { throw OutputError.failed(path: path, reason: reason) }
    }
}
