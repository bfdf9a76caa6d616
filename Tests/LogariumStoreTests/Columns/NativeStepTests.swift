import LogariumCore
import Testing

@testable import LogariumStore

/// DESIGN.md: where a native path is faster than the SQL, both exist and a test holds them equal. The lab's answers are
/// compared in ExtensionTests, which run the files themselves.
@Suite("A native heavy step")
struct NativeStepTests {
    private let fixture: StoreFixture
    private let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
        try Self.fill(warehouse)
    }

    /// Steps with gaps, ties, lost and infinite answers, clusters, two seeds, two ways to put the items, one choice.
    private static func fill(_ warehouse: Warehouse) throws {
        for seed in 0...1 {
            for step in [1, 2, 4, 8] {
                for shots in seed == 0 && step > 2 ? [0, 5] : [0] {
                    var run = RunStatement.sample(step: step, shots: shots)
                    run.reference.ref += "/\(seed)"
                    run.reference.stated.seed = seed
                    let samples = (step / 4..<12).map { question in
                        Sample.sample(
                            "\(question)", logprobs: logprobs(question, step: step, seed: seed),
                            prompt: "\(shots) shots, then \(question)",
                            document: "{\"group\": \(question / 2)}")
                    }
                    try warehouse.ingest(samples, as: run, file: "\(seed) \(step) \(shots)")
                    try ingestSingle(step: step, seed: seed, into: warehouse)
                }
            }
        }
        for (step, shots) in [(1, 0), (2, 0), (4, 5), (8, 5)] {
            let samples = (0..<6).map {
                Sample.sample(
                    "\($0)", logprobs: logprobs($0 % 3, step: step, seed: 0), prompt: "\(shots) shots: \($0)")
            }
            try warehouse.ingest(
                samples, as: .sample(step: step, task: "put in two ways", shots: shots), file: "mixed \(step)"
            )
        }
        _ = try warehouse.apply([
            try TaskRule(line: 2, cells: ["match": "t", "cluster": "group", "behavior": "b"])
        ])
    }

    private static func ingestSingle(step: Int, seed: Int, into warehouse: Warehouse) throws {
        var run = RunStatement.sample(step: step, task: "single")
        run.reference.ref += "/\(seed)"
        run.reference.stated.seed = seed
        let samples = (0..<5).map {
            Sample.sample("\($0)", logprobs: [-Double($0 + step + seed) / 3], prompt: "single \($0)")
        }
        try warehouse.ingest(samples, as: run, file: "single \(step) \(seed)")
    }

    private static func logprobs(_ question: Int, step: Int, seed: Int) -> [Double?] {
        switch (question, step) {
        case (3, 2): [nil, -1, -2]
        case (4, _): [-1.5, -1.5, -1.5]
        case (5, 8): [-1, -.infinity, -.infinity]
        case (6, _): [-3, .nan, -1]
        case (7, _): [Double(step) * 90 - 900, -20, -30]
        default: [Double(step * (question % 3 - 1)) / 3 - 5, -5 - Double(question + seed) / 7, -6]
        }
    }

    private static let cases: [(query: String, given: [String: String])] =
        [("metrics", [:]), ("metrics", ["all_runs": "1", "task": "t%"]), ("metrics", ["task": "none"])]
        + ["train_step", "rlhf_step", "n_params"].flatMap { axis in
            [
                ("trend", ["axis": axis]), ("trend", ["axis": axis, "allow_mixed": "1"]),
                ("trend", ["axis": axis, "task": "t", "metric": "logodds,nll,choice_mass,nll_raw"]),
                ("trend", ["axis": axis, "behavior": "b", "metric": "credit_per_char,p_match_per_byte"]),
                ("trend", ["axis": axis, "series": "s", "task": "%ing%", "at": "final"]),
            ]
        }

    @Test("answers as the portable one does", arguments: cases)
    func agrees(_ query: String, _ given: [String: String]) throws {
        let definition = try QueryCatalog.query(query)
        let connection = try ReadConnection(path: fixture.path)
        let portable = try connection.prepare(definition.sql)
        for (name, value) in try definition.values(given: given) { try portable.bind(name, value) }
        let native = try connection.prepare(#require(definition.nativeSQL))
        for (name, value) in try definition.values(given: given) { try native.bind(name, value) }
        #expect(native.columnNames == portable.columnNames)
        let (own, other) = try (rows(native), rows(portable))
        #expect(own.count == other.count)
        for (left, right) in zip(own, other) {
            for (column, pair) in zip(native.columnNames, zip(left, right)) {
                #expect(Self.isSame(pair.0, pair.1), "\(column): \(pair.0) and \(pair.1)")
            }
        }
    }

    @Test("has something to differ in")
    func isNotTrivial() throws {
        let rows = try rows(
            ReadConnection(path: fixture.path).prepare(
                QueryCatalog.query("trend"), given: ["axis": "train_step", "metric": "logodds,credit"]))
        let words = Set(rows.joined().compactMap(\.text))
        #expect(words.isSuperset(of: ["mixed_protocols", "n_inf", "seeds"]), "\(words)")
    }

    private func rows(_ statement: ReadStatement) throws -> [[ResultValue]] {
        var rows: [[ResultValue]] = []
        try statement.forEachRow { rows.append($0) }
        return rows
    }

    private static func isSame(_ a: ResultValue, _ b: ResultValue) -> Bool {
        if case .real(let a) = a, case .real(let b) = b {
            return a == b || abs(a - b) <= 1e-12 + 1e-12 * max(abs(a), abs(b))
        }
        return a == b
    }
}
