import LogariumCore

/// Opens a file, or the wanted members of one archive in one pass.
struct SourceOpening {
    let path: String
    /// Of this path, in the archive's order.
    let files: [SourceFile]

    func forEach(
        _ body: (SourceFile, OpenSource) throws -> Void, failed: (SourceFile, SourceError) throws -> Void
    ) throws {
        if files[0].location.member == nil {
            for file in files {
                try open(file, { try FileStream(path: path) }, body, failed)
            }
        } else {
            try forEachMember(body, failed)
        }
    }

    private func forEachMember(
        _ body: (SourceFile, OpenSource) throws -> Void,
        _ failed: (SourceFile, SourceError) throws -> Void
    ) throws {
        var waiting = files[...]
        do {
            let archive = try reader()
            while let file = waiting.first, let member = try next(of: archive) {
                guard member.name == file.location.member else { continue }
                waiting = waiting.dropFirst()
                try open(file, { member.stream }, body, failed)
            }
            for file in waiting { try failed(file, SizedStream.changed(file)) }
        } catch let fault as ArchiveFault {
            for file in waiting { try failed(file, fault.error) }
        }
    }

    private func reader() throws -> ArchiveReader {
        do {
            guard let kind = try ArchiveKind.of(path: path) else { throw SizedStream.changed(files[0]) }
            return try ArchiveReader(path: path, kind: kind)
        } catch let error as SourceError {
            throw ArchiveFault(error: error)
        }
    }

    private func next(of archive: ArchiveReader) throws -> ArchiveMember? {
        do {
            return try archive.next()
        } catch let error as SourceError {
            throw ArchiveFault(error: error)
        }
    }

    private func open(
        _ file: SourceFile, _ raw: () throws -> any ByteStream,
        _ body: (SourceFile, OpenSource) throws -> Void,
        _ failed: (SourceFile, SourceError) throws -> Void
    ) throws {
        let source: OpenSource
        do {
            source = try OpenSource(try raw(), of: file)
        } catch let error as SourceError {
            return try failed(file, error)
        }
        try body(file, source)
    }
}

/// SHA-256 (64 hexadecimal digits) and length of a file's bytes as they lie on disk.
public struct FileDigest: Sendable, Equatable {
    public var sha256: String
    public var bytes: Int
}

/// The decompressed content of a file that has been found, hashed while it is read.
public final class OpenSource: ByteStream {
    private let file: SourceFile
    private let raw: DigestingStream?
    private let content: any ByteStream
    private let sized: SizedStream

    init(_ stream: any ByteStream, of file: SourceFile) throws {
        self.file = file
        sized = SizedStream(stream, of: file)
        raw = file.sha256 == nil ? DigestingStream(sized) : nil
        content = try Compression.decompressed(raw ?? sized, path: file.location.description)
    }

    public var rawBytesRead: Int { sized.rawBytesRead }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try content.read(into: buffer)
    }

    /// Reads what is left; the digest is then of all bytes.
    public func finish() throws -> FileDigest {
        if let sha256 = file.sha256 { return FileDigest(sha256: sha256, bytes: file.bytes) }
        let digest = try raw?.finish()
        return FileDigest(sha256: digest?.sha256 ?? "", bytes: digest?.bytes ?? 0)
    }
}

/// A fault of the archive as such, not of what is done with a member.
private struct ArchiveFault: Error {
    var error: SourceError
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
