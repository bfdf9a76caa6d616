import LogariumCore

/// Looks at files one by one and fills a catalog.
struct SourceScan {
    /// Enough to tell a file by its shape.
    private static let headLength = 1 << 16

    var catalog: SourceCatalog
    let formats: [any InputFormat]
    let digesting: Bool
    private var walk = FileWalk()
    /// What the last file lacked that nothing here reads.
    private var unlike: SourceError?

    /// - Parameter digesting: whether files of responses are read to their end; members of archives always are.
    init(formats: [any InputFormat], digesting: Bool) {
        (self.formats, self.digesting) = (formats, digesting)
        catalog = SourceCatalog(formats: formats)
    }

    mutating func add(_ path: String, progress: (SourceLocation) throws -> Void) throws {
        let before = (walk.files.count, walk.faults.count)
        let nameless = walk.nNamelessBlobs
        let found = catalog.results.count + catalog.files.count + catalog.errors.count
        walk.add(path)
        if walk.nNamelessBlobs > nameless {
            catalog.passedOver["blobs that no snapshot names", default: 0] += walk.nNamelessBlobs - nameless
        }
        for fault in walk.faults[before.1...] {
            if fault.path == path { catalog.refused.append(fault) } else { catalog.errors.append(fault) }
        }
        let claimed = try claimDirectories(walk.files[before.0...], progress)
        for file in walk.files[before.0...] where !claimed.contains(file) { try look(at: file, progress) }
        let isNew = walk.files.count > before.0 || walk.faults.count > before.1
        if isNew, walk.faults.count == before.1,
            catalog.results.count + catalog.files.count + catalog.errors.count == found
        {
            let unlike = unlike.flatMap { $0.path == path ? $0 : nil }
            catalog.refused.append(
                unlike
                    ?? SourceError(
                        path: path, reason: "nothing in it is of a format that is known",
                        remedy: "give \(formats.map(\.whatToGive).joined(separator: " or "))"
                    ))
        }
    }

    /// Pairs samples with results and gives the catalog away.
    consuming func finish() -> SourceCatalog {
        var catalog = catalog
        let neighbours = Dictionary(grouping: catalog.results.indices) {
            catalog.results[$0].location.neighbourhood
        }
        for index in catalog.files.indices {
            let file = catalog.files[index]
            let near = neighbours[file.location.neighbourhood, default: []].map { ($0, catalog.results[$0]) }
            guard let format = formats.first(where: { $0.name == file.format }),
                let pair = format.results(of: file, among: near)
            else { continue }
            catalog.files[index].results = pair.index
            catalog.files[index].taskKey = pair.task
        }
        return catalog
    }

    private mutating func look(at path: String, _ progress: (SourceLocation) throws -> Void) throws {
        let location = SourceLocation(path: path)
        try progress(location)
        do {
            if let kind = try ArchiveKind.of(path: path) {
                if kind == .zip {
                    let container = Container(location, .zip) { try Self.names(inZip: path) }
                    guard try claim(container, progress).isEmpty else { return }
                }
                let archive = try ArchiveReader(path: path, kind: kind)
                while let member = try archive.next() {
                    let place = SourceLocation(path: path, member: member.name)
                    try progress(place)
                    examine(place, member.stream)
                }
            } else {
                examine(location, try FileStream(path: path))
            }
        } catch let error as SourceError {
            note(error)
        }
    }

    private mutating func examine(_ location: SourceLocation, _ raw: any ByteStream) {
        do {
            try identify(location, raw)
        } catch {
            note(SourceError(reading: location.description, error))
        }
    }

    /// An archive's damage shows at the member and again at the next one.
    mutating func note(_ error: SourceError) {
        if catalog.errors.last != error { catalog.errors.append(error) }
    }

