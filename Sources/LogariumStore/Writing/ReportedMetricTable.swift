import GRDB
import LogariumCore

/// The aggregates that were reported.
struct ReportedMetricTable {
    let db: Database

    func insert(_ metric: ReportedMetric, ref: String, checkpoint: Int64, source: Int64) throws {
        try db.executeCached(
            sql: """
                INSERT INTO reported_metric (
                    source_file_id, ref, checkpoint_id, name, is_group, members, metric, filter, value,
                    value_text, stderr, n, higher_is_better
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                source, ref, checkpoint, metric.name, metric.members != nil,
                metric.members.map { JSONText.array(quoting: $0.sorted()) }, metric.metric, metric.filter,
                metric.value, metric.valueText, metric.stderr, metric.n, metric.higherIsBetter,
            ])
    }

    /// Ties the aggregates of a source to the run that they are about.
    func link(run: Int64, ref: String, task: String, source: Int64?) throws {
        try db.executeCached(
            sql: """
                UPDATE reported_metric SET run_id = ?
                WHERE source_file_id = ? AND ref = ? AND name = ? AND is_group = 0
                """,
            arguments: [run, source, ref, task])
    }
}
