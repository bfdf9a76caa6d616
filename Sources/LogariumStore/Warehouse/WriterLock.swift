import Foundation

/// The promise that one process at a time writes a warehouse: an advisory lock on `FILE.lock`, which the
/// system lets go when its holder ends, however it ends.
final class WriterLock {
    private let path: String
    private let descriptor: Int32

    /// - Parameters:
    ///   - waiting: seconds to wait for another holder.
    ///   - onWait: told once who holds the lock, when there is someone to wait for.
    /// - Throws: `WarehouseError.locked` with the holder.
    init(warehouse: String, waiting: Double, onWait: (String) -> Void) throws {
        path = Self.path(of: warehouse)
        let deadline = Date().addingTimeInterval(waiting)
        var told = false
        while true {
            let candidate = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard candidate >= 0 else {
                throw WarehouseError.sqlite(
                    path: path, message: "cannot create the lock: \(String(cString: strerror(errno)))")
            }
            if flock(candidate, LOCK_EX | LOCK_NB) == 0, Self.isStill(candidate, at: path) {
                descriptor = candidate
                break
            }
            close(candidate)
            let holder = Self.holder(of: warehouse) ?? "another process"
            guard Date() < deadline else { throw WarehouseError.locked(path: warehouse, holder: holder) }
            if !told { onWait(holder) }
            told = true
            usleep(50_000)
        }
        let mark = "process \(getpid()) since \(ISO8601DateFormatter().string(from: Date()))"
        ftruncate(descriptor, 0)
        _ = mark.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    deinit {
        unlink(path)
        close(descriptor)
    }

    private static func path(of warehouse: String) -> String {
        WarehousePath.resolved(warehouse) + ".lock"
    }

    /// False when the holder before us removed the file that we had opened.
    private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
            && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
    }

    /// The mark of whoever holds the lock on a warehouse; nil when it is free.
    static func holder(of path: String) -> String? {
        let descriptor = open(Self.path(of: path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
