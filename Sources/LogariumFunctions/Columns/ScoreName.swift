import LogariumStatistics

/// A score of a run.
struct ScoreOfRun: Hashable {
    let run: Int64
    let score: ScoreName
}

/// A score that a source gave every example: what it is called, and the harness's filter that made it.
struct ScoreName: Hashable {
    let metric: String
    /// `none` where the harness has none.
    let filter: String

    /// `exact_match`, `exact_match@strict-match`.
    var name: String { filter == Self.none ? metric : "\(metric)@\(filter)" }

    static let none = "none"

    init(metric: String, filter: String) { (self.metric, self.filter) = (metric, filter) }

    /// What people take a run's answers by where nobody names a score: these in their order, else the first by name.
    static func primary(among names: [ScoreName]) -> ScoreName? {
        names.min { (rank($0), $0.name) < (rank($1), $1.name) }
    }

    private static func rank(_ name: ScoreName) -> Int {
        preferred.firstIndex(of: name.metric) ?? preferred.count
    }

    private static let preferred = ["correct", "exact_match", "acc", "pass@1", "f1", "score"]
}

extension Metric {
    /// A score as a measure, of which the values alone say what it is: binary, a share, or any number.
    ///
    /// - Parameter values: of all runs that are looked at; NaN where an example has none.
    static func score(_ name: ScoreName, values: [[Double]] = []) -> Metric {
        let known = values.joined().lazy.filter { !$0.isNaN }
        let isBounded = !values.isEmpty && known.allSatisfy { (0...1).contains($0) }
        let isBinary = isBounded && known.allSatisfy { $0 == 0 || $0 == 1 }
        return Metric(
            score: name.metric, filter: name.filter, name: name.name, isBounded: isBounded, isBinary: isBinary
        )
    }
}

extension ColumnReader {
    /// The scores that some example of a run has, by name.
    func scores(of run: Int64) throws(SQLFunctionError) -> [ScoreName] {
        forgetWhatChanged()
        if let names = knownScores[run] { return names }
        let rows = try statements.need(
            """
            SELECT DISTINCT metric, filter_name FROM main.score
            WHERE run_id = ?1 AND metric NOT IN ('answer_text', 'target_text', 'suggested_text')
            ORDER BY metric, filter_name
            """)
        rows.bind(1, run)
        defer { rows.reset() }
        var names: [ScoreName] = []
        while try rows.step() {
            names.append(ScoreName(metric: rows.value(0).text ?? "", filter: rows.value(1).text ?? ""))
        }
        knownScores[run] = names
        return names
    }

    /// Whether the run has log-probs.
    func hasResponses(_ run: Int64) throws(SQLFunctionError) -> Bool {
        let rows = try statements.need("SELECT EXISTS (SELECT 1 FROM main.response WHERE run_id = ?1)")
        rows.bind(1, run)
        defer { rows.reset() }
        return try rows.step() && rows.integer(0) == 1
    }

    /// What a run is asked: the metrics and scores that are named and that it has; where none is named the usual
    /// metrics, or the primary score of a run without log-probs.
    ///
    /// - Parameters:
    ///   - names: parted by commas. `name@filter` is one score, `name` every filter's.
    ///   - isSingle: of a task with one choice, nothing to compare.
    func metrics(named names: String?, of run: Int64, isSingle: Bool) throws(SQLFunctionError) -> [Metric] {
        guard let names else {
            let usual = Metric.all.filter { $0.isUsual(single: isSingle) }
            if try hasResponses(run) { return usual }
            return ScoreName.primary(among: try scores(of: run)).map { [.score($0)] } ?? usual
        }
        let registered = Metric.all(named: names)
        let words = names.split(separator: ",").map(String.init)
            .filter { Metric.named($0) == nil }
        guard !words.isEmpty else { return registered }
        let own = try scores(of: run).filter { score in
            words.contains { $0 == score.name || $0 == score.metric }
        }
        return registered + own.map { .score($0) }
    }

    /// What a run says of every example under a score; NaN where the harness gave none.
    ///
    /// A score with weights is a ratio: each example stands for its part of the ratio's linear form, so that the mean is the
    /// ratio and its standard error the ratio's (Cochran 1977, 2.11).
    func scoreValues(_ score: ScoreName, in run: Int64) throws(SQLFunctionError) -> RunValues {
        forgetWhatChanged()
        let key = ScoreOfRun(run: run, score: score)
        if let values = knownScoreValues[key] { return values }
        let values = try readScoreValues(score, in: run)
        nKnownScoreValues += values.examples.count
        if nKnownScoreValues > Self.mostRows {
            knownScoreValues = [:]
            nKnownScoreValues = values.examples.count
        }
        knownScoreValues[key] = values
        return values
    }

    private func readScoreValues(_ score: ScoreName, in run: Int64) throws(SQLFunctionError) -> RunValues {
        let rows = try statements.need(
            """
            SELECT example_id, CASE WHEN status = 'ok' THEN value END, weight FROM main.score
            WHERE run_id = ?1 AND metric = ?2 AND filter_name = ?3 ORDER BY example_id
            """)
        rows.bind(1, run)
        rows.bind(2, score.metric)
        rows.bind(3, score.filter)
        defer { rows.reset() }
        var (examples, values, weights): ([Int64], [Double], [Double]) = ([], [], [])
        while try rows.step() {
            examples.append(rows.integer(0))
            values.append(rows.value(1).number ?? .nan)
            weights.append(rows.value(2).number ?? .nan)
        }
        if weights.contains(where: { !$0.isNaN }) { values = Self.linearised(values, weights) }
        return RunValues(examples: examples, clusters: try clusters(of: examples), values: values)
    }

    private static func linearised(_ values: [Double], _ weights: [Double]) -> [Double] {
        let known = values.indices.filter { !values[$0].isNaN && !weights[$0].isNaN }
        let total = known.reduce(0) { $0 + weights[$1] }
        guard total > 0 else { return values.map { _ in .nan } }
        let ratio = known.reduce(0) { $0 + values[$1] } / total
        let mean = total / Double(known.count)
        return values.indices.map { (values[$0] - ratio * weights[$0]) / mean + ratio }
    }
}

extension Metric {
    /// A score with what its values say of it; a metric of the registry is what it is.
    ///
    /// - Parameter values: of all states of a line. A smallest effect that was asked for stays.
    func refined(by values: [RunValues]) -> Metric {
        guard case .score(let name, let filter) = making else { return self }
        let known = Metric.score(ScoreName(metric: name, filter: filter), values: values.map(\.values))
        return sesoi > 0 ? known.with(sesoi: sesoi) : known
    }
}
