import CSQLiteFunctions
import LogariumStatistics

/// Reads the columns of runs from a warehouse: packed where the table `run_column` holds them, else from the rows.
///
/// Both ways give the same bits, so that what is computed from columns never depends on whether they are stored. One
/// reader serves all functions of a connection and remembers what it has read until the warehouse changes.
public final class ColumnReader {
    let statements: CompiledStatements
    private var version = csqlite_version()
    private var known: [Int64: RunColumns] = [:]
    private var knownRows = 0
    var knownScores: [Int64: [ScoreName]] = [:]
    /// What was read last: a line's states are asked for its trend and for the noise of each.
    var knownScoreValues: [ScoreOfRun: RunValues] = [:]
    var nKnownScoreValues = 0
    private let clusterNumbers = ClusterNumbers()
    /// Of the statement at hand: functions that are asked the same of the same lines judge them once.
    var judged: [LineQuestion: [JudgedLine]] = [:]
    var behaviors: [BehaviorQuestion: [BehaviorTeam]] = [:]

    /// - Parameter connection: a `sqlite3 *`, which must outlive what is read.
    public init(connection: UnsafeMutableRawPointer) {
        statements = CompiledStatements(connection: connection)
    }

    static func held(by pointer: UnsafeMutableRawPointer?) -> ColumnReader? {
        pointer.map { Unmanaged<ColumnReader>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Keeps statements compiled until `end`; begins and ends nest.
    public func begin() { statements.begin() }
    public func end() {
        statements.end()
        if statements.isIdle { (judged, behaviors) = ([:], [:]) }
    }

    // MARK: Reading

    /// Nil where the run has no responses.
    func measures(of run: Int64) throws(SQLFunctionError) -> RunMeasures? {
        if let rows = statements.select(Self.storedMeasures) {
            rows.bind(1, run)
            defer { rows.reset() }
            if try rows.step() {
                return RunMeasures(values: RunMeasures.names.indices.map { rows.value(Int32($0)) })
            }
        }
        let columns = try columns(of: run, with: Set(RunColumns.Number.allCases))
        return columns.count == 0 ? nil : columns.measures
    }

    /// Empty where the run has no responses.
    ///
    /// - Parameter numbers: the columns that are needed; others may be there.
    func columns(of run: Int64, with numbers: Set<RunColumns.Number>) throws(SQLFunctionError) -> RunColumns {
        forgetWhatChanged()
        if let columns = known[run], numbers.allSatisfy({ columns.numbers[$0] != nil }) { return columns }
        let stored = try storedColumns(of: run, known[run], adding: numbers)
        let columns = if let stored { stored } else { try rows(of: run) }
        if known[run] == nil { knownRows += columns.count }
        if knownRows > Self.mostRows {
            known = [:]
            knownRows = columns.count
        }
        known[run] = columns
        return columns
    }

    /// Some 20 to 40 bytes each: enough for the metrics of one line after another, and for the processor's cache.
    static let mostRows = 200_000

    func forgetWhatChanged() {
        let now = csqlite_data_version(statements.connection)
        guard now.file != version.file || now.own_changes != version.own_changes else { return }
        version = now
        known = [:]
        knownRows = 0
        (knownScores, knownScoreValues, nKnownScoreValues) = ([:], [:], 0)
        clusterNumbers.forget()
    }

    // An older warehouse has no such table, and then nothing is stored.
    private static let stored = "FROM main.run_column WHERE run_id = ?1 AND form = \(RunColumns.form)"
    private static let storedMeasures =
        "SELECT \(RunMeasures.names.joined(separator: ", ")) \(stored)"
    private static let storedHead =
        "SELECT n_examples, \(RunColumns.headNames.joined(separator: ", ")) \(stored)"
    private static let storedNumbers = Dictionary(
        uniqueKeysWithValues: RunColumns.Number.allCases.map { number in
            let isLSE = RunColumns.lseNames.contains(number.rawValue)
            let lse = "(SELECT \(number.rawValue) FROM main.run_column_lse WHERE run_id = ?1)"
            return (number, "SELECT \(isLSE ? lse : number.rawValue) \(stored)")
        })

    /// Nil where the run is not packed, or its columns are damaged.
    private func storedColumns(
        of run: Int64, _ known: RunColumns?, adding numbers: Set<RunColumns.Number>
    ) throws(SQLFunctionError) -> RunColumns? {
        var columns = known
        if columns == nil {
            guard let rows = statements.select(Self.storedHead) else { return nil }
            rows.bind(1, run)
            defer { rows.reset() }
            guard try rows.step() else { return nil }
            columns = RunColumns(count: Int(rows.integer(0)), packedHead: { rows.bytes(Int32($0) + 1) })
        }
        for number in numbers where columns?.numbers[number] == nil {
            let rows = try statements.need(Self.storedNumbers[number] ?? "")
            rows.bind(1, run)
            defer { rows.reset() }
            guard try rows.step(), columns?.add(number, packed: rows.bytes(0)) == true else { return nil }
        }
        return columns
    }

    /// Whether the stored columns of a run, if it has some, hold what its rows say.
    public func isStoredAsItIs(_ run: Int64) throws(SQLFunctionError) -> Bool {
        let all = Set(RunColumns.Number.allCases)
        guard let stored = try storedColumns(of: run, nil, adding: all) else { return true }
        return try stored == rows(of: run)
    }

    /// From the rows of `response`, whatever is stored.
    public func rows(of run: Int64) throws(SQLFunctionError) -> RunColumns {
        let rows = try statements.need(
            """
            SELECT example_id, status, \(RunColumns.Number.allCases.map(\.rawValue).joined(separator: ", "))
            FROM main.response WHERE run_id = ?1 ORDER BY example_id
            """)
        var columns = RunColumns()
        var numbers = RunColumns.Number.allCases.map { _ in [Double]() }
        rows.bind(1, run)
        while try rows.step() {
            columns.examples.append(rows.integer(0))
            columns.statuses.append(try Self.statusCode(rows.bytes(1)))
            for place in numbers.indices { numbers[place].append(rows.real(Int32(place) + 2)) }
        }
        columns.clusters = try clusters(of: columns.examples)
        columns.numbers = Dictionary(uniqueKeysWithValues: zip(RunColumns.Number.allCases, numbers))
        return columns
    }

    private static func statusCode(_ bytes: UnsafeRawBufferPointer) throws(SQLFunctionError) -> UInt8 {
        if bytes.elementsEqual("ok".utf8) { return 0 }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let code = RunColumns.statuses.firstIndex(where: { $0.rawValue == text }) else {
            throw SQLFunctionError("a response has the status '\(text)', which this program does not know")
        }
        return UInt8(code)
    }

    /// Of each example the index of the first one in its cluster.
    func clusters(of examples: [Int64]) throws(SQLFunctionError) -> [Int32] {
        // The runs of a task come one after another, and mostly answer the same examples.
        if clusterNumbers.last.examples == examples { return clusterNumbers.last.clusters }
        let rows = try statements.need("SELECT cluster FROM main.example WHERE example_id = ?1")
        clusterNumbers.prepare()
        var firstIndex: [Int32: Int32] = [:]
        var clusters: [Int32] = []
        clusters.reserveCapacity(examples.count)
        for (index, example) in examples.enumerated() {
            let number = try clusterNumbers.number(of: example, rows)
            let first = firstIndex[number] ?? Int32(index)
            firstIndex[number] = first
            clusters.append(first)
        }
        clusterNumbers.last = (examples, clusters)
        return clusters
    }

    /// What a run says of every example under a metric.
    ///
    /// - Parameter byItem: by the item that an example puts (view `shared_item`), for states that put their items
    ///   differently; items that the run puts twice have no value.
    func values(
        of metric: String, in run: Int64, byItem: Bool
    ) throws(SQLFunctionError) -> RunValues {
        let own = try metrics(named: metric, of: run, isSingle: false)
        if let metric = Metric.named(metric) ?? (own.count == 1 ? own[0] : nil) {
            return try values(of: metric, in: run, byItem: byItem)
        }
        guard own.isEmpty else {
            throw SQLFunctionError(
                "there are several scores '\(metric)': \(own.map(\.name).joined(separator: ", "))")
        }
        throw SQLFunctionError(
            "there is no metric '\(metric)' and run \(run) has no such score; the view trend_metric lists the metrics"
        )
    }

    func values(
        of metric: Metric, in run: Int64, byItem: Bool
    ) throws(SQLFunctionError) -> RunValues {
        let own = try ownValues(of: metric, in: run)
        guard byItem else { return own }
        let rows = try statements.need("SELECT item_id FROM shared_item WHERE example_id = ?1")
        var items: [Int64: Double] = [:]
        for (index, example) in own.examples.enumerated() {
            rows.bind(1, example)
            defer { rows.reset() }
            guard try rows.step() else { continue }
            let item = rows.integer(0)
            items[item] = items[item] == nil ? own.values[index] : .nan
        }
        let sorted = items.sorted { $0.key < $1.key }
        let examples = sorted.map(\.key)
        return RunValues(
            examples: examples, clusters: try clusters(of: examples), values: sorted.map(\.value))
    }

    private func ownValues(of metric: Metric, in run: Int64) throws(SQLFunctionError) -> RunValues {
        if case .score(let name, let filter) = metric.making {
            return try scoreValues(ScoreName(metric: name, filter: filter), in: run)
        }
        let numbers = RunColumns.numbers(for: metric)
        let columns = try columns(of: run, with: numbers ?? [])
        let values =
            if let values = columns.values(of: metric) { values } else {
                try choiceValues(of: metric, in: run, columns.examples)
            }
        return RunValues(examples: columns.examples, clusters: columns.clusters, values: values)
    }

    /// A metric that is made of the choices by a score, NaN where an example has none.
    private func choiceValues(
        of metric: Metric, in run: Int64, _ examples: [Int64]
    ) throws(SQLFunctionError) -> [Double] {
        guard case .choices(let score, let value) = metric.making else { return [] }
        let rows = try statements.need(
            "SELECT example_id, matches, \(score) FROM main.choice_score WHERE run_id = ?1")
        rows.bind(1, run)
        var values: [Int64: Double] = [:]
        var (example, scores, matching): (Int64, [Double], [Int]) = (-1, [], [])
        func end() {
            if !scores.isEmpty {
                values[example] = NormalisedChoice(scores: scores, matching: matching).map(value)
            }
            (scores, matching) = ([], [])
        }
        // The choices of one response come together: its primary key is the order.
        while try rows.step() {
            if rows.integer(0) != example { end() }
            example = rows.integer(0)
            if rows.integer(1) == 1 { matching.append(scores.count) }
            scores.append(rows.real(2))
        }
        end()
        return examples.map { values[$0] ?? .nan }
    }
}

/// Numbers for the clusters of examples, so that their names are read once for all runs that share them.
private final class ClusterNumbers {
    private var byExample: [Int64: Int32] = [:]
    private var byName: [String: Int32] = [:]
    /// What was asked last, and told.
    var last: (examples: [Int64], clusters: [Int32]) = ([], [])

    func forget() {
        last = ([], [])
        byExample = [:]
        byName = [:]
    }

    /// Between two runs: numbers count within one.
    func prepare() {
        if byExample.count > 500_000 { forget() }
    }

    func number(of example: Int64, _ rows: WarehouseRows) throws(SQLFunctionError) -> Int32 {
        if let number = byExample[example] { return number }
        rows.bind(1, example)
        defer { rows.reset() }
        guard try rows.step() else {
            throw SQLFunctionError("example \(example) has a response and no row; ask logarium doctor")
        }
        let name = String(decoding: rows.bytes(0), as: UTF8.self)
        let number = byName[name] ?? Int32(byName.count)
        byName[name] = number
        byExample[example] = number
        return number
    }
}
