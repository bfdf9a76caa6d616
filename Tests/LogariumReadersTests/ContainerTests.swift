import Foundation
import LogariumCore
import Testing

@testable import LogariumReaders

/// A zip or a directory with a file "head" is one run of the task that the head names; every other file is a line a
/// response.
private struct HeadedFormat: InputFormat {
    let name = "headed"
    let whatToGive = "a run with a head"
    let readerVersion = 1

    func claim(_ container: Container) -> [String]? {
        guard container.names.contains("head") else { return nil }
        return ["head"] + container.names.filter { $0.hasSuffix(".txt") }.sorted()
    }

    func recognize(_ candidate: Candidate) -> Recognition? { nil }

    func jobs(of file: SourceFile, results: ResultsFile?, from parts: any SourceParts) throws -> ParsingJobs {
        let head = try #require(try parts.next())
        let task = String(decoding: try head.stream.read(atMost: 100), as: UTF8.self)
        return try ParsingJobs(Reader(task: task), of: parts)
    }

    private struct Reader: FileReader {
        let task: String

        func blocks(of part: SourcePart) -> () throws -> (LogariumReaders.SourceLocation, RecordBlock)? {
            let blocks = BlockReader(part.stream, size: 8)
            return { try blocks.next().map { (part.location, $0) } }
        }

        func parse(_ block: (LogariumReaders.SourceLocation, RecordBlock), with tools: ReadingTools)
            -> [String]
        {
            var lines: [String] = []
            block.1.forEach { lines.append("\(block.0):\($0.line) \($0.text)") }
            return lines
        }

        func collector() -> Collector { Collector(task: task) }
    }

    private struct Collector: SampleCollector {
        let task: String

        mutating func take(_ lines: [String], into sink: any SampleSink, noting known: KnownExamples) throws {
            for line in lines { try sink.reject(RejectedLine(line: 1, reason: task, text: line)) }
        }
    }
}

@Suite("A container that a format claims whole")
struct ContainerTests {
    private let files = [
        ("b.txt", "3\n4\n5\n6\n7\n8\n"), ("a.txt", "1\n2"), ("head", "t"), ("notes.md", "x"),
    ]

    private func lines(_ catalog: SourceCatalog) throws -> [String] {
        let sink = RecordingSink()
        sink.setsAside = true
        try catalog.forEach({ try catalog.read($0, from: $1, into: sink) }, failed: { throw $1 })
        return sink.rejected.map { "\($0.reason) \($0.text)" }
    }

    @Test(
        "is one source, read member by member in the order that the format wants", arguments: [false, true])
    func zip(_ digesting: Bool) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/run.eval"
        try Packing.zip(files.map { ($0.0, Data($0.1.utf8)) }, to: path)
        let catalog = try SourceCatalog.scan(
            paths: [directory.path], as: [HeadedFormat()], digesting: digesting)
        #expect(catalog.files.map(\.location) == [LogariumReaders.SourceLocation(path: path)])
        let place = "t \(path)"
        #expect(
            try lines(catalog) == ["\(place):a.txt:1 1", "\(place):a.txt:2 2"]
                + (1...6).map { "\(place):b.txt:\($0) \($0 + 2)" })
        let file = catalog.files[0]
        #expect(
            try catalog.digest(of: file) == FileDigest(sha256: try #require(file.sha256), bytes: file.bytes))
        #expect(file.bytes == 16)
    }

    @Test("of a directory leaves the files that are not of it to be looked at")
    func ofDirectory() throws {
        let directory = try TemporaryDirectory()
        for (name, text) in files { try directory.write("run/" + name, text) }
        try directory.write("other/c.txt", "9")
        let catalog = try SourceCatalog.scan(paths: [directory.path], as: [HeadedFormat()], digesting: false)
        #expect(catalog.files.map(\.location.path) == [directory.path + "/run"])
        #expect(catalog.files[0].sha256 == nil && catalog.files[0].bytes == 16)
        #expect(catalog.passedOver == [".md": 1, ".txt": 1])
        #expect(try lines(catalog).count == 8)
        let digest = try catalog.digest(of: catalog.files[0])
        #expect(digest.bytes == 16 && digest.sha256.count == 64)
        try directory.write("run/a.txt", "1\n3")
        #expect(try catalog.digest(of: catalog.files[0]).sha256 != digest.sha256)
    }

    @Test("whose member is gone is an error that names it")
    func gone() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/run.eval"
        try Packing.zip(files.map { ($0.0, Data($0.1.utf8)) }, to: path)
        let catalog = try SourceCatalog.scan(paths: [path], as: [HeadedFormat()])
        try Packing.zip(files.dropFirst().map { ($0.0, Data($0.1.utf8)) }, to: path)
        let error = #expect(throws: SourceError.self) { try lines(catalog) }
        #expect(error?.path == path + ":b.txt" && error?.reason == "changed while it was being read")
    }
}
