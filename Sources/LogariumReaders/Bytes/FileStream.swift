#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import LogariumCore

/// A file's bytes as they lie on disk.
public final class FileStream: ByteStream {
    private let descriptor: Int32
    private let path: String
    public private(set) var rawBytesRead = 0

    /// - Throws: `SourceError` when the file cannot be opened.
    public init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.fault(path) }
    }

    deinit { close(descriptor) }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.fault(path) }
            rawBytesRead += count
            return count
        }
    }

    /// In bytes.
    static func size(of path: String) throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw fault(path) }
        return Int(status.st_size)
    }

    private static func fault(_ path: String) -> SourceError {
        SourceError(
            path: path, reason: "cannot be read: \(String(cString: strerror(errno)))",
            remedy: "check that the file is there and may be read")
    }
}
