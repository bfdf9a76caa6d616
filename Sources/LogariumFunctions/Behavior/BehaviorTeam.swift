import LogariumStatistics

/// A behavior under one metric over lines that agree in every coordinate but the axis: what one row of `behavior_trend`
/// answers for.
struct BehaviorTeam {
    struct Name: Hashable {
        let metric: String
        let behavior: SQLValue
        let coordinates: String

        var text: String { "\(metric)|\(behavior.text ?? "")\(coordinates)" }
    }

    let name: Name
    let metric: Metric
    let lines: [BehaviorLine]
    /// Whether tasks that differ in what more of them means were turned round.
    let isTurnedToBetter: Bool
    /// In the order of their keys.
    let tests: [BehaviorTest]
    let nClusters: Int
    /// The mean over the tests that have all states; nil where no test is.
    let mean: Mean?
    private let totals: LineTotals

    struct Mean {
        let places: [BehaviorLine.Place]
        let answer: LineAnswer
        let row: JSONObject
    }

    init(
        _ name: Name, _ lines: [TrendLine], _ metric: Metric, test: BehaviorQuestion.Test?,
        _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        self.name = name
        let meanings = Set(lines.map { $0["more_is"] }.filter { !$0.isNull })
        isTurnedToBetter = meanings.count > 1 && metric.isOfBehavior
        var turned: [BehaviorLine] = []
        for line in lines {
            turned.append(try BehaviorLine(line, metric, isTurnedToBetter: isTurnedToBetter, reader))
        }
        self.lines = turned
        // A smallest effect for scores in 0 to 1 holds where all tests have such.
        let isOneKind = turned.allSatisfy { $0.metric.range == turned[0].metric.range }
        self.metric = isOneKind ? turned.first?.metric ?? metric : metric
        let drawn = turned.filter { $0.answer != nil }
        let families = Dictionary(grouping: drawn, by: \.family)
        nClusters = try Self.clusters(of: families, reader)
        switch test {
        case .task: tests = Self.tasks(families).adjusted
        case .question: tests = try Self.questions(families, reader)
        case nil: tests = []
        }
        mean = Self.mean(of: tests, sesoi: metric.sesoi)
        totals = try LineTotals(ofRuns: Set(lines.flatMap { $0.states.map(\.run) }).sorted(), reader)
    }

    /// What independent groups of questions are behind the tests: tasks of one family may share theirs.
    private static func clusters(
        of families: [String: [BehaviorLine]], _ reader: ColumnReader
    ) throws(SQLFunctionError) -> Int {
        var count = 0
        for lines in families.values {
            if lines.count == 1 {
                count += lines[0].answer?.common.clustering.count ?? 0
                continue
            }
            var names: Set<String> = []
            for line in lines { names.formUnion(try line.answer?.common.clusterNames(reader) ?? []) }
            count += names.count
        }
        return count
    }

    // MARK: Tests

    private static func tasks(_ families: [String: [BehaviorLine]]) -> [BehaviorTest] {
        families.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { family, lines in
            let points = lines.map { line in
                line.states(line.answer?.means ?? [])
            }
            return BehaviorTest(
                key: family, name: lines.map(\.familyName).max() ?? family, lines: points,
                spreads: lines.map { ($0.answer?.standardError, $0.answer?.degreesOfFreedom) })
        }
    }

    private static func questions(
        _ families: [String: [BehaviorLine]], _ reader: ColumnReader
    ) throws(SQLFunctionError) -> [BehaviorTest] {
        var lines: [String: (name: String, points: [[BehaviorTest.Point]])] = [:]
        for line in families.values.joined() {
            guard let common = line.answer?.common else { continue }
            let clusters = try common.clusterNames(reader)
            let rows = Dictionary(grouping: clusters.indices) { clusters[$0] }
            for (cluster, rows) in rows {
                let means = common.states.map { state in rows.map { state[$0] }.mean ?? .nan }
                let key = line.family + "|" + cluster
                let known = lines[key]?.points ?? []
                lines[key] = (line.familyName + ": " + cluster, known + [line.states(means)])
            }
        }
        return lines.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { key, test in
            BehaviorTest(key: key, name: test.name, lines: test.points, spreads: nil)
        }
    }

