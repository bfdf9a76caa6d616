import Foundation
import GRDBSQLite

/// SQLite's faults of files and disks, in words that say what to do.
enum SQLiteWords {
    static func fault(of handle: OpaquePointer, path: String) -> String {
        words(code: sqlite3_extended_errcode(handle), path: path) ?? String(cString: sqlite3_errmsg(handle))
    }

    /// - Parameter code: primary or extended.
    /// - Returns: nil for a fault that is not of a file.
    static func words(code: Int32, path: String) -> String? {
        if writingFaults.contains(code) {
            return
                "input/output error writing; see whether the disk is full or a size limit holds (quota, ulimit -f)"
        }
        return switch code & 0xFF {
        // SQLite tells a disk's error as a damaged file: whoever restored a backup would lose a good one.
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_IOERR:
            if let reason = readingFault(path) {
                "input/output error reading \(path) (\(reason)); the file itself may be good: see to the disk first"
            } else if code & 0xFF == SQLITE_IOERR {
                "input/output error; see to the disk, then run `logarium doctor --db \(path)`"
            } else {
                "the file is damaged; restore a backup, or save what is readable with sqlite3 .recover"
            }
        case SQLITE_FULL:
            "the disk is full, or the file would exceed the size that is allowed; make room and try again"
        case SQLITE_READONLY: "cannot be written; check the permissions of the file and its directory"
        case SQLITE_CANTOPEN: "cannot be opened or made; check that its directory is there and may be written"
        case SQLITE_BUSY, SQLITE_LOCKED: "is being written by another program; try again when it has ended"
        case SQLITE_PERM, SQLITE_AUTH: "may not be used; check the permissions of the file and its directory"
        case SQLITE_PROTOCOL:
            "is locked in a way that does not end; see whether its file system supports locks (NFS may not)"
        case SQLITE_NOLFS: "its file system has no files of this size"
        case SQLITE_NOMEM: "there is not enough memory"
        default: nil
        }
    }

    /// SQLITE_IOERR_WRITE, _FSYNC, _DIR_FSYNC, _TRUNCATE, _SHMSIZE: macros that Swift does not import.
    private static let writingFaults: Set<Int32> = Set([3, 4, 5, 6, 19].map { SQLITE_IOERR | $0 << 8 })

    /// What the system says when the file is read from end to end; nil where it can be.
    private static func readingFault(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno != EINTR { return String(cString: strerror(errno)) }
            if count == 0 { return nil }
        }
    }
}
