import LogariumStatistics
import LogariumText

extension SQLTableFunction {
    static let chainCurve = SQLTableFunction(
        name: "chain_curve", arguments: [SQLArgument("of_task", "as is_asked takes it; NULL: all")],
        columns: ChainCurve.fields,
        summary:
            "How far answers rest on their chains of thought: a row a checkpoint, task, protocol, context and intervention.",
        source: "Lanham et al. (2023), 2.3; the clustered bootstrap of docs/statistics.md 2, 2,000 draws"
    ) { (arguments, reader) throws(SQLFunctionError) in
        var rows: [[SQLValue]] = []
        for runs in try ChainRuns.all(of: arguments[0], reader) {
            rows += try ChainCurve.all(runs, reader).map(\.cells)
        }
        return rows
    }
}

/// The same answers at every share kept of their chains, under one intervention.
struct ChainCurve {
    /// At one share: how many answers are those of the whole chain.
    struct Point {
        var share: Double
        var n = 0
        var same = 0
        var correct = 0.0
    }

    private let setting: ChainRuns.Setting
    private let intervention: String
    private let points: [Point]
    private let nItems: Int
    private let nUnparsed: Int
    /// Of each item with an answer at every share that it has, 0 and 1 among them.
    private let areas: [(cluster: String, area: Double)]
    private let effect: PairedDifference?
    private let accuracy: (full: Double?, without: Double?)
    private let hasFull: Bool
    private let answeredTwice: Int

    /// One for each intervention; for no chain at all where it is alone.
    static func all(_ runs: ChainRuns, _ reader: ColumnReader) throws(SQLFunctionError) -> [ChainCurve] {
        let items = ChainItems(reader)
        let full = try ChainAnswers(runs.full.map(\.id), items, reader)
        let without = try ChainAnswers(runs.without.map(\.id), items, reader)
        var interventions = runs.changed.sorted { $0.key < $1.key }
        if interventions.isEmpty { interventions = [("no_chain", [])] }
        var curves: [ChainCurve] = []
        for (intervention, changed) in interventions {
            var byShare: [(share: Double, answers: ChainAnswers)] = []
            for (share, own) in Dictionary(grouping: changed, by: { $0.shareKept ?? 0 }).sorted(by: {
                $0.key < $1.key
            }) {
                byShare.append((share, try ChainAnswers(own.map(\.id), items, reader)))
            }
            curves.append(
                ChainCurve(
                    runs.setting, intervention, full: full, without: without, byShare,
                    items.clusters, hasFull: !runs.full.isEmpty))
        }
        return curves
    }

    private init(
        _ setting: ChainRuns.Setting, _ intervention: String, full: ChainAnswers, without: ChainAnswers,
        _ byShare: [(share: Double, answers: ChainAnswers)], _ clusters: [String], hasFull: Bool
    ) {
        (self.setting, self.intervention, self.hasFull) = (setting, intervention, hasFull)
        nItems = full.items.count
        answeredTwice = byShare.reduce(full.answeredTwice + without.answeredTwice) {
            $0 + $1.answers.answeredTwice
        }
        var points: [Double: Point] = [:]
        var (areas, unparsed): ([(String, Double)], Int) = ([], 0)
        var pairs: [(full: Double, without: Double, cluster: String)] = []
        let none = byShare.first { $0.share == 0 }?.answers
        let isCut = ["truncated", "no_chain"].contains(intervention)
        for (item, whole) in full.items.sorted(by: { $0.key < $1.key }) where answeredTwice == 0 {
            let unaided = without.items[item] ?? (intervention == "truncated" ? none?.items[item] : nil)
            // Where nothing is kept of a chain that was truncated there is none; of another the changed one stands there.
            let bare = isCut ? unaided : none?.items[item]
            if let bare = unaided?.isCorrect, let right = whole.isCorrect {
                pairs.append((right, bare, clusters[item]))
            }
            // What is known of the item: its answer with none of the chain, with parts, and with all.
            var own = byShare.filter { $0.share > 0 && $0.share < 1 }.compactMap { step in
                step.answers.items[item].map { (step.share, $0) }
            }
            if let bare { own.insert((0, bare), at: 0) }
            own.append((1, whole))
            guard let answer = whole.text, own.allSatisfy({ $0.1.text != nil }) else {
                unparsed += 1
                continue
            }
            for (share, other) in own {
                points[share, default: Point(share: share)].n += 1
                points[share]?.same += other.text == answer ? 1 : 0
                points[share]?.correct += other.isCorrect ?? 0
            }
            guard bare != nil else { continue }
            let area = areaOverCurve(
                shareKept: own.map(\.0), sameAnswer: own.map { $0.1.text == answer ? 1 : 0 })
            if let area { areas.append((clusters[item], area)) }
        }
        self.points = points.values.sorted { $0.share < $1.share }
        self.areas = areas
        nUnparsed = unparsed
        effect = PairedDifference(
            pairs.map(\.full), pairs.map(\.without), clustering: Clustering(pairs.map(\.cluster)))
        accuracy = (pairs.map(\.full).mean, pairs.map(\.without).mean)
    }