    private static func mean(of tests: [BehaviorTest], sesoi: Double) -> Mean? {
        var x: [BehaviorLine.Place: Double] = [:]
        for point in tests.lazy.flatMap(\.points) {
            x[point.place] = max(x[point.place] ?? point.scaledX, point.scaledX)
        }
        let places = x.keys.sorted()
        guard !places.isEmpty else { return nil }
        let rows = tests.compactMap { test -> [Double]? in
            let y = Dictionary(uniqueKeysWithValues: test.points.map { ($0.place, $0.y) })
            let row = places.compactMap { y[$0] }
            return row.count == places.count ? row : nil
        }
        let common = CommonValues(
            union: tests.count, clustering: Clustering(singletons: rows.count),
            states: places.indices.map { state in rows.map { $0[state] } })
        // Twins stand at the larger of their places, as all of one x do.
        var largest: [SQLValue: Double] = [:]
        for (place, x) in x { largest[place.x] = max(largest[place.x] ?? x, x) }
        let answer = LineAnswer(
            x: places.map { largest[$0.x] ?? .nan }, common: common, sesoi: sesoi, noiseVariance: nil)
        var row = JSONObject()
        answer.writeLine(to: &row)
        return Mean(places: places, answer: answer, row: row)
    }
}

extension BehaviorLine {
    /// - Parameter means: one a state.
    func states(_ means: [Double]) -> [BehaviorTest.Point] {
        zip(line.states, zip(places, means)).map { state, own in
            BehaviorTest.Point(place: own.0, scaledX: state.scaledX, y: own.1)
        }
    }
}

// MARK: As rows

extension BehaviorTeam {
    private static let columns: [(name: String, meaning: String)] = [
        ("team", "metric, behavior and coordinates"), ("metric", "as asked"),
        ("behavior", "what the tests measure; NULL: not said"), ("series", "NULL: unknown"),
        ("model", "NULL: it varies"), ("train_step", "NULL: it varies or is unknown"),
        ("rlhf_step", "0 where there was none; NULL: it varies"), ("seed", "NULL: unknown"),
        ("variant", "empty: none"),
        ("orientation", "as scored, or better: tests where more is worse are turned"),
        ("n_tests", "with a change; a family counts once"), ("n_clusters", "independent groups of questions"),
        (
            "n_lines_refused",
            "for a common share under .5, states or models that cannot be told apart, infinite values"
        ),
        ("n_unoriented_tasks", "left out of a behavior that had to be turned, for want of more_is"),
        ("m", "states, at most"), ("x_first", "smallest coordinate"), ("x_last", "largest coordinate"),
        ("sesoi", "changes up to it are flat"), ("has_other_states", "1: tests do not share their states"),
        ("n_rising", "tests with a change above 0; NULL without tests, as all that follow"),
        ("n_falling", "below 0"), ("n_unchanged", "of 0 (under 1e-12: rounding)"),
        ("n_rising_beyond", "above sesoi"), ("n_falling_beyond", "below minus sesoi"), ("n_flat", "within"),
        ("n_strictly_rising", "at every step"), ("n_strictly_falling", "at every step"),
        ("n_rising_bh", "by themselves at a false discovery rate of 5 %; NULL: no test has a p"),
        ("n_falling_bh", "as n_rising_bh"),
        ("p_all_rise", "of the least sure test, one-sided; NULL: one has no p"),
        ("p_all_fall", "as p_all_rise"), ("n_with_stderr", "tests with a standard error above 0"),
        ("mean_change", "mean over tests, fitted over the range"), ("mean_low", "95 % t interval over tests"),
        ("mean_high", "upper bound"), ("mean_shape", "of the mean line"), ("mean_law_p", "of its slope"),
        ("mean_noise_to_explain", "smallest checkpoint noise that makes its finding chance"),
        (
            "pooled_change",
            "random effects, REML; NULL: fewer than two tests, or one without a standard error"
        ),
        ("pooled_low", "95 % Hartung-Knapp interval, factor at least 1"), ("pooled_high", "upper bound"),
        ("prediction_low", "where 95 % of true changes fall; NULL below three tests"),
        ("prediction_high", "upper bound"), ("share_expected_rising", "Phi(mean / tau)"),
        ("tau", "SD of the true changes between tests"), ("i2", "share of the variation between tests"),
        ("heterogeneity_p", "of one common change (Cochran's Q)"), ("dl_change", "by DerSimonian and Laird"),
        ("dl_tau", "SD between tests by them"),
        ("shapes", "JSON: how many lines have which shape; NULL: questions"),
        ("frac_tied", "share of ties; NULL: no comparison"),
        ("mean_choice_mass", "of all choices together; NULL: no comparison"),
        ("n_excluded", "responses without a value, over all states and tests"),
    ]

    static let fields = columns.map { SQLField($0.name, $0.meaning) }

