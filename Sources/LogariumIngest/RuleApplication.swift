import LogariumCore
import LogariumStore

/// Applies `models.csv` and `tasks.csv` to what the warehouse knows, and tells where their rows disagree.
struct RuleApplication {
    let warehouse: Warehouse
    let write: WriteOptions
    let options: IngestOptions

    /// To what the warehouse holds already.
    func run(_ summary: inout IngestSummary) throws {
        if let file = options.models {
            note(try warehouse.apply(write.modelRules), of: file, &summary)
        }
        if let file = options.tasks {
            note(try warehouse.apply(write.taskRules), of: file, &summary)
        }
    }

    /// - Parameter references: those that are only now being ingested.
    func note(references: [CheckpointReference], _ summary: inout IngestSummary) {
        for reference in references {
            guard let file = options.models, let decision = write.modelRules.decide(reference) else {
                continue
            }
            note([reference.ref: decision.disagreeing], of: file, &summary)
        }
    }

    /// After the last file: rows that were of no use.
    func finish(_ summary: inout IngestSummary) throws {
        if let file = options.models {
            for line in try warehouse.idle(write.modelRules) {
                summary.idleRules.append(
                    "\(file):\(line): matches no reference (`logarium query references`)")
            }
        }
        if let file = options.tasks {
            for line in try warehouse.idle(write.taskRules) {
                summary.idleRules.append("\(file):\(line): matches no task (`logarium tasks`)")
            }
            for (line, fault) in try warehouse.missingFields(write.taskRules) {
                summary.misnamedFields.append("\(file):\(line): \(fault)")
            }
        }
    }

    private func note(_ outcome: EditOutcome, of file: String, _ summary: inout IngestSummary) {
        summary.nIdentitiesChanged += outcome.changed.count
        note(outcome.disagreeing, of: file, &summary)
    }

    private func note(_ disagreeing: [String: [Int]], of file: String, _ summary: inout IngestSummary) {
        for (name, lines) in disagreeing.sorted(by: { $0.key < $1.key }) where !lines.isEmpty {
            let text =
                "\(file):\(lines.map(String.init).joined(separator: ",")): matches \(name) too but says otherwise; "
                + "the first row that matches was taken"
            if !summary.disagreeingRules.contains(text) { summary.disagreeingRules.append(text) }
        }
    }
}
