import LogariumStatistics

extension SQLTableFunction {
    static let runScore = SQLTableFunction(
        name: "run_score",
        arguments: [
            SQLArgument("run", "run_id"),
            SQLArgument(
                "of_metrics",
                "names of scores, parted by commas: name, of every filter, or name@filter; NULL: the primary one of a run without log-probs"
            ),
        ],
        columns: fields,
        summary: "What a run's answers were scored: the mean of each score that is asked for, a row each.",
        source:
            "CR1 clustered standard error; Wilson where all scores are 0 or 1; a ratio where they have weights"
    ) { (arguments, reader) throws(SQLFunctionError) in
        guard let run = try arguments.whole(0) else { return [] }
        let metrics = try reader.metrics(named: arguments[1].text, of: Int64(run), isSingle: false)
        var rows: [[SQLValue]] = []
        for metric in metrics where metric.isScore { rows.append(try row(metric, Int64(run), reader)) }
        return rows
    }

    private static func row(
        _ score: Metric, _ run: Int64, _ reader: ColumnReader
    ) throws(SQLFunctionError) -> [SQLValue] {
        let own = try reader.values(of: score, in: run, byItem: false)
        let metric = score.refined(by: [own])
        let known = own.values.indices.filter { !own.values[$0].isNaN }
        let values = known.map { own.values[$0] }
        let clustering = Clustering(known.map { own.clusters[$0] })
        let mean = ClusteredMean(values, clustering: clustering)
        let interval: ConfidenceInterval? =
            metric.unit == .share
            ? mean.flatMap(ClusteredProportion.init)?.interval() : mean?.estimate?.interval()
        return [
            .text(metric.name), .text(metric.unit.rawValue), .integer(Int64(values.count)),
            .integer(Int64(own.values.count - values.count)), .integer(Int64(clustering.count)),
            SQLValue(values.mean), SQLValue(mean?.standardError), SQLValue(interval?.lower),
            SQLValue(interval?.upper),
        ]
    }

    private static let fields = [
        SQLField("score", "its name, with @filter where the harness has filters"),
        SQLField("unit", "share where all are 0 or 1, else number"),
        SQLField("n_scored", "examples with a value"),
        SQLField("n_unscored", "with none: not a number, missing"),
        SQLField("clusters", "groups of dependent examples among the scored"),
        SQLField("mean", "over the scored; NULL: there are none"),
        SQLField("stderr", "clustered (CR1); NULL: fewer than 2 clusters"),
        SQLField("low", "of the 95 % interval: Wilson of a share, else t; NULL: no stderr"),
        SQLField("high", "upper bound"),
    ]
}
