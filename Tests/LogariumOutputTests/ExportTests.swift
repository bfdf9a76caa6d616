import Foundation
import LogariumCore
import Testing

@testable import LogariumOutput

@Suite("An export")
struct ExportTests {
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "logarium-\(UUID().uuidString)")
    }

    private func report(_ name: String, rows: Int = 2) -> NamedAnswer {
        NamedAnswer(
            name: name, sql: "SELECT 1",
            rows: RowList(columnNames: ["n"], rows: (0..<rows).map { [.integer(Int64($0))] }))
    }

    private func contents(_ name: String) throws -> String {
        try String(contentsOf: directory.appending(path: name), encoding: .utf8)
    }

    @Test("has a file a report, and a manifest that describes them to the byte")
    func writes() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let manifest = try Export(directory: directory.path).write(
            [report("a"), report("b", rows: 0)], schemaVersion: 2)
        #expect(try contents("a.csv") == "n\n0\n1\n")
        #expect(manifest.files.map(\.rows) == [2, 0])
        for file in manifest.files {
            let text = try contents(file.name)
            #expect(file.bytes == text.utf8.count)
            #expect(file.sha256 == SHA256Digest.hex(of: text))
            #expect(file.querySHA256 == SHA256Digest.hex(of: "SELECT 1"))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(names.sorted() == ["a.csv", "b.csv", "manifest.json"])
        let json =
            try JSONSerialization.jsonObject(with: Data(contents("manifest.json").utf8)) as? [String: Any]
        #expect(json?["schema_version"] as? Int == 2)
        #expect((json?["files"] as? [[String: Any]])?.count == 2)
    }

    @Test("goes over an earlier export, and not into a directory of other things")
    func refuses() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try Export(directory: directory.path).write([report("a")], schemaVersion: 2)
        try Export(directory: directory.path).write([report("a", rows: 3)], schemaVersion: 2)
        #expect(try contents("a.csv") == "n\n0\n1\n2\n")
        try Data("mine".utf8).write(to: directory.appending(path: "notes.txt"))
        try FileManager.default.removeItem(at: directory.appending(path: "manifest.json"))
        #expect(throws: OutputError.notEmpty(path: directory.path)) { try Export(directory: directory.path) }
        _ = try Export(directory: directory.path, force: true)
    }

    @Test("that was killed is done again, and a file of the same name that is somebody else's is kept")
    func doesAgain() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        try Export(directory: directory.path).write([report("a"), report("b")], schemaVersion: 2)
        for name in ["manifest.json", "b.csv"] {
            try FileManager.default.removeItem(at: directory.appending(path: name))
        }
        for name in ["b.csv.2147483646.tmp", "manifest.json.2147483646.tmp"] {
            try Data("n".utf8).write(to: directory.appending(path: name))
        }
        try Export(directory: directory.path).write([report("a"), report("b")], schemaVersion: 2)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(names.sorted() == ["a.csv", "b.csv", "manifest.json"])
        try FileManager.default.removeItem(at: directory.appending(path: "manifest.json"))
        try Data("my,own\n".utf8).write(to: directory.appending(path: "a.csv"))
        #expect(throws: OutputError.notEmpty(path: directory.path)) {
            try Export(directory: directory.path).write([report("a")], schemaVersion: 2)
        }
        #expect(try contents("a.csv") == "my,own\n")
    }

    @Test(
        "for spreadsheets marks what they would run, and no number",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("x=1", "x=1"),
        ])
    func marksFormulas(text: String, cell: String) throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let rows = RowList(columnNames: ["t", "n"], rows: [[.text(text), .integer(-1)]])
        try Export(directory: directory.path, csvSafe: true).write(
            [NamedAnswer(name: "a", sql: "", rows: rows)], schemaVersion: 2)
        #expect(try contents("a.csv") == "t,n\n\(cell),-1\n")
    }

    @Test("that fails leaves no half file, and no manifest")
    func fails() throws {
        defer { try? FileManager.default.removeItem(at: directory) }
        let export = try Export(directory: directory.path)
        #expect(throws: Failure.self) {
            try export.write(
                [report("a"), NamedAnswer(name: "b", sql: "", rows: Failing())], schemaVersion: 2)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a.csv"])
    }

    private struct Failure: Error {}
    private final class Failing: RowSource {
        let columnNames = ["x"]
        func forEachRow(_ body: ([ResultValue]) throws -> Void) throws {
            try body([.null])
            throw Failure()
        }
    }
}
