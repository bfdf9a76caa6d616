import LogariumCore

/// The content of zstd, xz or bzip2 data, by libarchive's filters, which compare checksums.
final class FilteredStream: ByteStream {
    private let source: any ByteStream
    private let handle: ArchiveHandle
    private var isOpen: Bool

    init(_ source: any ByteStream, _ compression: Compression, path: String) throws {
        self.source = source
        handle = try ArchiveHandle(source, compressed: compression, path: path)
        isOpen = try handle.next() != nil
        try handle.checkCompressedOnce()
    }

    var rawBytesRead: Int { source.rawBytesRead }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard isOpen else { return 0 }
        let count = try handle.read(into: buffer)
        isOpen = count > 0
        return count
    }
}
