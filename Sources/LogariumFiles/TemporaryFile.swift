import Glibc

/// The name under which a file is written before it gets its own: `NAME.PID.tmp`, beside it.
///
/// What a killed process left under such a name is removed by the next one that writes the same file.
public struct TemporaryFile: Sendable {
    public let destination: String
    public let path: String

    /// - Parameter suffix: without the dot.
    public init(for destination: String, suffix: String = "tmp") {
        self.destination = destination
        path = "\(destination).\(getpid()).\(suffix)"
        Self.removeLeftovers(of: destination, suffix: suffix)
    }

    public func remove() { unlink(path) }

    /// Gives the file its name, over an older one, so that it survives a power cut.
    ///
    /// - Returns: nil, or what the system said.
    public func putInPlace() -> String? {
        guard rename(path, destination) == 0 else {
            let reason = String(cString: strerror(errno))
            remove()
            return reason
        }
        return Self.sync(Self.folder(of: destination))
    }

    /// Brings a file or directory to the disk.
    ///
    /// - Returns: nil, or what the system said.
    public static func sync(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == EACCES ? nil : String(cString: strerror(errno)) }
        defer { close(descriptor) }
        // Some file systems have no fsync for directories.
        return fsync(descriptor) == 0 || errno == EINVAL ? nil : String(cString: strerror(errno))
    }

    private static func removeLeftovers(of destination: String, suffix: String) {
        let folder = folder(of: destination)
        let name = destination.split(separator: "/").last.map(String.init) ?? destination
        for entry in names(in: folder) where entry.hasPrefix(name + ".") && entry.hasSuffix("." + suffix) {
            let middle = entry.dropFirst(name.count + 1).dropLast(suffix.count + 1)
            guard let process = pid_t(middle), process > 0, kill(process, 0) != 0, errno == ESRCH else {
                continue
            }
            unlink(folder + "/" + entry)
        }
    }

    private static func folder(of path: String) -> String {
        guard let mark = path.lastIndex(of: "/") else { return "." }
        return mark == path.startIndex ? "/" : String(path[..<mark])
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }
}
