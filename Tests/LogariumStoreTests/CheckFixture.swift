import LogariumCore

@testable import LogariumStore

/// A warehouse of two model sizes that agree in everything else, into which faults are planted task by task.
final class CheckFixture {
    enum Size: Int { case small = 1000, large = 2000 }

    private let store: StoreFixture
    let warehouse: Warehouse
    var path: String { store.path }

    init() throws {
        store = try StoreFixture()
        warehouse = try store.open()
        try addBoth("clean", count: 40)
    }

    func findings(_ options: CheckOptions = CheckOptions()) throws -> [CheckFinding] {
        try Check.findings(in: ReadConnection(path: path), options: options)
    }

    /// A run in which nothing is wrong, of one of the two sizes.
    static func statement(_ task: String, _ size: Size, shots: Int = 0, declared: String? = nil)
        -> RunRecord
    {
        var statement = RunRecord.sample(step: 10, task: task, shots: shots)
        statement.reference = CheckpointReference(ref: "\(size)")
        statement.reference.stated = identity(model: "\(size)", nParams: size.rawValue)
        if let declared { statement.protocolDeclaration.declared = declared }
        return statement
    }

    static func identity(model: String, nParams: Int?) -> CheckpointIdentity {
        var identity = CheckpointIdentity()
        (identity.model, identity.series, identity.nParams) = (model, "s", nParams)
        (identity.trainStep, identity.rlhfStep, identity.seed) = (10, 0, 0)
        return identity
    }

    /// Values that no other salt gives, never tied; the first and the second choice match in turn.
    static func sample(_ task: String, _ item: Int, salt: Int, prompt: String? = nil) -> Sample {
        .sample(
            "\(task) \(item)", logprobs: logprobs(item, salt: salt), prompt: prompt, matching: [item % 2],
            line: item + 1)
    }

    static func logprobs(_ item: Int, salt: Int) -> [Double?] {
        [
            -0.2 - Double((item * 37 + salt * 11) % 101) / 64,
            -0.301 - Double((item * 53 + salt * 29) % 97) / 64,
        ]
    }

    static func samples(_ task: String, _ items: Range<Int> = 0..<40, salt: Int) -> [Sample] {
        items.map { sample(task, $0, salt: salt) }
    }

    func add(_ statement: RunRecord, _ samples: [Sample], file: String? = nil) throws {
        let name = "\(statement.task.name)-\(statement.reference.ref)-\(statement.protocolDeclaration.label)"
        try warehouse.ingest(samples, as: statement, file: file ?? "\(name).jsonl", content: name)
    }

    /// Both sizes on a task; `change` may spoil a sample of the large one.
    func addBoth(_ task: String, count: Int = 100, change: (Int, inout Sample) -> Void = { _, _ in }) throws {
        try add(Self.statement(task, .small), Self.samples(task, 0..<count, salt: 1))
        var samples = Self.samples(task, 0..<count, salt: 2)
        for item in samples.indices { change(item, &samples[item]) }
        try add(Self.statement(task, .large), samples)
    }

    /// Both sizes on a task whose questions themselves `question` may spoil.
    func addQuestions(_ task: String, count: Int = 100, question: (Int, inout Sample) -> Void) throws {
        for (salt, size) in [(1, Size.small), (2, .large)] {
            var samples = Self.samples(task, 0..<count, salt: salt)
            for item in samples.indices { question(item, &samples[item]) }
            try add(Self.statement(task, size), samples)
        }
    }

    /// A results file that reports values of a checkpoint.
    func report(_ metrics: [ReportedMetric], of size: Size, file: String) throws {
        let results = ResultsRecord(
            reference: Self.statement("", size).reference, runs: [:], reported: metrics)
        _ = try warehouse.ingest(
            results, from: SourceDescription(path: file, role: .results, format: "test"),
            digest: SourceDigest(sha256: SHA256Digest.hex(of: file), bytes: 1, lines: 0),
            tasksWithSamples: [],
            orphanReference: nil)
    }

    /// One run under a reference of its own.
    func addReference(_ ref: String, _ stated: CheckpointIdentity, decided: [ModelRule] = [], salt: Int)
        throws
    {
        var statement = RunRecord.sample(task: "clean")
        statement.reference = CheckpointReference(ref: ref)
        statement.reference.stated = stated
        var options = WriteOptions()
        options.modelRules = decided
        try warehouse.ingest(
            Self.samples("clean", salt: salt), as: statement, file: ref, content: ref, options: options)
    }
}

extension CheckFinding {
    /// `ties: many exact ties …`.
    var title: String { "\(kind): \(fault)" }
    /// Task and reference of each of the affected, in order.
    var names: [String] {
        affected.map { [$0.task, $0.ref].compactMap { $0 }.joined(separator: " ") }
    }
}
