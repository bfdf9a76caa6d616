import LogariumCore

/// Opens a file, or the wanted members of one archive in one pass.
struct SourceOpening {
    let path: String
    /// Of this path, in the archive's order.
    let files: [SourceFile]

    func forEach(
        _ body: (SourceFile, any OpenSource) throws -> Void, failed: (SourceFile, SourceError) throws -> Void
    ) throws {
        if files[0].location.member == nil {
            for file in files {
                if let contents = file.contents {
                    try body(file, OpenContainer(path, contents))
                } else {
                    try open(file, { try FileStream(path: path) }, body, failed)
                }
            }
        } else {
            try forEachMember(body, failed)
        }
    }

    private func forEachMember(
        _ body: (SourceFile, any OpenSource) throws -> Void,
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
        _ body: (SourceFile, any OpenSource) throws -> Void,
        _ failed: (SourceFile, SourceError) throws -> Void
    ) throws {
        let source: OpenFile
        do {
            source = try OpenFile(try raw(), of: file)
        } catch let error as SourceError {
            return try failed(file, error)
        }
        try body(file, source)
    }
}

/// A fault of the archive as such, not of what is done with a member.
private struct ArchiveFault: Error {
    var error: SourceError
}
