import CArchive
import LogariumCore

/// A libarchive reader that pulls its bytes from another stream.
final class ArchiveHandle {
    private let archive: OpaquePointer?
    private let path: String
    private let source: ArchiveSource
    /// The member being read; a raw stream's only one is called "data".
    private var member: String?
    private let isRaw: Bool
    /// Beyond which nothing can be read.
    private var end: SourceError?

    /// The members of a tar that is not, or no longer, compressed.
    convenience init(tar stream: any ByteStream, path: String) throws {
        try self.init(stream, path: path, isRaw: false)
        archive_read_support_format_tar(archive)
        archive_read_support_format_empty(archive)
        try open()
    }

    /// The content of data compressed once.
    ///
    /// One filter, by name: among all that libarchive knows are some that start a program from PATH (lrzip, lzop,
    /// grzip), and so does a known one that was not compiled in, which it then tells by a warning.
    convenience init(_ stream: any ByteStream, compressed compression: Compression, path: String) throws {
        try self.init(stream, path: path, isRaw: true)
        guard compression.addFilter(to: archive) == ARCHIVE_OK else {
            throw SourceError(
                path: path, reason: "libarchive was built without \(compression)",
                remedy: "decompress it first, or install Debian's libarchive13")
        }
        archive_read_support_format_raw(archive)
        archive_read_support_format_empty(archive)
        try open()
    }

    private init(_ stream: any ByteStream, path: String, isRaw: Bool) throws {
        (self.path, self.isRaw) = (path, isRaw)
        source = ArchiveSource(stream)
        archive = archive_read_new()
    }

    private func open() throws {
        let context = Unmanaged.passUnretained(source).toOpaque()
        try check(archive_read_open(archive, context, nil, { ArchiveSource.pull($1, $2) }, nil))
    }

    /// A zip file by its directory at the end, which a stream cannot reach.
    init(zipAt path: String) throws {
        self.path = path
        isRaw = false
        source = ArchiveSource(PrefixedStream([]))
        archive = archive_read_new()
        archive_read_support_format_zip_seekable(archive)
        try check(archive_read_open_filename(archive, path, 1 << 18))
    }

    deinit { archive_read_free(archive) }

    /// - Throws: `SourceError` where libarchive found compressed data in compressed data.
    func checkCompressedOnce() throws {
        // The last of the filters is the reading itself.
        guard archive_filter_count(archive) > 2 else { return }
        throw SourceError(
            path: path, reason: "is compressed more than once", remedy: "decompress it once and ingest that")
    }

    /// The next member; nil after the last.
    func next() throws -> (name: String, isFile: Bool)? {
        if let end { throw end }
        member = nil
        var entry: OpaquePointer?
        let code = archive_read_next_header(archive, &entry)
        if code == ARCHIVE_EOF { return nil }
        try check(code)
        let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
        // S_IFMT and S_IFREG, as archive_entry.h's AE_IFREG: a macro that Swift does not import.
        let isFile = archive_entry_filetype(entry) & 0o170000 == 0o100000
        member = isRaw ? nil : name.map { String(cString: $0) }
        return (member ?? "", isFile)
    }

    /// Bytes of the member that `next` named; 0 at its end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        // A warning here is a checksum that does not agree.
        guard count >= 0 else { throw fault(isFatal: count == Int(ARCHIVE_FATAL)) }
        return count
    }

    private func check(_ code: Int32) throws {
        // A warning is about a name's character set.
        guard code == ARCHIVE_OK || code == ARCHIVE_WARN, source.error == nil else {
            throw fault(isFatal: true)
        }
    }

    private func fault(isFatal: Bool) -> any Error {
        if let error = source.error { return error }
        let place = member.map { SourceLocation(path: path, member: $0).description } ?? path
        let text = archive_error_string(archive).map { String(cString: $0) } ?? "it ends too early"
        let fault = SourceError(
            path: place, reason: "the compressed data or archive is damaged (\(text))",
            remedy: "copy or download the file again")
        if isFatal { end = fault }
        return fault
    }
}

/// What libarchive's callback needs: the stream, a block, and the error that may not cross C.
private final class ArchiveSource {
    private let stream: any ByteStream
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private(set) var error: (any Error)?

    init(_ stream: any ByteStream) { self.stream = stream }

    deinit { buffer.deallocate() }

    static func pull(
        _ context: UnsafeMutableRawPointer?, _ block: UnsafeMutablePointer<UnsafeRawPointer?>?
    ) -> Int {
        guard let context else { return -1 }
        let source = Unmanaged<ArchiveSource>.fromOpaque(context).takeUnretainedValue()
        do {
            let count = try source.stream.read(into: source.buffer)
            block?.pointee = UnsafeRawPointer(source.buffer.baseAddress)
            return count
        } catch {
            source.error = error
            return -1
        }
    }
}
