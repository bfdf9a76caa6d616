import Foundation
import LogariumCore

/// The lines that were set aside, as NDJSON: `path`, `line`, `reason`, `text`.
final class RejectFile {
    private let handle: FileHandle
    private let encoder: JSONEncoder

    private struct Entry: Encodable {
        let path: String
        let line: Int
        let reason: String
        let text: String
    }

    /// - Throws: `SourceError` when the file cannot be written.
    init(path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw SourceError(
                path: path, reason: "cannot write the file of rejected lines",
                remedy: "name a file in a directory that can be written")
        }
        self.handle = handle
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    func add(_ lines: [RejectedLine], of place: String) throws {
        for line in lines {
            let entry = Entry(path: place, line: line.line, reason: line.reason, text: line.text)
            try handle.write(contentsOf: try encoder.encode(entry) + Data("\n".utf8))
        }
    }

    func close() throws { try handle.close() }
}