    /// In the order of `fields`.
    func cells(isOfTasks: Bool) -> [SQLValue] {
        naming + counts + meanLine + pooled
            + [
                shapes(isOfTasks), SQLValue(totals.fracTied), SQLValue(totals.meanChoiceMass),
                .integer(totals.nExcluded),
            ]
    }

    private func largest(_ field: String) -> SQLValue { lines.map { $0.line[field] }.max() ?? .null }

    private var naming: [SQLValue] {
        let steps = Set(lines.map { $0.line["train_step"] }.filter { !$0.isNull })
        let ms = Set(lines.map(\.line.states.count))
        let (first, last) = (Set(lines.map { $0.line["x_first"] }), Set(lines.map { $0.line["x_last"] }))
        let refused = lines.count { $0.turn != nil && $0.answer == nil }
        let unoriented = Set(lines.filter { $0.turn == nil }.map { $0.line["task_id"] })
        return [
            .text(name.text), .text(metric.name), name.behavior, largest("series"), largest("model"),
            steps.count == 1 ? steps.first ?? .null : .null, largest("rlhf_step"), largest("seed"),
            largest("variant"), .text(isTurnedToBetter ? "better" : "as scored"),
            .integer(Int64(tests.count)),
            .integer(Int64(nClusters)), .integer(Int64(refused)), .integer(Int64(unoriented.count)),
            .integer(Int64(ms.max() ?? 0)), first.min() ?? .null, last.max() ?? .null, SQLValue(metric.sesoi),
            .integer(ms.count > 1 || first.count > 1 || last.count > 1 ? 1 : 0),
        ]
    }

    private var counts: [SQLValue] {
        guard !tests.isEmpty else { return [SQLValue](repeating: .null, count: 13) }
        func count(_ condition: (BehaviorTest) -> Bool) -> SQLValue {
            .integer(Int64(tests.count(where: condition)))
        }
        let sesoi = metric.sesoi
        let hasP = tests.contains { $0.pAdjusted != nil }
        func discovered(_ condition: (BehaviorTest) -> Bool) -> SQLValue {
            hasP ? count { ($0.pAdjusted ?? 1) <= 0.05 && condition($0) } : .null
        }
        func leastSure(_ p: (BehaviorTest) -> Double?) -> SQLValue {
            let all = tests.compactMap(p)
            return all.count == tests.count ? SQLValue(all.max()) : .null
        }
        return [
            count { $0.change > 0 }, count { $0.change < 0 }, count { $0.change == 0 },
            count { $0.change > sesoi }, count { $0.change < -sesoi }, count { abs($0.change) <= sesoi },
            count(\.isStrictlyRising), count(\.isStrictlyFalling), discovered { $0.change > 0 },
            discovered { $0.change < 0 }, leastSure(\.pRise), leastSure(\.pFall),
            count { $0.standardError != nil },
        ]
    }

    private var meanLine: [SQLValue] {
        let row = mean?.row ?? JSONObject()
        let numbers = ["total_change", "low", "high"].map { SQLValue(row[$0].number) }
        return numbers
            + [
                row["shape"].string.map(SQLValue.text) ?? .null, SQLValue(row["law_p"].number),
                SQLValue(row["noise_to_explain"].number),
            ]
    }

    private var pooled: [SQLValue] {
        let variances = tests.compactMap { $0.standardError.map { $0 * $0 } }
        let analysis =
            variances.count == tests.count
            ? MetaAnalysis(effects: tests.map(\.change), variances: variances) : nil
        let reml = analysis?.reml
        let interval = reml?.interval()
        let prediction = reml?.predictionInterval()
        return [
            reml?.mean, interval?.lower, interval?.upper, prediction?.lower, prediction?.upper,
            reml?.sharePositive, reml?.tauSquared.squareRoot(), analysis?.heterogeneity?.iSquared,
            analysis?.heterogeneity?.p, analysis?.derSimonianLaird?.mean,
            analysis?.derSimonianLaird?.tauSquared.squareRoot(),
        ].map { SQLValue($0) }
    }

    private func shapes(_ isOfTasks: Bool) -> SQLValue {
        let drawn = lines.compactMap(\.answer)
        guard isOfTasks, !drawn.isEmpty else { return .null }
        var json = JSONObject()
        for (shape, lines) in Dictionary(grouping: drawn, by: { $0.shape ?? "undefined" }).sorted(by: {
            $0.key < $1.key
        }) {
            json.set(shape, lines.count)
        }
        return json.value
    }
}
