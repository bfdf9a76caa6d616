import LogariumCore

/// Opens a file, or the wanted members of one archive in one pass.
struct SourceOpening {
    let path: String
    /// Of this path, in the archive's order.
    let files: [SourceFile]

    func forEach(
        _ body: (SourceFile, any ByteStream) throws -> Void, failed: (SourceFile, SourceError) throws -> Void
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
        _ body: (SourceFile, any ByteStream) throws -> Void,
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
        _ body: (SourceFile, any ByteStream) throws -> Void,
        _ failed: (SourceFile, SourceError) throws -> Void
    ) throws {
        let stream: any ByteStream
        do {
            let sized = SizedStream(try raw(), of: file)
            stream = try Compression.decompressed(sized, path: file.location.description)
        } catch let error as SourceError {
            return try failed(file, error)
        }
        try body(file, stream)
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
