import Foundation
import LogariumCore
import Testing

@testable import LogariumReaders

@Suite("Bytes of files and archives")
struct ByteStreamTests {
    private let text = (0..<20_000).map { "line \($0)\n" }.joined()

    private func content(_ path: String) throws -> String {
        let stream = try Compression.decompressed(FileStream(path: path), path: path)
        return String(decoding: try stream.read(atMost: .max), as: UTF8.self)
    }

    @Test("compressed files are read as if they were plain", arguments: Packing.allCases)
    func compressed(packing: Packing) throws {
        let directory = try TemporaryDirectory()
        try packing.compress(Data(text.utf8), to: "\(directory.path)/out")
        #expect(try content("\(directory.path)/out") == text)
    }

    @Test("several gzip members are one text")
    func concatenated() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/out"
        try Packing.gzip.compress(Data(text.utf8), to: path)
        let member = try Data(contentsOf: URL(filePath: path))
        try directory.write("out", member + member)
        #expect(try content(path) == text + text)
    }

    @Test("truncated compressed data is an error that names the file", arguments: [Packing.gzip, .zstd, .xz])
    func truncated(packing: Packing) throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/out"
        try packing.compress(Data(text.utf8), to: path)
        try directory.write("out", try Data(contentsOf: URL(filePath: path)).prefix(500))
        let error = #expect(throws: SourceError.self) { try content(path) }
        #expect(error?.path == path)
    }

    /// gzip's CRC, xz's index. libarchive itself lets the first pass.
    @Test("damage is found by the checksum", arguments: [(Packing.gzip, 6), (.xz, 14)])
    func damaged(packing: Packing, offset: Int) throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/out"
        try packing.compress(Data("0123456789".utf8), to: path)
        var data = try Data(contentsOf: URL(filePath: path))
        data[data.count - offset] ^= 0x55
        try directory.write("out", data)
        #expect(throws: SourceError.self) { try content(path) }
    }

    @Test(
        "members of tar archives come in order, with the digests of their bytes", arguments: Packing.allCases)
    func tar(packing: Packing) throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/out"
        try packing.tar([("./a", Data("first".utf8)), ("b/c", Data(text.utf8))], to: path)
        #expect(
            try members(path, .tar) == [
                "a \(SHA256Digest.hex(of: "first"))", "b/c \(SHA256Digest.hex(of: text))",
            ])
    }

    @Test("members of zip archives come in order, with the digests of their bytes")
    func zip() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/out"
        try Packing.zip([("a", Data("first".utf8)), ("b/c", Data(text.utf8))], to: path)
        #expect(
            try members(path, .zip) == [
                "a \(SHA256Digest.hex(of: "first"))", "b/c \(SHA256Digest.hex(of: text))",
            ])
    }

    @Test("damage in a member is an error that names archive and member")
    func damagedMember() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/out"
        try Packing.none.tar([("a", Data("first".utf8)), ("b", Data(text.utf8))], to: path)
        try directory.write("out", try Data(contentsOf: URL(filePath: path)).prefix(5000))
        let error = #expect(throws: SourceError.self) { try members(path, .tar) }
        #expect(error?.path == "\(path):b")
    }

    @Test("a damaged member of a zip archive is found by its checksum, the others are read")
    func damagedZipMember() throws {
        let directory = try TemporaryDirectory()
        let text = (0..<400).map { "line \($0)" }.joined()
        let time = "2026-11-21T09-06-22"
        try Packing.zip(
            [("samples_a_\(time).jsonl", Data(text.utf8)), ("samples_b_\(time).jsonl", Data("{}".utf8))],
            to: "\(directory.path)/out")
        var data = try Data(contentsOf: URL(filePath: "\(directory.path)/out"))
        data[300] ^= 0x55
        let path = try directory.write("out", data)
        let catalog = try SourceCatalog.scan(paths: [path])
        #expect(catalog.errors.map(\.path) == ["\(path):samples_a_\(time).jsonl"])
        #expect(catalog.files.map(\.location.member) == ["samples_b_\(time).jsonl"])
    }

    private func members(_ path: String, _ expected: ArchiveKind) throws -> [String] {
        let kind = try #require(try ArchiveKind.of(path: path))
        #expect(kind == expected)
        let archive = try ArchiveReader(path: path, kind: kind)
        var members: [String] = []
        while let member = try archive.next() {
            members.append("\(member.name) \(try DigestingStream(member.stream).finish().sha256)")
        }
        return members
    }

    @Test("a file that is not there is an error with the system's reason")
    func missing() {
        let error = #expect(throws: SourceError.self) { try FileStream(path: "/nowhere/x") }
        #expect(error?.reason.contains("No such file") == true)
    }
}