    private mutating func identify(_ location: SourceLocation, _ raw: any ByteStream) throws {
        let stream = DigestingStream(raw)
        let content = try Compression.decompressed(stream, path: location.description)
        var head = try content.read(atMost: Self.headLength)
        // Editors and PowerShell put it before any text.
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]), Self.isText(location) {
            throw SourceError(
                path: location.description, reason: "is UTF-16",
                remedy: "write it as UTF-8: iconv -f UTF-16 -t UTF-8")
        }
        if head.count < Self.headLength - 3, head.allSatisfy(JSONSpan.isSpace) {
            return try passOverEmpty(location)
        }
        if location.member != nil, Self.isArchive(head) { return passOver("archive in an archive") }
        let candidate = Candidate(location: location, head: head)
        for format in formats {
            guard let recognition = format.recognize(candidate) else { continue }
            let rest = PrefixedStream(head, then: content)
            if try take(recognition, format, location, rest, stream) { return }
        }
        unlike = formats.lazy.compactMap { $0.unlike(candidate) }.first
        passOver(Self.kind(of: location))
    }

    /// False when the file turns out not to be of the format.
    private mutating func take(
        _ recognition: Recognition, _ format: any InputFormat, _ location: SourceLocation,
        _ content: any ByteStream, _ stream: DigestingStream
    ) throws -> Bool {
        switch recognition {
        case .results(let isCertain):
            return try takeResults(format, location, content, stream, isCertain: isCertain)
        case .responses(let role, let details):
            try takeFile(role, format, location, stream, details)
        case .unread(let unread):
            note(unread.error(of: location))
        }
        return true
    }

    private mutating func takeFile(
        _ role: SourceFile.Role, _ format: any InputFormat, _ location: SourceLocation,
        _ stream: DigestingStream, _ details: (any Sendable)?
    ) throws {
        let (sha256, bytes) = try size(of: location, stream)
        catalog.files.append(
            SourceFile(
                location: location, role: role, format: format.name, readerVersion: format.readerVersion,
                sha256: sha256, bytes: bytes, details: details))
    }

    private func size(
        of location: SourceLocation, _ stream: DigestingStream
    ) throws -> (sha256: String?, bytes: Int) {
        guard !digesting, location.member == nil else { return try stream.finish() }
        return (nil, try FileStream.size(of: location.path))
    }

    private mutating func takeResults(
        _ format: any InputFormat, _ location: SourceLocation, _ content: any ByteStream,
        _ stream: DigestingStream, isCertain: Bool
    ) throws -> Bool {
        do {
            let limit = RecordLimit.bytes
            let text = try content.read(atMost: limit + 1)
            guard text.count <= limit else { throw RecordTooLong(limit: limit) }
            guard let results = try format.readResults(text, at: location) else { return false }
            let (sha256, bytes) = try stream.finish()
            catalog.results.append(
                ResultsFile(
                    location: location, format: format.name, readerVersion: format.readerVersion,
                    sha256: sha256,
                    bytes: bytes, statement: results.statement, orphanReference: results.orphanReference,
                    details: results.details))
            return true
        } catch let unread as UnreadFormat {
            note(unread.error(of: location))
            return true
        } catch let fault as JSONFault {
            guard isCertain else { return false }
            catalog.errors.append(
                SourceError(
                    path: location.description, reason: "is not JSON: \(fault.reason)",
                    remedy: "copy the file again; its samples can be ingested without it"))
            return true
        }
    }

    private static func isText(_ location: SourceLocation) -> Bool {
        [".json", ".jsonl", ".ndjson", ".csv", ".tsv"].contains(kind(of: location))
    }

    /// - Throws: `SourceError` where the name is one of a file that should hold something.
    private mutating func passOverEmpty(_ location: SourceLocation) throws {
        guard Self.isText(location) else { return passOver("empty") }
        throw SourceError(
            path: location.description, reason: "is empty",
            remedy: "copy it again, or remove it if nothing was evaluated")
    }

    private mutating func passOver(_ kind: String) { catalog.passedOver[kind, default: 0] += 1 }

    private static func isArchive(_ head: [UInt8]) -> Bool {
        ArchiveKind.isTar(head) || head.starts(with: [0x50, 0x4B, 0x03, 0x04])
    }

    private static func kind(of location: SourceLocation) -> String { location.kind }
}
