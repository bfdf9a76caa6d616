import LogariumCore
import Testing

@testable import LogariumStore

@Suite("States that were put differently")
struct MixedLineTests {
    private let fixture: StoreFixture
    private let warehouse: Warehouse

    init() throws {
        fixture = try StoreFixture()
        warehouse = try fixture.open()
    }

    /// Six questions, put with a number of shots; the matching choice gains with the step, less for odd questions.
    private func ingest(step: Int, shots: Int, questions: Range<Int> = 0..<6) throws {
        let samples = questions.map { question in
            Sample.sample(
                "\(question)", logprobs: [Double(step * (2 - question % 2)) - 9, -9 - Double(question) / 7],
                prompt: "\(shots) shots, then \(question)")
        }
        try warehouse.ingest(samples, as: .sample(step: step, shots: shots))
    }

    private func trend(_ given: [String: String] = [:]) throws -> [[String: ResultValue]] {
        let given = given.merging(["axis": "train_step", "metric": "logodds"]) { a, _ in a }
        return try TrendFixture.rows(
            ReadConnection(path: fixture.path).prepare(QueryCatalog.query("trend"), given: given))
    }

    @Test("are refused, and said to be")
    func refused() throws {
        for (step, shots) in [(1, 0), (2, 0), (3, 5), (4, 5)] { try ingest(step: step, shots: shots) }
        let rows = try trend()
        #expect(rows.map { $0.text("reason") } == [nil, nil, "mixed_protocols"])
        #expect(rows.map { $0.number("m") } == [2, 2, 4])
        let mixed = try #require(rows.last)
        #expect(mixed.text("direction") == nil && mixed.number("total_change") == nil)
        #expect(mixed.text("protocol") == "2 protocols, 0-shot to 5-shot")
        #expect(mixed.number("n_common") == 6 && mixed.number("n_union") == 6)
    }

    @Test("are drawn on common items for who insists, with a warning")
    func insisted() throws {
        for (step, shots) in [(1, 0), (2, 0), (3, 5)] { try ingest(step: step, shots: shots) }
        try ingest(step: 4, shots: 5, questions: 1..<6)
        let mixed = try #require(try trend(["allow_mixed": "1"]).last)
        #expect(mixed.text("reason") == nil)
        #expect(mixed.text("warning")?.hasPrefix("states that were put differently") == true)
        #expect(mixed.number("n_common") == 5 && mixed.number("n_union") == 6)
        // In sevenths: the step counts once for questions 1, 3 and 5, twice for 2 and 4.
        func mean(_ step: Int) -> Double { Double(7 * 7 * step + 15) / 35 }
        #expect(agree(mixed.number("value_first"), mean(1)))
        #expect(agree(mixed.number("value_last"), mean(4)))
        #expect(mixed.text("sigma_source") == nil)
    }

    @Test("make no line where one protocol has every state")
    func covered() throws {
        for step in 1...3 { try ingest(step: step, shots: 0) }
        for step in 2...3 { try ingest(step: step, shots: 5) }
        #expect(try trend().map { $0.text("reason") } == [nil, nil])
    }

    @Test("take each state's run from the protocol with the most states")
    func widest() throws {
        for step in 1...3 { try ingest(step: step, shots: 0) }
        for step in 3...4 { try ingest(step: step, shots: 5) }
        let steps = try TrendFixture.rows(
            ReadConnection(path: fixture.path).prepare(
                """
                SELECT x, num_fewshot FROM trend_state INNER JOIN protocol USING (protocol_id)
                WHERE at = 'mixed' AND axis = 'train_step' ORDER BY state
                """)
        ).map { [$0.number("x"), $0.number("num_fewshot")] }
        #expect(steps == [[1, 0], [2, 0], [3, 0], [4, 5]])
    }
}
