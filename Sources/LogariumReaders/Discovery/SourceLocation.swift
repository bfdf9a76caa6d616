#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where a source lies: a file, or a member of an archive.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    /// As it was given or found, not resolved.
    public var path: String
    /// The name inside the archive at `path`; nil for a file of its own.
    public var member: String?

    public init(path: String, member: String? = nil) {
        self.path = path
        self.member = member
    }

    /// `runs.tar.xz:runs/model/samples_task.jsonl`, or the path alone.
    public var description: String { member.map { "\(path):\($0)" } ?? path }

    /// The last part of the member's or file's name.
    var fileName: String {
        let name = member ?? path
        return name.split(separator: "/").last.map(String.init) ?? name
    }

    /// The file name without a suffix of compression.
    var plainName: String {
        for suffix in [".gz", ".zst", ".xz", ".bz2"] where fileName.hasSuffix(suffix) {
            return String(fileName.dropLast(suffix.count))
        }
        return fileName
    }

    /// The directory that holds it: of a member, the one inside the archive.
    var directory: String {
        let name = member ?? path
        return name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
    }

    /// The directory by its one true name, so that `./a/x` and `a/y` are neighbours; of a member, archive and all.
    var neighbourhood: SourceLocation {
        if member != nil { return SourceLocation(path: path, member: directory) }
        return SourceLocation(path: realDirectory)
    }

    /// The last part of the directory's name; at the top of an archive, the archive's.
    var directoryName: String {
        let name = member == nil ? realDirectory : directory.isEmpty ? path : directory
        return name.split(separator: "/").last.map(String.init) ?? ""
    }

    private var realDirectory: String {
        let name = directory.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : directory
        guard let resolved = realpath(name, nil) else { return name }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The suffix, as what is passed over is counted.
    var kind: String {
        let name = plainName
        guard let mark = name.lastIndex(of: "."), mark != name.startIndex else { return "without a suffix" }
        return String(name[mark...])
    }
}
