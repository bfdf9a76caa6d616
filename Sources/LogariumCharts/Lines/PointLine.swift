import LogariumCore
/// One line of `trend_points` or `behavior_points`: a task's or a behavior's states along an axis, for one metric.
struct PointLine {
    struct State {
        let x: Double
        /// Nil: refused, or infinite.
        let mean: Double?
        let stderr: Double?
        let low: Double?
        let high: Double?
        /// Of a refused line: the state's own mean, not to be held against another's.
        let ownMean: Double?
        /// Behind the mean: of all tests together where it is one over tests.
        let nExamples: Double?
        let nTests: Int
        let record: ChartTable.Record
    }

    static let columns = [
        "axis", "task", "line", "metric", "state", "x", "mean", "stderr", "low", "high", "model", "series",
    ]

    let axis: TrendAxis
    let task: String
    let metric: MetricText
    let states: [State]
    /// Its first state's row, for what is equal all along.
    let record: ChartTable.Record

    /// The lines of an answer, in its order.
    ///
    /// - Throws: `ChartError.missingColumns`.
    static func lines(in table: ChartTable, for chart: String) throws -> [PointLine] {
        try table.require(columns, by: chart)
        return table.records
            .grouped {
                "\($0.word("line") ?? "")\u{1F}\($0.word("metric") ?? "")\u{1F}\($0.word("axis") ?? "")"
            }
            .compactMap { PointLine($0.members) }
    }

    init?(_ records: [ChartTable.Record]) {
        guard let first = records.first, let axis = first.text("axis").flatMap(TrendAxis.init(named:)) else {
            return nil
        }
        self.axis = axis
        task = first.text("task") ?? "?"
        metric = MetricText(first.text("metric") ?? "?", unit: first.text("unit"))
        record = first
        states = records.compactMap { record in
            guard let x = record.number("x") else { return nil }
            return State(
                x: x, mean: record.number("mean"), stderr: record.number("stderr"), low: record.number("low"),
                high: record.number("high"), ownMean: record.number("own_mean"),
                nExamples: record.number("n_common"),
                nTests: record.number("n_tests").map { Int($0) } ?? 1, record: record)
        }
    }

    /// Whether no state has a mean: nothing is drawn but what the states show by themselves.
    var isRefused: Bool { states.allSatisfy { $0.mean == nil } }

    /// Why, in words.
    var refusal: String { record.text("reason")?.replacingUnderscores ?? "no value" }

    /// What it is a measure of: the behavior, or the task where none was named.
    var measure: String { record.text("behavior") ?? task }

    /// What is held fixed along the line, by column; a column that varies is not among them.
    var coordinates: [(column: String, value: String)] {
        let columns = ["series", "model", "n_params", "train_step", "rlhf_step", "seed", "protocol"]
        let moving: Set<String> =
            switch axis {
            case .nParams, .nParamsNonEmbedding: ["model", "n_params"]
            case .trainStep, .trainTokens: ["train_step"]
            case .rlhfStep: ["rlhf_step"]
            }
        return columns.filter { !moving.contains($0) }.compactMap { column in
            record.word(column).map { (column, $0) }
        }
    }

    /// The mean at step 0, which a logarithmic axis has no place for.
    var baseline: Double? { record.number("baseline") }

    /// Everything that tells the line from another of the same tasks and metric.
    var key: String { coordinates.map { "\($0.column)=\($0.value)" }.joined(separator: "\u{1F}") }

    /// Coordinates that the tests of a suite share: all but the protocol.
    var suiteCoordinates: [(column: String, value: String)] { coordinates.filter { $0.column != "protocol" } }
    var suiteKey: String { suiteCoordinates.map { "\($0.column)=\($0.value)" }.joined(separator: "\u{1F}") }

    /// The suite for people; the series is named where the figures are of several.
    func suiteName(among lines: [PointLine]) -> String {
        let hasOneSeries = Set(lines.map { $0.record.word("series") }).count < 2
        return suiteCoordinates.filter { !($0.column == "series" && hasOneSeries) && $0.column != "n_params" }
            .map { LineCast.word($0.column, $0.value) }.joined(separator: " · ")
    }

    /// Whether a row of another query is about lines with these coordinates.
    func isAlong(_ row: ChartTable.Record) -> Bool {
        suiteCoordinates.allSatisfy { row[$0.column].isNull || row.word($0.column) == $0.value }
    }
}
