import ArgumentParser
import Glibc

/// Standard input as a file, which can be read more than once and from several places.
enum StandardInput {
    /// The paths with `-` and a piped `/dev/stdin` taken to be what standard input holds.
    ///
    /// What it holds goes into a temporary file without a name, which then stands where standard input was.
    ///
    /// - Throws: `ValidationError` where it cannot be kept.
    static func resolved(_ paths: [String]) throws -> [String] {
        guard paths.contains("-") || paths.contains(path) else { return paths }
        var status = stat()
        if fstat(STDIN_FILENO, &status) != 0 || status.st_mode & S_IFMT != S_IFREG { try spool() }
        return paths.map { $0 == "-" ? path : $0 }
    }

    private static let path = "/dev/stdin"

    private static func spool() throws {
        guard let file = tmpfile() else { throw fault("a temporary file cannot be made") }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR, !Interruption.isRequested { continue }
                throw Interruption.isRequested ? ExitCode(130) : fault("cannot be read")
            }
            guard fwrite(buffer, 1, count, file) == count else {
                throw fault("cannot be kept in a temporary file")
            }
        }
        guard fflush(file) == 0, dup2(fileno(file), STDIN_FILENO) >= 0, lseek(STDIN_FILENO, 0, SEEK_SET) == 0
        else {
            throw fault("cannot be kept in a temporary file")
        }
    }

    private static func fault(_ reason: String) -> any Error {
        ValidationError("standard input \(reason): \(String(cString: strerror(errno)))")
    }
}
