/// A row of `trend`, as far as charts need it.
struct TrendRow {
    /// After Benjamini–Hochberg over the lines of the answer that agree in metric and coordinates.
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

    private static let falseDiscoveryRate = 0.05

    let change: Double?
    let low: Double?
    let high: Double?
    let p: Double?
    let verdict: Verdict

    /// By the line they are about.
    static func rows(_ table: ChartTable) -> [String: TrendRow] {
        Dictionary(table.records.map { (key($0), TrendRow($0)) }, uniquingKeysWith: { first, _ in first })
    }

    private init(_ record: ChartTable.Record) {
        change = record.number("total_change")
        (low, high, p) = (record.number("low"), record.number("high"), record.number("p"))
        let isSure = record.number("p_bh").map { $0 <= Self.falseDiscoveryRate } ?? false
        verdict = isSure ? change.map { $0 > 0 ? .rising : .falling } ?? .unclear : .unclear
    }

    /// "7 ↓, 3 ↑, 2 unclear (Benjamini–Hochberg, q = .05)".
    static func counts(_ rows: [TrendRow]) -> String {
        let count = { (verdict: Verdict) in rows.count { $0.verdict == verdict } }
        return
            "\(count(.falling)) ↓, \(count(.rising)) ↑, \(count(.unclear)) unclear (Benjamini–Hochberg, q = .05)"
    }

    /// Tells the line and the metric of a row of any trend query.
    static func key(_ record: ChartTable.Record) -> String {
        "\(record.word("line") ?? "")\u{1F}\(record.word("metric") ?? "")"
    }
}
