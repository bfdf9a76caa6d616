import Foundation
import LogariumCore
import Testing

@testable import LogariumReaders

@Suite("Finding sources")
struct SourceCatalogTests {
    private let time = "2026-11-21T09-06-22.033874"

    private func results(_ model: String, tasks: [String] = ["t"]) -> String {
        let configs = tasks.map { #""\#($0)":{"output_type":"multiple_choice"}"# }.joined(separator: ",")
        return
            #"{"results":{},"configs":{\#(configs)},"config":{"model":"hf","model_args":"pretrained=\#(model)"}}"#
    }

    private func read(_ catalog: SourceCatalog) throws -> [String] {
        var lines: [String] = []
        try catalog.forEach(
            { file, stream in
                let sink = RecordingSink()
                try catalog.read(file, from: stream, into: sink)
                let run = try #require(sink.runs.first)
                lines.append("\(run.reference.ref) \(run.task.name) \(sink.samples.count)")
            }, failed: { lines.append("\($0.location) \($1.reason)") })
        return lines
    }

    @Test("samples belong to the results of their directory and time, in hidden directories too")
    func pairing() throws {
        let directory = try TemporaryDirectory()
        let later = "2026-11-21T10-00-00"
        try directory.write(".__m/results_\(time).json", results("step1"))
        try directory.write(".__m/samples_t_\(time).jsonl", Fixture.choice())
        try directory.write(".__m/results_\(later).json", results("step2", tasks: ["g::t", "u"]))
        try directory.write(
            ".__m/samples_g::t_\(later).jsonl", Fixture.choice() + "\n" + Fixture.choice(id: 1))
        try directory.write("other/samples_t_\(time).jsonl", Fixture.choice())
        try directory.write("other/notes.txt", "hello")
        try directory.write("other/task.yaml", "task: t")
        let catalog = try SourceCatalog.scan(paths: [directory.path])
        #expect(
            try read(catalog) == ["step2 t 2", "step1 t 1", "other@\(time) t 1"],
            "in the order of names; without its results file, a run is its directory and time")
        #expect(catalog.passedOver == [".txt": 1, ".yaml": 1])
        #expect(catalog.errors == [] && catalog.refused == [])
        #expect(catalog.withoutSamples.map(\.tasks) == [["u"]])
    }

    @Test("0.4.0 to 0.4.2 pair by name, a .json output path by time")
    func otherNames() throws {
        let directory = try TemporaryDirectory()
        try directory.write("results.json", results("a/b,revision=step1000"))
        try directory.write(
            "pretrained__a__b,revision__step1000_t.jsonl",
            "[\n\(Fixture.choice()),\n\(Fixture.choice(id: 1))\n]")
        try directory.write("x/mine_\(time).json", results("c"))
        try directory.write("x/samples_t_\(time).jsonl", Fixture.choice())
        #expect(try read(SourceCatalog.scan(paths: [directory.path])) == ["a/b@step1000 t 2", "c t 1"])
    }

    @Test("archives and compressed members are read as they are", arguments: Packing.allCases)
    func archives(packing: Packing) throws {
        let directory = try TemporaryDirectory()
        let samples = "\(directory.path)/s"
        try Packing.gzip.compress(Data(Fixture.choice().utf8), to: samples)
        let members = [
            ("runs/m/samples_t_\(time).jsonl.gz", try Data(contentsOf: URL(filePath: samples))),
            ("runs/m/results_\(time).json", Data(results("m").utf8)), ("runs/readme.md", Data("hi".utf8)),
            ("runs/inner.tar.gz", try innerArchive(directory)),
        ]
        try FileManager.default.removeItem(atPath: samples)
        let path = "\(directory.path)/runs.archive"
        try packing.tar(members, to: path)
        let catalog = try SourceCatalog.scan(paths: [path])
        #expect(try read(catalog) == ["m t 1"])
        #expect(catalog.files.map(\.location.description) == ["\(path):runs/m/samples_t_\(time).jsonl.gz"])
        #expect(catalog.files.map(\.bytes) == [members[0].1.count])
        #expect(catalog.passedOver == [".md": 1, "archive in an archive": 1])
    }

    private func innerArchive(_ directory: TemporaryDirectory) throws -> Data {
        let path = "\(directory.path)/inner"
        try Packing.gzip.tar([("samples_t_\(time).jsonl", Data(Fixture.choice().utf8))], to: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try Data(contentsOf: URL(filePath: path))
    }

    @Test("zip archives are read")
    func zip() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/runs.zip"
        try Packing.zip(
            [
                ("m/results_\(time).json", Data(results("m").utf8)),
                ("m/samples_t_\(time).jsonl", Data(Fixture.choice().utf8)),
            ], to: path)
        #expect(try read(SourceCatalog.scan(paths: [path])) == ["m t 1"])
    }

