/// Bytes pulled in blocks, from whatever holds them.
public protocol ByteStream: AnyObject {
    /// Fills the front of `buffer`.
    /// - Returns: the number of bytes, 0 at the end.
    /// - Throws: `SourceError` when the source cannot be read or is damaged.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
    /// Bytes taken from the disk (of a compressed file: compressed bytes; of an archive's member: its own), for progress.
    var rawBytesRead: Int { get }
}

public enum ByteStreams {
    /// A file's content, decompressed when it begins like gzip, zstd, xz or bzip2.
    /// - Throws: `SourceError` when it cannot be read.
    public static func open(path: String) throws -> any ByteStream {
        try Compression.decompressed(FileStream(path: path), path: path)
    }
}

extension ByteStream {
    /// Reads up to `count` bytes, fewer only at the end.
    func read(atMost count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            // As much again as there is: a whole file is copied twice at most.
            let part = try block(of: min(count - bytes.count, max(1 << 16, bytes.count)))
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }

    private func block(of count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}

/// Bytes in memory, and then those of another stream: what was looked at is read again.
final class PrefixedStream: ByteStream {
    private var prefix: ArraySlice<UInt8>
    private let rest: (any ByteStream)?

    init(_ prefix: [UInt8], then rest: (any ByteStream)? = nil) {
        self.prefix = prefix[...]
        self.rest = rest
    }

    var rawBytesRead: Int { rest?.rawBytesRead ?? 0 }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if prefix.isEmpty { return try rest?.read(into: buffer) ?? 0 }
        let count = min(prefix.count, buffer.count)
        prefix.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        prefix = prefix.dropFirst(count)
        return count
    }
}
