import Foundation

/// Where a source lies: a file, or a member of an archive.
public struct SourceLocation: Sendable, Hashable, Comparable, CustomStringConvertible {
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

    /// The name of that directory; of a file given without one, the current directory's.
    var directoryName: String {
        let absolute = member == nil ? URL(fileURLWithPath: path).deletingLastPathComponent().path : directory
        return absolute.split(separator: "/").last.map(String.init) ?? ""
    }

    public static func < (one: SourceLocation, other: SourceLocation) -> Bool {
        (one.path, one.member ?? "") < (other.path, other.member ?? "")
    }
}
