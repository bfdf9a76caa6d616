import LogariumCore

/// References that several rows of `models.csv` match and that these rows do not describe alike.
enum DisagreeingRules {
    static func rows(_ connection: ReadConnection, _ options: CheckOptions) throws -> [CheckRow] {
        guard !options.modelRules.isEmpty else { return [] }
        var rows: [CheckRow] = []
        let query = try QueryCatalog.query("references")
        let wanted = ["ref", "model_name", "pretrained", "revision", "runs"]
        try SelectedColumns(connection.prepare(query), columns: wanted).forEachRow { row in
            guard let ref = row[0].text else { return }
            var reference = CheckpointReference(ref: ref)
            (reference.modelName, reference.pretrained) = (row[1].text, row[2].text)
            reference.revision = row[3].text
            guard let decision = options.modelRules.decide(reference), !decision.disagreeing.isEmpty else {
                return
            }
            let lines = decision.disagreeing.map(String.init).joined(separator: ", ")
            rows.append(
                CheckRow(
                    fault: "rows of models.csv that match one reference and disagree", ref: ref,
                    n: row[4].integer,
                    detail: "line \(lines) says otherwise than the first that matches"))
        }
        return rows
    }
}
