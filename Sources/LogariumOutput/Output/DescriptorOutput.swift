import Glibc

/// Text into a file descriptor, buffered; never longer blocked than its owner allows.
public final class DescriptorOutput: TextOutput {
    private let descriptor: Int32
    private let path: String
    private let check: () throws -> Void
    private var buffer: [UInt8] = []

    /// What a pipe takes at once when `poll` says that it can be written to (PIPE_BUF).
    private static let atOnce = 4_096
    private static let capacity = 1 << 16

    /// - Parameters:
    ///   - path: for messages.
    ///   - check: called while waiting for a slow reader, five times a second; what it throws ends the writing.
    public init(descriptor: Int32, path: String, check: @escaping () throws -> Void = {}) {
        (self.descriptor, self.path, self.check) = (descriptor, path, check)
        signal(SIGPIPE, SIG_IGN)
    }

    public func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.capacity { try flush() }
    }

    /// - Throws: `OutputError`, and what `check` throws.
    public func flush() throws {
        var start = 0
        while start < buffer.count {
            try waitUntilWritable()
            let count = min(Self.atOnce, buffer.count - start)
            let written = buffer.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), count)
            }
            if written < 0, errno == EPIPE { throw OutputError.closedPipe }
            if written < 0, errno != EINTR, errno != EAGAIN {
                throw OutputError.failed(path: path, reason: String(cString: strerror(errno)))
            }
            start += max(0, written)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func waitUntilWritable() throws {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while poll(&request, 1, 200) <= 0 { try check() }
    }
}
