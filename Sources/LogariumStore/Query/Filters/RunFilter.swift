import LogariumCore
import LogariumFunctions

/// The runs that given parameters are about, counted apart and together.
struct RunFilter {
    /// A parameter with its value, and the condition on a run that it makes.
    private struct Condition {
        let name: String
        let text: String
        let value: ResultValue
        let sql: String
    }

    private let conditions: [Condition]

    /// - Parameter side: only parameters of this side of a comparison, and those of both.
    init(_ query: QueryDefinition, _ given: [String: String], side: String) throws {
        conditions = try query.parameters.compactMap { parameter in
            guard let text = given[parameter.name], ["", side].contains(parameter.side),
                let column = Self.columns[parameter.plainName]
            else { return nil }
            return Condition(
                name: parameter.name, text: text, value: try parameter.value(from: text),
                sql: "(\(column))".replacing(":wanted", with: ":\(parameter.name)"))
        }
    }

    /// What was asked for and how many runs there are of it: "task=facts: 52 runs".
    func counts(_ connection: ReadConnection) throws -> [String] {
        try conditions.map { condition in
            let count = try Self.runs(connection, [condition], also: "1")
            return "\(condition.name)=\(condition.text): \(count.of("run"))"
        }
    }

    /// Runs that all conditions hold for.
    func together(_ connection: ReadConnection) throws -> Int64 {
        try Self.runs(connection, conditions, also: "1")
    }

    /// Of these, the primary ones without a response and without a score.
    func withoutExamples(_ connection: ReadConnection) throws -> Int64 {
        try Self.runs(connection, conditions, also: Self.isBare)
    }

    /// What is known of these: "40 reported values".
    func heldWithoutExamples(_ connection: ReadConnection) throws -> String {
        try Self.runs(
            connection, conditions, also: Self.isBare,
            counting: "SUM((SELECT COUNT(*) FROM reported_metric WHERE reported_metric.run_id = run.run_id))"
        ).of("reported value")
    }

    private static let isBare = """
        run.is_primary = 1 AND NOT EXISTS (SELECT 1 FROM response WHERE response.run_id = run.run_id)
        AND NOT EXISTS (SELECT 1 FROM score WHERE score.run_id = run.run_id)
        """

    /// Conditions on a run, by the parameter's plain name.
    private static let columns: [String: String] = [
        "task": "task.name", "behavior": "behavior.name", "model": "model.name", "series": "model.series",
        "family": "task.family", "protocol": "protocol.label", "train_step": "checkpoint.train_step",
        "rlhf_step": "checkpoint.rlhf_step", "seed": "checkpoint.seed", "run": "run.run_id",
        "run_id": "run.run_id",
    ].mapValues { "IS_ASKED(\($0), :wanted)" }.merging(
        ["a", "b"].map { ($0, "IS_ASKED(run.ref, :wanted) OR IS_ASKED(model.name, :wanted)") }
    ) { own, _ in own }

    /// Why runs that all conditions hold for are on no line of an axis: reason, how many runs, of how many models.
    func offLine(
        axis: String, _ connection: ReadConnection
    ) throws -> [(reason: OffLine, runs: Int64, models: Int64)] {
        let task = conditions.first { $0.name == "task" && AskedValues($0.text).isSingle }.map {
            ":" + $0.name
        }
        let condition = OffLine.condition(axis: axis, task: task)
        let search = try connection.prepare(
            """
            SELECT \(OffLine.sql(axis: axis)) AS reason, COUNT(*), COUNT(DISTINCT model.model_id)
            \(Self.joins)
            WHERE \((conditions.map(\.sql) + [condition]).joined(separator: " AND "))
            GROUP BY 1 ORDER BY 2 DESC
            """)
        for condition in conditions { try search.bind(condition.name, condition.value) }
        var found: [(OffLine, Int64, Int64)] = []
        try search.forEachRow { row in
            guard let reason = row[0].text.flatMap(OffLine.init) else { return }
            found.append((reason, row[1].integer ?? 0, row[2].integer ?? 0))
        }
        return found
    }

    private static let joins = """
        FROM run
        JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
        JOIN model ON model.model_id = checkpoint.model_id
        JOIN task ON task.task_id = run.task_id
        JOIN protocol ON protocol.protocol_id = run.protocol_id
        LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
        """

    private static func runs(
        _ connection: ReadConnection, _ conditions: [Condition], also last: String,
        counting count: String = "COUNT(*)"
    ) throws -> Int64 {
        let search = try connection.prepare(
            """
            SELECT \(count) \(joins)
            WHERE \((conditions.map(\.sql) + [last]).joined(separator: " AND "))
            """)
        for condition in conditions { try search.bind(condition.name, condition.value) }
        var total: Int64 = 0
        try search.forEachRow { total = $0[0].integer ?? 0 }
        return total
    }
}

extension Int64 {
    /// "1 run", "2 runs".
    func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
