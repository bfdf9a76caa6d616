import Glibc
import LogariumCore

/// How a warehouse file must be opened so that reading leaves no trace of itself.
///
/// A read-only connection to a WAL database leaves `-wal` and `-shm` behind, one that may write removes them
/// as it closes; but as the last to close it also merges a log that somebody else has left. Hence:
/// a log is there: read-only; none, and writable: read-write with `query_only`; neither: immutable.
enum WarehouseLocation: Equatable {
    case readOnly
    case queryOnly
    case immutable

    /// - Throws: `WarehouseError.notFound`, `ReadError.unreadableLog`.
    init(path: String) throws {
        guard isRegularFile(path) else { throw WarehouseError.notFound(path: path) }
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        let folder = directory.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : directory
        let canWrite = access(path, W_OK) == 0 && access(folder, W_OK) == 0
        if access(path + "-wal", F_OK) == 0 {
            guard canWrite || access(path + "-shm", R_OK) == 0 else {
                throw ReadError.unreadableLog(path: path)
            }
            self = .readOnly
        } else {
            self = canWrite ? .queryOnly : .immutable
        }
    }
}

private func isRegularFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}
