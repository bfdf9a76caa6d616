import LogariumStatistics

/// A row of `trend`, as far as charts need it.
struct TrendRow {
    /// After Benjamini–Hochberg over the tests that are shown together.
    enum Verdict: String {
        case rising, falling, unclear

        var paint: Paint {
            switch self {
            case .rising: .diverging(4)
            case .falling: .diverging(-4)
            case .unclear: .muted
            }
        }

        var shape: LineStyle.Shape {
            switch self {
            case .rising: .triangle
            case .falling: .square
            case .unclear: .circle
            }
        }
    }

    static let falseDiscoveryRate = 0.05

    let change: Double?
    let low: Double?
    let high: Double?
    let p: Double?
    var verdict = Verdict.unclear

    /// By the line they are about, with verdicts over the rows of one axis and set of coordinates.
    static func rows(_ table: ChartTable) -> [String: TrendRow] {
        var rows: [String: TrendRow] = [:]
        for (_, records) in table.records.grouped(by: group) {
            let tested = records.compactMap { record in record.number("p").map { (record, $0) } }
            let adjusted = MultipleTesting.benjaminiHochberg(tested.map(\.1))
            let sure = Set(zip(tested, adjusted).filter { $0.1 <= falseDiscoveryRate }.map { key($0.0.0) })
            for record in records {
                var row = TrendRow(record)
                if sure.contains(key(record)), let change = row.change {
                    row.verdict = change > 0 ? .rising : .falling
                }
                rows[key(record)] = row
            }
        }
        return rows
    }

    private init(_ record: ChartTable.Record) {
        change = record.number("total_change")
        (low, high, p) = (record.number("low"), record.number("high"), record.number("p"))
    }

    /// "7 ↓, 3 ↑, 2 unclear (Benjamini–Hochberg, q = .05)".
    static func counts(_ rows: [TrendRow]) -> String {
        let count = { (verdict: Verdict) in rows.count { $0.verdict == verdict } }
        return
            "\(count(.falling)) ↓, \(count(.rising)) ↑, \(count(.unclear)) unclear (Benjamini–Hochberg, q = .05)"
    }

    /// The axis, the metric and what is equal along the lines: over these lines, test by test, the verdicts are.
    private static func group(_ record: ChartTable.Record) -> String {
        let columns = ["axis", "series", "model", "train_step", "rlhf_step", "seed", "variant", "metric"]
        return columns.map { record.word($0) ?? "" }.joined(separator: "\u{1F}")
    }

    /// Tells the line and the metric of a row of any trend query.
    static func key(_ record: ChartTable.Record) -> String {
        "\(record.word("line") ?? "")\u{1F}\(record.word("metric") ?? "")"
    }
}