    @Test("samples and tables are known by their shape, whatever they are called")
    func shape() throws {
        let directory = try TemporaryDirectory()
        try directory.write("a.log", Fixture.choice())
        let long = String(repeating: "x", count: 200_000)
        try directory.write("b.json", "[\n  " + Fixture.choice(context: long) + "]")
        try directory.write("c.csv", "model,task,example,logprobs,matching\nm,t,e,\"[-1,-2]\",0\n")
        try directory.write(
            "d.ndjson", #"{"model":"n","task":"t","example":"e","logprobs":[-1,-2],"matching":0}"#)
        try directory.write("models.csv", "match,model\na,b\n")
        let catalog = try SourceCatalog.scan(paths: [directory.path])
        #expect(catalog.files.map(\.role) == [.samples, .samples, .table, .table])
        #expect(try read(catalog).suffix(2) == ["m t 1", "n t 1"])
        #expect(catalog.passedOver == [".csv": 1])
    }

    @Test("a table whose columns are mapped is a table")
    func mapped() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("c.csv", "checkpoint,test,item,lp,gold\nm,t,e,\"[-1,-2]\",0\n")
        #expect(try SourceCatalog.scan(paths: [path]).refused.count == 1)
        let catalog = try SourceCatalog.scan(
            paths: [path], map: [.task: "test", .example: "item", .logprobs: "lp", .matching: "gold"])
        #expect(try read(catalog) == ["m t 1"])
    }

    @Test("a path that is missing or that nothing reads is refused; a bad file beside good ones is an error")
    func faults() throws {
        let directory = try TemporaryDirectory()
        let notes = try directory.write("notes.txt", "hello")
        let refused = try SourceCatalog.scan(paths: [notes, "\(directory.path)/nowhere"]).refused
        #expect(refused.map(\.path) == [notes, "\(directory.path)/nowhere"])
        try directory.write("m/results_\(time).json", #"{"results": {"#)
        try directory.write("m/samples_t_\(time).jsonl", Fixture.choice())
        let catalog = try SourceCatalog.scan(paths: [directory.path])
        #expect(catalog.errors.map(\.path) == ["\(directory.path)/m/results_\(time).json"])
        #expect(try read(catalog) == ["m@\(time) t 1"])
        #expect(catalog.refused == [])
    }

    @Test("a truncated archive gives what it has, and an error")
    func truncatedArchive() throws {
        let directory = try TemporaryDirectory()
        let path = "\(directory.path)/a.tar"
        let long = (0..<200).map { Fixture.choice(id: $0) }.joined(separator: "\n")
        try Packing.none.tar(
            [
                ("m/samples_t_\(time).jsonl", Data(Fixture.choice().utf8)),
                ("m/samples_u_\(time).jsonl", Data(long.utf8)),
            ], to: path)
        try directory.write("a.tar", try Data(contentsOf: URL(filePath: path)).prefix(20_000))
        let catalog = try SourceCatalog.scan(paths: [path])
        #expect(catalog.errors.map(\.path) == ["\(path):m/samples_u_\(time).jsonl"])
        #expect(try read(catalog) == ["m@\(time) t 1"])
    }

    @Test("files named one by one are neighbours, however their directory is spelled")
    func spelledDirectories() throws {
        let directory = try TemporaryDirectory()
        try directory.write("m/results_\(time).json", results("m"))
        try directory.write("m/samples_t_\(time).jsonl", Fixture.choice())
        try directory.write("n/samples_t_\(time).jsonl", Fixture.choice())
        let paths = [
            "\(directory.path)/m/results_\(time).json", "\(directory.path)/./n/../m/samples_t_\(time).jsonl",
            "\(directory.path)/m/../n/samples_t_\(time).jsonl",
        ]
        #expect(try read(SourceCatalog.scan(paths: paths)) == ["m t 1", "n@\(time) t 1"])
    }

    @Test("a link to a directory above, and a path given twice, are read once")
    func links() throws {
        let directory = try TemporaryDirectory()
        try directory.write("m/samples_t_\(time).jsonl", Fixture.choice())
        try FileManager.default.createSymbolicLink(
            atPath: "\(directory.path)/m/loop", withDestinationPath: directory.path)
        let catalog = try SourceCatalog.scan(paths: [directory.path, "\(directory.path)/m"])
        #expect(catalog.files.count == 1)
        #expect(catalog.refused == [])
    }

    @Test("a file's digest is of the bytes on disk, and a change between scan and reading is found")
    func digests() throws {
        let directory = try TemporaryDirectory()
        let text = Fixture.choice()
        let path = try directory.write("samples_t_\(time).jsonl", text)
        let catalog = try SourceCatalog.scan(paths: [path])
        #expect(catalog.files.map(\.sha256) == [SHA256Digest.hex(of: text)])
        #expect(catalog.bytes == text.utf8.count)
        try directory.write("samples_t_\(time).jsonl", text + "\n" + text)
        let error = #expect(throws: SourceError.self) { try read(catalog) }
        #expect(error?.reason == "changed while it was being read")
    }
}
