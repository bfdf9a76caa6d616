import GRDB
import LogariumCore

/// What makes two runs the same run: reference, protocol, engine, dtype, selection, versions, label.
struct RunKey {
    let db: Database

    /// The key of a run that is not stored yet, under a protocol.
    static func key(of run: RunRecord, comparabilityKey: String) -> String {
        var digest = SHA256Digest()
        let parts = [
            run.reference.ref, comparabilityKey, run.engine, run.dtype, run.selection, run.harness,
            run.harnessVersion, run.taskVersion, run.label,
        ]
        for part in parts { digest.updateField(part ?? "") }
        return digest.finalizeHash128().description
    }

    /// The key of a stored run under a protocol.
    func key(of run: Int64, protocolID: Int64) throws -> String {
        let row = try db.fetchCachedRow(
            sql: """
                SELECT run.ref, protocol.comparability_key, run.engine, run.dtype, run.selection, run.harness,
                    run.harness_version, run.task_version, run.label
                FROM run INNER JOIN protocol ON protocol.protocol_id = ?
                WHERE run.run_id = ?
                """,
            arguments: [protocolID, run])
        var digest = SHA256Digest()
        for column in 0..<(row?.count ?? 0) { digest.updateField(row?[column] ?? "") }
        return digest.finalizeHash128().description
    }

    /// Gives a run the key that its columns now make.
    ///
    /// - Parameter label: tells the run apart where another one has that key.
    func refresh(run: Int64, label: String) throws {
        let protocolID =
            try db.fetchCachedValue(
                Int64.self, sql: "SELECT protocol_id FROM run WHERE run_id = ?", arguments: [run]) ?? 0
        var key = try key(of: run, protocolID: protocolID)
        let taken = try db.fetchCachedValue(
            Int64.self, sql: "SELECT run_id FROM run WHERE run_key = ? AND run_id <> ?",
            arguments: [key, run])
        if taken != nil {
            try db.executeCached(sql: "UPDATE run SET label = ? WHERE run_id = ?", arguments: [label, run])
            key = try self.key(of: run, protocolID: protocolID)
        }
        try db.executeCached(sql: "UPDATE run SET run_key = ? WHERE run_id = ?", arguments: [key, run])
    }
}