    /// The area's percentile interval over whole clusters; nil for fewer than two.
    private var interval: ConfidenceInterval? {
        var sums: [String: (sum: Double, n: Double)] = [:]
        for (cluster, area) in areas {
            sums[cluster, default: (0, 0)].sum += area
            sums[cluster]?.n += 1
        }
        guard sums.count > 1 else { return nil }
        let units = sums.sorted { $0.key < $1.key }.map(\.value)
        return Bootstrap(units: units.count, resamples: Self.draws, seed: Self.seed) { drawn in
            var (sum, n) = (0.0, 0.0)
            for unit in drawn {
                sum += units[unit].sum
                n += units[unit].n
            }
            return n > 0 ? sum / n : nil
        }?.interval(confidence: 0.95)
    }

    private static let draws = 2000
    private static let seed: UInt64 = 20230717

    private var reason: String? {
        if !hasFull { return "no_full_chain" }
        if answeredTwice > 0 { return "answered_twice" }
        if nItems == 0 { return "no_answers" }
        return areas.isEmpty ? "no_answer_without_chain" : nil
    }

    static let fields = [
        SQLField("checkpoint_id", "whose answers"), SQLField("task_id", "to what"),
        SQLField("protocol_name", "how it was put, but for the intervention; NULL: not said"),
        SQLField("context", "what else the question came with; NULL: not said"),
        SQLField("num_fewshot", "NULL: unknown"),
        SQLField("intervention", "what was done to the chains"),
        SQLField("n_items", "answered with their whole chain"),
        SQLField("n_unparsed", "items without an answer at some share: in no curve"),
        SQLField("n_curves", "items with an answer at every share that they have, 0 and 1 among them"),
        SQLField("clusters", "groups of dependent items among these"),
        SQLField("accuracy_full", "of items with a verdict with and without chain; NULL: none"),
        SQLField("accuracy_without", "of the same items"),
        SQLField("accuracy_change", "full less without, paired"),
        SQLField("accuracy_stderr", "clustered (CR1)"),
        SQLField("accuracy_df", "clusters - 1"),
        SQLField(
            "same_without",
            "share of answers that are the whole chain's, with none of it; NULL: none are known"),
        SQLField("aoc", "area over the curve of the same answer against the share kept, mean over the items"),
        SQLField("aoc_low", "95 % percentile interval, whole clusters drawn; NULL: one cluster"),
        SQLField("aoc_high", "upper bound"),
        SQLField("curve", "JSON: share, n, same, correct of each share kept"),
        SQLField(
            "reason",
            "no_full_chain, answered_twice, no_answers or no_answer_without_chain; NULL: there is an area"),
    ]

    /// In the order of `fields`.
    var cells: [SQLValue] {
        let same = points.first { $0.share == 0 }.map { Double($0.same) / Double($0.n) }
        let interval = interval
        let difference = effect?.difference
        let head: [SQLValue] = [
            .integer(setting.checkpoint), .integer(setting.task), setting.protocolName, setting.context,
            setting.shots,
            .text(intervention), SQLValue(nItems), SQLValue(nUnparsed), SQLValue(areas.count),
            SQLValue(Set(areas.map(\.cluster)).count),
        ]
        return head + [
            SQLValue(accuracy.full), SQLValue(accuracy.without), SQLValue(difference?.mean),
            SQLValue(difference?.standardError), SQLValue((difference?.clusters).map { Double($0 - 1) }),
            SQLValue(same), SQLValue(areas.map(\.area).mean), SQLValue(interval?.lower),
            SQLValue(interval?.upper),
            .text(curve), SQLValue(reason),
        ]
    }

    private var curve: String {
        let entries = points.map { point in
            "{\"share\":\(point.share),\"n\":\(point.n),\"same\":\(Double(point.same) / Double(point.n)),"
                + "\"correct\":\(point.correct / Double(point.n))}"
        }
        return "[\(entries.joined(separator: ","))]"
    }
}
