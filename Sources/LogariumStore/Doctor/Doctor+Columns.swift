import LogariumFunctions

extension Doctor {
    /// How many runs have packed columns, and, thoroughly, whether these are what the rows say.
    static func examineColumns(
        _ connection: ReadConnection, _ thorough: Bool, _ report: inout Diagnosis
    ) throws {
        let packed = try connection.rows("SELECT run_id FROM run_column ORDER BY run_id").compactMap {
            $0.first?.integer
        }
        let all = try connection.rows(
            """
            SELECT COUNT(*) FROM run
            WHERE EXISTS (SELECT 1 FROM response WHERE response.run_id = run.run_id)
            """
        ).first?.first?.integer
        report.note("packed runs", "\(packed.count) of \(all ?? 0)")
        guard thorough else { return }
        let reader = ColumnReader(connection: UnsafeMutableRawPointer(connection.handle))
        reader.begin()
        defer { reader.end() }
        for run in packed {
            try connection.checkLimits()
            guard try !reader.isStoredAsItIs(run) else { continue }
            report.find(
                "columns", "the packed columns of run \(run) are not what its responses say",
                "run `logarium db optimize --drop --db \(connection.path)`, then without --drop")
        }
    }
}
