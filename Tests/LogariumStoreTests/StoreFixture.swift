import Foundation
import GRDB
import LogariumCore

@testable import LogariumStore

/// A warehouse in a temporary directory, removed when the fixture goes.
final class StoreFixture {
    let directory: URL
    var path: String { directory.appending(path: "test.db").path }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "logarium-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    func open() throws -> Warehouse { try Warehouse(path: path, waiting: 0) }
}

extension RunRecord {
    /// A two-choice run: model `m` at a train step, on a task.
    static func sample(step: Int = 1, task: String = "t", shots: Int = 0) -> RunRecord {
        var reference = CheckpointReference(ref: "m@step\(step)")
        reference.stated.model = "m"
        reference.stated.series = "s"
        reference.stated.trainStep = step
        reference.stated.rlhfStep = 0
        reference.stated.seed = 0
        return RunRecord(
            reference: reference, task: TaskRecord(name: task),
            protocolDeclaration: ProtocolDeclaration(
                outputType: .multipleChoice, numFewshot: shots, declared: "{\"num_fewshot\":\(shots)}",
                label: "\(shots)-shot"),
            harness: "test")
    }
}

extension Sample {
    /// An example named by its question, two choices, the first of which matches.
    static func sample(
        _ question: String, logprobs: [Double?] = [-1, -2], prompt: String? = nil, matching: [Int]? = [0],
        document: String? = nil, line: Int = 1
    ) -> Sample {
        func hash(_ text: String) -> Hash128 { Hash128(prefixOf: Array(SHA256Digest.hex(of: text).utf8)) }
        let prompt = prompt ?? "Q: \(question)"
        var sample = Sample(line: line, contentHash: hash(prompt + "|" + question))
        var detail = ExampleDetail(
            itemHash: hash(question), nChoices: logprobs.count, matching: matching,
            matchingSource: matching == nil ? .none : .target, questionHash: hash(prompt))
        detail.prompt = prompt
        detail.choices = logprobs.indices.map { "choice \($0)" }
        detail.choiceChars = logprobs.indices.map { _ in 8 }
        detail.choiceBytes = detail.choiceChars
        detail.document = document
        sample.detail = detail
        sample.response = ResponseRecord(logprobs: LogProbArray(logprobs))
        return sample
    }
}

extension Warehouse {
    /// Ingests one run from a made-up file whose bytes are its content.
    @discardableResult
    func ingest(
        _ samples: [Sample], as run: RunRecord = .sample(), file: String = "samples.jsonl",
        content: String? = nil, options: WriteOptions = WriteOptions()
    ) throws -> SourceOutcome {
        let source = SourceDescription(path: file, role: .samples, format: "test")
        return try ingest(source, options: options) { sink in
            let handle = try sink.open(run)
            for sample in samples { try sink.add(sample, to: handle) }
            return SourceDigest(
                sha256: SHA256Digest.hex(of: content ?? "\(run)\(samples.map(\.response))"), bytes: 1,
                lines: samples.count)
        }
    }

    func scalar<Value: DatabaseValueConvertible>(_ sql: String) throws -> Value? {
        try queue.read { try Value.fetchOne($0, sql: sql) }
    }

    func list<Value: DatabaseValueConvertible>(_ sql: String) throws -> [Value] {
        try queue.read { try Value.fetchAll($0, sql: sql) }
    }
}
