import LogariumCore

/// Sources that a format claims whole.
extension SourceScan {
    /// Offers every directory whole.
    ///
    /// - Returns: the files that a format claimed.
    mutating func claimDirectories(
        _ files: ArraySlice<String>, _ progress: (SourceLocation) throws -> Void
    ) throws -> Set<String> {
        var claimed: Set<String> = []
        let directories = Dictionary(grouping: files.filter { $0.contains("/") }) {
            SourceLocation(path: $0).directory
        }
        for (directory, files) in directories.sorted(by: { $0.key < $1.key }) {
            let container = Container(SourceLocation(path: directory), .directory) {
                files.map { SourceLocation(path: $0).fileName }
            }
            claimed.formUnion(try claim(container, progress).map { "\(directory)/\($0)" })
        }
        return claimed
    }

    /// - Returns: what a format claimed of a container; empty where none did.
    mutating func claim(
        _ container: Container, _ progress: (SourceLocation) throws -> Void
    ) throws -> [String] {
        for format in formats {
            guard let members = format.claim(container) else { continue }
            try progress(container.location)
            do {
                try takeContainer(
                    container.location, ContainerContents(kind: container.kind, members: members), format)
            } catch let error as SourceError {
                note(error)
            }
            return members
        }
        return []
    }

    private mutating func takeContainer(
        _ location: SourceLocation, _ contents: ContainerContents, _ format: any InputFormat
    ) throws {
        var file = SourceFile(
            location: location, contents: contents, role: .samples, format: format.name,
            readerVersion: format.readerVersion, bytes: 0)
        if digesting || contents.kind == .zip {
            let digest = try OpenContainer(location.path, contents).finish()
            (file.sha256, file.bytes) = (digest.sha256, digest.bytes)
        } else {
            file.bytes = try contents.members.reduce(0) {
                try $0 + FileStream.size(of: "\(location.path)/\($1)")
            }
        }
        catalog.files.append(file)
    }

    static func names(inZip path: String) throws -> [String] {
        let archive = try ArchiveReader(path: path, kind: .zip)
        var names: [String] = []
        while let member = try archive.next() { names.append(member.name) }
        return names
    }
}
