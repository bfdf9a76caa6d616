import LogariumStatistics

/// A line with its states and names: a row of the view trend_line, with the rows of trend_state behind it.
struct TrendLine {
    struct State {
        let run: Int64
        let number: Int64
        let x: SQLValue
        let scaledX: Double
        let checkpoint: Int64
        let model: Int64
    }

    let name: String
    let states: [State]
    let isMixed: Bool
    let isSingle: Bool
    /// How many states cannot be told apart from another by what is known of them.
    let unknownStates: Int
    /// How many are of a model of which references say different sizes (view model_conflict).
    let conflictingModels: Int
    /// Where trend_noise_run has its runs.
    let noiseGroup: String?
    /// The run at step 0 of the same line, which a logarithmic axis has no place for.
    var baseline: Int64?
    /// In the order of `fields`.
    let cells: [SQLValue]

    static let fields =
        ["axis", "at", "coordinates", "task_id", "task", "family", "more_is", "behavior", "series", "model"]
        + ["train_step", "train_tokens", "rlhf_step", "seed", "variant", "n_protocols", "protocol"]
        + ["comparability_key", "m", "x_first", "x_last", "x_unit", "unknown_states", "conflicting_models"]

    /// - Parameters:
    ///   - rows: of `TrendLineReader.columns`, of one line, in the order of its states; at least one.
    ///   - conflicts: models and variants in the view model_conflict.
    init(_ rows: [[SQLValue]], conflicts: Set<[SQLValue]>) {
        let table = LineRows(rows)
        name = table.first("line").text ?? ""
        states = rows.indices.map { row in
            State(
                run: table.integer("run_id", row), number: table.integer("state", row), x: table["x", row],
                scaledX: table["scaled_x", row].number ?? .nan,
                checkpoint: table.integer("checkpoint_id", row), model: table.integer("model_id", row))
        }
        isMixed = table.first("at").text == "mixed"
        isSingle = rows.indices.contains { row in
            ["loglikelihood", "loglikelihood_rolling"].contains(table["output_type", row].text)
        }
        let told = table.first("is_size").number == 1 ? table.distinct("model_id") : table.distinct("x")
        unknownStates = rows.count - told
        conflictingModels =
            conflicts.isEmpty
            ? 0 : rows.indices.count { conflicts.contains([table["model_id", $0], table["variant", $0]]) }
        let protocols = table.distinct("protocol_id")
        let key = protocols == 1 ? table.largest("comparability_key") : .null
        noiseGroup = key.text.map { key in
            let series = table.largest("series").text.map { "|series=" + $0.replacing("|", with: "||") }
            return key
                + (series ?? "|model=" + (table.largest("model").text ?? "").replacing("|", with: "||"))
        }
        let label =
            protocols == 1
            ? table.largest("protocol")
            : .text(
                "\(protocols) protocols, \(table.smallest("protocol").text ?? "") to "
                    + "\(table.largest("protocol").text ?? "")")
        let named = ["axis", "at", "coordinates", "task_id", "task", "family", "more_is", "behavior"]
        let names: [SQLValue] =
            named.map(table.largest) + [table.largest("series"), table.only("model_id", "model")]
        let steps: [SQLValue] = [
            table.only("train_step", "train_step"), table.only("train_tokens", "train_tokens"),
            table.only("base_rlhf_step", "base_rlhf_step"), table.largest("seed"), table.largest("variant"),
        ]
        cells =
            names + steps + [.integer(Int64(protocols)), label, key, .integer(Int64(rows.count))]
            + ["x_first", "x_last", "x_unit"].map(table.largest)
            + [.integer(Int64(unknownStates)), .integer(Int64(conflictingModels))]
    }
}

extension TrendLine {
    private static let places = Dictionary(uniqueKeysWithValues: zip(fields, fields.indices))

    /// A cell by its field.
    subscript(field: String) -> SQLValue { Self.places[field].map { cells[$0] } ?? .null }

    /// What each state says of every example; of every item, where the states put their items differently.
    func values(of metric: Metric, _ reader: ColumnReader) throws(SQLFunctionError) -> [RunValues] {
        var values: [RunValues] = []
        for state in states { values.append(try reader.values(of: metric, in: state.run, byItem: isMixed)) }
        return values
    }
}

/// The rows of one line by the names of their columns, with what SQL's aggregates say of a column.
private struct LineRows {
    private let rows: [[SQLValue]]

    init(_ rows: [[SQLValue]]) { self.rows = rows }

    subscript(name: String, row: Int) -> SQLValue {
        TrendLineReader.places[name].map { rows[row][$0] } ?? .null
    }

    func first(_ name: String) -> SQLValue { self[name, 0] }

    func integer(_ name: String, _ row: Int) -> Int64 {
        if case .integer(let value) = self[name, row] { value } else { 0 }
    }

    private func known(_ name: String) -> [SQLValue] {
        rows.indices.map { self[name, $0] }.filter { !$0.isNull }
    }

    /// MAX: NULL where all are.
    func largest(_ name: String) -> SQLValue { known(name).max() ?? .null }
    func smallest(_ name: String) -> SQLValue { known(name).min() ?? .null }
    func distinct(_ name: String) -> Int { Set(known(name)).count }

    /// What `shown` is, where `name` is known and equal in every row.
    func only(_ name: String, _ shown: String) -> SQLValue {
        known(name).count == rows.count && distinct(name) == 1 ? largest(shown) : .null
    }
}
