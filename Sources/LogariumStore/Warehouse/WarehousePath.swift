import Foundation

/// The name of a warehouse as SQLite may have it: always that of a file.
///
/// SQLite takes an empty name and `:memory:` for databases that end with the process, and `file:…?mode=memory`
/// for an address: what was "ingested" there would be gone.
public enum WarehousePath {
    /// What SQLite is to open for the path that a user gave.
    ///
    /// - Throws: `WarehouseError.noFileName` for a name that is none of a file.
    public static func checked(_ path: String) throws -> String {
        guard !path.isEmpty, path != ":memory:", !path.utf8.contains(0) else {
            throw WarehouseError.noFileName(path: path)
        }
        return path.hasPrefix("file:") ? "./" + path : path
    }

    /// The file's own path where `path` leads through symbolic links; itself where nothing is there.
    static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    /// In bytes; nil where there is no file.
    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// How many names the file has; 0 where there is none.
    public static func links(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_nlink) : 0
    }
}
