import LogariumStatistics

/// How much a state's mean differs between trainings, for the groups of lines of the view trend_noise_run.
struct NoiseOfLines {
    private struct Unit {
        var source = ""
        var runs: [(run: Int64, weight: Double)] = []
    }
    private struct Key: Hashable { let group, metric: String }

    private let reader: ColumnReader
    private var units: [String: [(name: String, unit: Unit)]] = [:]
    private var known: [Key: CheckpointNoise?] = [:]

    init(_ reader: ColumnReader, _ question: LineQuestion) throws(SQLFunctionError) {
        self.reader = reader
        let (tasks, oneByOne) = try question.tasks(reader)
        let select = "SELECT noise_group, source, unit, run_id, weight, task_id FROM trend_noise_run"
        let order = " ORDER BY noise_group, unit, run_id"
        if oneByOne {
            for task in tasks.sorted() { try read(select + " WHERE task_id = ?1" + order, tasks, task) }
        } else {
            try read(select + order, tasks, nil)
        }
    }

    private mutating func read(_ sql: String, _ tasks: Set<Int64>, _ task: Int64?) throws(SQLFunctionError) {
        let rows = try reader.statements.need(sql)
        if let task { rows.bind(1, task) }
        defer { rows.reset() }
        while try rows.step() {
            guard tasks.contains(rows.integer(5)) else { continue }
            let (group, name) = (rows.value(0).text ?? "", rows.value(2).text ?? "")
            if units[group]?.last?.name != name {
                units[group, default: []].append((name, Unit(source: rows.value(1).text ?? "")))
            }
            let last = (units[group]?.count ?? 1) - 1
            units[group]?[last].unit.runs.append((rows.integer(3), rows.real(4)))
        }
    }

    /// Nil where nothing tells it.
    mutating func of(_ group: String?, _ metric: String) throws(SQLFunctionError) -> CheckpointNoise? {
        guard let group, let units = units[group] else { return nil }
        let key = Key(group: group, metric: metric)
        if let noise = known[key] { return noise }
        var seeds: [[CheckpointNoise.Seed]] = []
        var differences: [Double] = []
        for (_, unit) in units {
            var moments: [(weight: Double, mean: Double, variance: Double?)] = []
            for (run, weight) in unit.runs {
                guard let moment = try reader.moment(of: metric, in: run), let mean = moment.mean else {
                    continue
                }
                moments.append((weight, mean, moment.variance))
            }
            if unit.source == "seeds" {
                seeds.append(
                    moments.compactMap { own in
                        own.variance.map { CheckpointNoise.Seed(mean: own.mean, variance: $0) }
                    })
            } else if moments.count == 3 {
                differences.append(moments.reduce(0) { $0 + $1.weight * $1.mean })
            }
        }
        let noise = CheckpointNoise(seedsOfEachSize: seeds) ?? CheckpointNoise(secondDifferences: differences)
        known[key] = .some(noise)
        return noise
    }
}
