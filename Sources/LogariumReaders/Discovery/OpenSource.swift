import LogariumCore

/// A source that is open, hashed while it is read.
public protocol OpenSource: SourceParts {
    /// So far, as they lie on disk; of a zip's members their own.
    var rawBytesRead: Int { get }
    /// Reads what is left; the digest is then of all bytes.
    ///
    /// - Throws: `SourceError`.
    func finish() throws -> FileDigest
}

/// SHA-256 (64 hexadecimal digits) and length of a source's bytes as they lie on disk.
public struct FileDigest: Sendable, Equatable {
    public var sha256: String
    public var bytes: Int
}

/// The decompressed content of a file or an archive's member.
final class OpenFile: OpenSource {
    private let file: SourceFile
    private let raw: DigestingStream?
    private let sized: SizedStream
    private let part: SinglePart

    init(_ stream: any ByteStream, of file: SourceFile) throws {
        self.file = file
        sized = SizedStream(stream, of: file)
        raw = file.sha256 == nil ? DigestingStream(sized) : nil
        let content = try Compression.decompressed(raw ?? sized, path: file.location.description)
        part = SinglePart(SourcePart(file.location, content))
    }

    var rawBytesRead: Int { sized.rawBytesRead }

    func next() -> SourcePart? { part.next() }

    func finish() throws -> FileDigest {
        if let sha256 = file.sha256 { return FileDigest(sha256: sha256, bytes: file.bytes) }
        let digest = try raw?.finish()
        return FileDigest(sha256: digest?.sha256 ?? "", bytes: digest?.bytes ?? 0)
    }
}

/// The files that a format claimed of a zip or a directory, in the order it wants them.
///
/// The digest is of a line a file: its own digest and its name.
final class OpenContainer: OpenSource {
    private let path: String
    private let contents: ContainerContents
    private var waiting: ArraySlice<String>
    private var archive: ArchiveReader?
    private var current: (stream: DigestingStream, name: String)?
    private var lines = ""
    private var bytesBefore = 0

    init(_ path: String, _ contents: ContainerContents) {
        (self.path, self.contents) = (path, contents)
        waiting = contents.members[...]
    }

    var rawBytesRead: Int { bytesBefore + (current?.stream.count ?? 0) }

    func next() throws -> SourcePart? {
        try close()
        guard let name = waiting.popFirst() else { return nil }
        let raw = DigestingStream(try open(name))
        current = (raw, name)
        let place =
            contents.kind == .zip
            ? SourceLocation(path: path, member: name) : SourceLocation(path: "\(path)/\(name)")
        return SourcePart(place, try Compression.decompressed(raw, path: place.description))
    }

    func finish() throws -> FileDigest {
        while try next() != nil {}
        return FileDigest(sha256: SHA256Digest.hex(of: lines), bytes: bytesBefore)
    }

    /// Reads the current file to its end.
    private func close() throws {
        guard let (stream, name) = current else { return }
        let (sha256, bytes) = try stream.finish()
        lines += "\(sha256)  \(name)\n"
        bytesBefore += bytes
        current = nil
    }

    private func open(_ name: String) throws -> any ByteStream {
        guard contents.kind == .zip else { return try FileStream(path: "\(path)/\(name)") }
        // Onwards from the last one, else from the start: a format may want a head that the archive has at its end.
        for reader in [archive, try ArchiveReader(path: path, kind: .zip)].compactMap(\.self) {
            archive = reader
            while let member = try reader.next() {
                if member.name == name { return member.stream }
            }
        }
        throw SourceError(
            path: "\(path):\(name)", reason: "changed while it was being read",
            remedy: "wait until its writer is done and ingest it again")
    }
}

/// Sees to it that a file still is what the scan saw: its bytes are counted to the end.
final class SizedStream: ByteStream {
    private let source: any ByteStream
    private let file: SourceFile
    private var count = 0

    init(_ source: any ByteStream, of file: SourceFile) {
        self.source = source
        self.file = file
    }

    var rawBytesRead: Int { count }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let got = try source.read(into: buffer)
        count += got
        guard got > 0 || buffer.isEmpty || count == file.bytes else { throw Self.changed(file) }
        return got
    }

    static func changed(_ file: SourceFile) -> SourceError {
        SourceError(
            path: file.location.description, reason: "changed while it was being read",
            remedy: "wait until its writer is done and ingest it again")
    }
}
