import Foundation
import LogariumCore
import Testing

@testable import LogariumReaders

/// Real files, made by the unmodified harness; they lie beside the package, not in it.
enum Shared {
    static let root: String = {
        var url = URL(filePath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return url.appending(path: "shared").path
    }()

    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(root)/\(path)") }
}

@Suite(
    "Real lm-evaluation-harness files", .enabled(if: Shared.has("formats/real/lm_eval"), "no ../shared here"))
struct RealFilesTests {
    /// A directory and how many lines or elements its samples files have, counted by Python.
    static let directories: [(String, Int)] = [
        ("v0.4.0", 12), ("v0.4.2", 28), ("v0.4.3", 28), ("v0.5.0.dev1", 28), ("v0.4.13/api_string", 10),
        ("v0.4.13/chat", 6), ("v0.4.13/dummy", 61), ("v0.4.13/hf_0shot", 142), ("v0.4.13/hf_5shot", 30),
        ("v0.4.13/limit", 3), ("v0.4.13/nan", 32), ("v0.4.13/neginf", 32), ("v0.4.13/predict_only", 18),
        ("v0.4.13/rlhf_json", 36),
    ]

    private func path(_ directory: String) -> String { "\(Shared.root)/formats/real/lm_eval/\(directory)" }

    private func read(_ catalog: SourceCatalog) throws -> RecordingSink {
        let sink = RecordingSink()
        try catalog.forEach(
            { try catalog.read($0, from: $1, into: sink) }, failed: { Issue.record("\($0.location): \($1)") })
        return sink
    }

    @Test("every score that the harness wrote is recomputed or explained", arguments: directories)
    func checks(directory: String, count: Int) throws {
        let catalog = try SourceCatalog.scan(paths: [path(directory)])
        #expect(catalog.errors == [])
        #expect(catalog.refused == [])
        #expect(catalog.files.allSatisfy { $0.results != nil }, "every samples file has its results file")
        let sink = try read(catalog)
        #expect(sink.runs.count == catalog.files.count)
        #expect(sink.runs.allSatisfy { $0.partial != .noResults })
        #expect(sink.samples.count == count)
        for (run, sample) in sink.samples {
            let task = sink.runs[run].task.name
            for check in sample.checks {
                switch check.verdict {
                case .equal: break
                // Its gold is a text that all continuations share.
                case .inferredGold: #expect(task == "toy_wino")
                // Its `acc` is the mass of the true answers.
                case .notComputable: #expect(task == "toy_tqa_mc2")
                case .differs(let difference):
                    Issue.record("\(task):\(sample.line) \(check.metric) differs by \(difference)")
                }
            }
        }
    }

    /// The counts are those of a Python script over the same files.
    @Test("no more and no fewer scores are checked than there are")
    func counts() throws {
        let sink = try read(SourceCatalog.scan(paths: [path("")]))
        #expect(sink.samples.count == 466)
        #expect(sink.count { $0 == .equal } == 862)
        #expect(sink.count { $0 == .inferredGold } == 18)
        #expect(sink.count { $0 == .notComputable } == 15)
    }

    @Test("an example is the same one in every version of the harness that puts it alike")
    func sameExamples() throws {
        func contents(_ directory: String, _ task: String) throws -> Set<Hash128> {
            let sink = try read(SourceCatalog.scan(paths: [path(directory)]))
            return Set(sink.samples.filter { sink.runs[$0.run].task.name == task }.map(\.sample.contentHash))
        }
        for task in ["toy_bin_p0", "toy_lamb", "toy_roll"] {
            let oldest = try contents("v0.4.0", task)
            #expect(oldest.count == 4)
            for directory in ["v0.4.2", "v0.4.3", "v0.5.0.dev1"] {
                #expect(try contents(directory, task) == oldest, "\(task) \(directory)")
            }
            #expect(try contents("v0.4.13/dummy", task).isSuperset(of: oldest), "\(task)")
        }
        #expect(
            try contents("v0.4.13/hf_5shot", "toy_bin_p0").isDisjoint(with: contents("v0.4.0", "toy_bin_p0")))
    }

