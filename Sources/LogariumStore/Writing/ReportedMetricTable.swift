import GRDB
import LogariumCore

/// The aggregates that were reported.
struct ReportedMetricTable {
    let db: Database

    func insert(_ metric: ReportedMetric, ref: String, checkpoint: Int64, source: Int64) throws {
        try db.executeCached(
            sql: """
                INSERT INTO reported_metric (
                    source_file_id, ref, checkpoint_id, name, is_group, members, metric, filter_name, value,
                    value_text, stderr, n, higher_is_better
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                source, ref, checkpoint, metric.name, metric.members != nil,
                metric.members.map { JSONArray.text(quoting: $0.sorted()) }, metric.metric, metric.filter,
                metric.value, metric.valueText, metric.stderr, metric.n, metric.higherIsBetter,
            ])
    }

    /// Ties the aggregates of a source to the run that they are about.
    ///
    /// - Returns: whether one of them was tied to another run, or to none.
    @discardableResult
    func link(run: Int64, ref: String, task: String, source: Int64?) throws -> Bool {
        try db.executeCached(
            sql: """
                UPDATE reported_metric SET run_id = ?1
                WHERE source_file_id = ?2 AND ref = ?3 AND name = ?4 AND is_group = 0 AND run_id IS NOT ?1
                """,
            arguments: [run, source, ref, task])
        return db.changesCount > 0
    }

    /// Ties what was reported of a run to the one that holds its values and more.
    func move(from old: Int64, to new: Int64) throws {
        try db.executeCached(
            sql: "UPDATE reported_metric SET run_id = ? WHERE run_id = ?", arguments: [new, old])
    }
}
