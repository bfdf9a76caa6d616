import LogariumCore

/// Which checkpoint a reference is, for all references of a warehouse.
struct CheckPlaces {
    private struct Place {
        var model: String?
        var trainStep: Int64?
        var rlhfStep: Int64?
        var seed: Int64?
    }

    private var byReference: [String: Place] = [:]

    init(_ connection: ReadConnection) throws {
        let wanted = ["ref", "model", "train_step", "rlhf_step", "seed"]
        let query = try QueryCatalog.query("references")
        try SelectedColumns(connection.prepare(query), columns: wanted).forEachRow { row in
            byReference[row[0].text ?? ""] = Place(
                model: row[1].text, trainStep: row[2].integer, rlhfStep: row[3].integer, seed: row[4].integer)
        }
    }

    func affected(_ row: CheckRow, command: String) -> CheckFinding.Affected {
        let place = row.ref.flatMap { byReference[$0] }
        return CheckFinding.Affected(
            task: row.task, model: place?.model, trainStep: place?.trainStep, rlhfStep: place?.rlhfStep,
            seed: place?.seed, runID: row.runID, ref: row.ref, n: row.n, nOf: row.nOf, detail: row.detail,
            command: command)
    }
}