    @Test("the hash of every document is what the harness wrote (0.4.3 and later)")
    func docHashes() throws {
        let paths = [path(""), "\(Shared.root)/data/truthfulqa_multi"]
        let catalog = try SourceCatalog.scan(paths: paths)
        let parser = try JSONParser()
        var compared = 0
        try catalog.forEach(
            { _, source in
                let records = RecordReader(try source.onlyStream)
                while let record = try records.next() {
                    let line = LMEvalLine(try parser.parse(record.bytes))
                    guard let stated = line.docHash?.string else { continue }
                    let doc = try #require(JSONSpan.field("doc", of: record.bytes))
                    #expect(PythonJSON.docHash(doc) == stated)
                    compared += 1
                }
            }, failed: { Issue.record("\($0.location): \($1)") })
        // All but 0.4.0's 12 and 0.4.2's 28.
        #expect(compared == 466 - 40 + 3 * 817)
    }

    @Test("published files of generated text are read: three metrics a document, no responses")
    func truthfulQA() throws {
        let catalog = try SourceCatalog.scan(paths: ["\(Shared.root)/data/truthfulqa_multi"])
        #expect(catalog.files.count == 3)
        let sink = try read(catalog)
        #expect(sink.samples.count == 3 * 817)
        #expect(sink.samples.allSatisfy { $0.sample.response == nil && $0.sample.scores.count == 3 })
        #expect(
            Set(sink.runs.map(\.reference.ref)) == [
                "google/gemma-2-9b", "meta-llama/Meta-Llama-3-8B", "mistralai/Mistral-7B-v0.3",
            ])
        #expect(sink.runs.map(\.protocolDeclaration.label) == ["6-shot", "6-shot", "6-shot"])
        // The means are those that the results file reports.
        for (index, run) in sink.runs.enumerated() {
            let results = try #require(catalog.results.first { $0.statement.reference == run.reference })
            for reported in results.statement.reported {
                let values = sink.samples.filter { $0.run == index }
                    .compactMap { $0.sample.scores.first { $0.metric == reported.metric }?.value }
                let mean = values.reduce(0, +) / Double(values.count)
                #expect(abs(mean - (reported.value ?? .nan)) < 1e-9)
            }
        }
    }

    @Test("the names of checkpoints are what was evaluated, not the directories")
    func references() throws {
        let catalog = try SourceCatalog.scan(paths: [path("")])
        let refs = Set(catalog.results.map(\.statement.reference.ref))
        #expect(
            refs.isSuperset(of: [
                "EleutherAI/tiny-neox@step1000", "EleutherAI/tiny-neox@step143000",
                "EleutherAI/tiny-neox@step512",
                "dummy", "./tiny-gpt2-nan", "./tiny-gpt2-neginf", "tiny-llama-instruct",
            ]))
        #expect(
            refs.filter { $0.hasSuffix("/ppo-run7/step_100") || $0.hasSuffix("/ppo-run7/step_200") }.count
                == 2)
    }
}

@Suite("The example's archive", .enabled(if: Shared.has("lab/runs.tar.xz"), "no ../shared here"))
struct LabArchiveTests {
    @Test("1,092 runs are read out of it as it is, every acc equal")
    func archive() throws {
        let catalog = try SourceCatalog.scan(paths: ["\(Shared.root)/lab/runs.tar.xz"])
        #expect(catalog.results.count == 52)
        #expect(catalog.files.count == 1092)
        #expect(catalog.errors == [])
        #expect(catalog.passedOver == [:])
        #expect(catalog.withoutSamples.isEmpty)
        var runs = 0
        var samples = 0
        var equal = 0
        try catalog.forEach(
            { file, stream in
                let sink = RecordingSink()
                sink.knowsAll = true
                try catalog.read(file, from: stream, into: sink)
                #expect(sink.checks.allSatisfy { $0.verdict == .equal }, "\(file.location)")
                #expect(sink.samples.count == sink.runs.first?.nExpected, "\(file.location)")
                runs += sink.runs.count
                samples += sink.samples.count
                equal += sink.checks.count
            }, failed: { Issue.record("\($0.location): \($1)") })
        #expect(runs == 1092)
        #expect(samples == 58_968)
        #expect(equal == 64_168)
    }
}
