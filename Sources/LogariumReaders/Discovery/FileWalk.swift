#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import LogariumCore

/// Lists the files under some paths: sorted, hidden ones too, each file and directory once.
struct FileWalk {
    /// In the order of the paths, sorted below each.
    private(set) var files: [String] = []
    /// Directories that could not be opened, and names that are not there.
    private(set) var faults: [SourceError] = []
    /// Blobs of a hub's cache that no snapshot links to: nothing says what they are called.
    private(set) var nNamelessBlobs = 0
    private var seen: Set<FileIdentity> = []

    private struct FileIdentity: Hashable {
        var device: dev_t
        var inode: ino_t
    }

    /// - Parameter isNamed: by the user, who then is told of what cannot be read; what lies in a directory may be anything.
    mutating func add(_ path: String, isNamed: Bool = true) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            faults.append(
                SourceError(
                    path: path, reason: String(cString: strerror(errno)),
                    remedy: "check the path's spelling and its permissions"))
            return
        }
        // A symbolic link to a directory above would never end.
        guard seen.insert(FileIdentity(device: status.st_dev, inode: status.st_ino)).inserted else { return }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: addDirectory(path)
        case S_IFREG: files.append(path)
        default:
            guard isNamed else { return }
            faults.append(
                SourceError(
                    path: path, reason: "is neither a file nor a directory",
                    remedy: "write it to a file, or pipe it in: … | logarium ingest -"))
        }
    }

    private mutating func addDirectory(_ path: String) {
        guard let names = Self.names(in: path) else {
            let reason = "cannot be listed: \(String(cString: strerror(errno)))"
            faults.append(SourceError(path: path, reason: reason, remedy: "check its permissions"))
            return
        }
        let base = path.hasSuffix("/") ? path : path + "/"
        let isHubCache = names.contains("blobs") && names.contains("snapshots")
        for name in names.sorted() where !(isHubCache && name == "blobs") {
            add(base + name, isNamed: false)
        }
        if isHubCache { countNameless(in: base + "blobs") }
    }

    /// A hub's cache keeps contents in `blobs`, under their digests, and names them by links in `snapshots`.
    private mutating func countNameless(in directory: String) {
        for name in Self.names(in: directory) ?? [] {
            var status = stat()
            guard stat(directory + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                !seen.contains(FileIdentity(device: status.st_dev, inode: status.st_ino))
            else { continue }
            nNamelessBlobs += 1
        }
    }

    private static func names(in path: String) -> [String]? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
