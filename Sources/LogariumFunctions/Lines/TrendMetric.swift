/// A row of the view trend_metric.
struct TrendMetric {
    let name: String
    /// Smallest effect of interest, in the metric's unit.
    private(set) var sesoi: Double
    /// Whether it is asked, when none is named, of tasks with one choice (true) or several (false).
    let isUsualWhenSingle: Bool?

    /// - Parameter sesoi: nil: the metric's own.
    func with(sesoi: Double?) -> TrendMetric {
        var metric = self
        metric.sesoi = sesoi ?? self.sesoi
        return metric
    }

    /// By name.
    ///
    /// - Parameter names: parted by commas; nil: every one.
    static func all(named names: String?, _ reader: ColumnReader) throws(SQLFunctionError) -> [TrendMetric] {
        let rows = try reader.statements.need(
            """
            SELECT name, sesoi, default_when_single FROM trend_metric
            WHERE ?1 IS NULL OR INSTR(',' || ?1 || ',', ',' || name || ',') > 0 ORDER BY name
            """)
        rows.bind(1, names)
        return try rows.all().map { row in
            TrendMetric(
                name: row[0].text ?? "", sesoi: row[1].number ?? 0,
                isUsualWhenSingle: row[2].number.map { $0 == 1 })
        }
    }
}
