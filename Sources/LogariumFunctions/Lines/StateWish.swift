import Glibc

/// Which runs may be states of the lines that are asked for: filters as `SQLValue.isAsked` takes them, NULL for all.
///
/// A line is then of the states that are left: numbered anew, on a scale of its own.
struct StateWish: Hashable {
    private let model, trainStep, rlhfStep, seed, protocolLabel: SQLValue

    static let arguments = [
        SQLArgument("of_model", "as of_task", isOptional: true),
        SQLArgument("of_train_step", "as of_task", isOptional: true),
        SQLArgument("of_rlhf_step", "as of_task; 0: none either", isOptional: true),
        SQLArgument("of_seed", "as of_task", isOptional: true),
        SQLArgument("of_protocol", "as of_task, by its label", isOptional: true),
    ]

    init(_ arguments: SQLArguments, from first: Int) {
        (model, trainStep, rlhfStep) = (arguments[first], arguments[first + 1], arguments[first + 2])
        (seed, protocolLabel) = (arguments[first + 3], arguments[first + 4])
    }

    private var isEmpty: Bool { [model, trainStep, rlhfStep, seed, protocolLabel].allSatisfy(\.isNull) }

    /// Of the rows of one line those of runs that are wanted; empty where fewer than two places on the axis are left.
    ///
    /// - Parameter place: of a column of `TrendLineReader.places`.
    func states(of rows: [[SQLValue]], _ place: (String) -> Int) -> [[SQLValue]] {
        guard !isEmpty else { return rows }
        var kept = rows.filter { row in
            row[place("model")].isAsked(model) && row[place("train_step")].isAsked(trainStep)
                && row[place("base_rlhf_step")].isAsked(rlhfStep) && row[place("seed")].isAsked(seed)
                && row[place("protocol")].isAsked(protocolLabel)
        }
        guard let first = kept.first else { return [] }
        let isMixed = first[place("at")] == .text("mixed")
        if isMixed, Set(kept.map { $0[place("protocol_id")] }).count < 2 { return [] }
        let xs = kept.compactMap { $0[place("x")].number }
        let wasAlone = rows.count == 1
        guard wasAlone || Set(xs).count > 1, let least = xs.min(), let most = xs.max() else { return [] }
        let unit = xs.filter { $0 > 0 }.min()
        let isRLHF = first[place("axis")] == .text("rlhf_step")
        for index in kept.indices {
            let x = kept[index][place("x")].number ?? .nan
            kept[index][place("state")] = .integer(Int64(index) + 1)
            kept[index][place("x_first")] = SQLValue.whole(least)
            kept[index][place("x_last")] = SQLValue.whole(most)
            kept[index][place("x_unit")] = unit.map(SQLValue.whole) ?? .null
            kept[index][place("scaled_x")] = SQLValue(Self.log10(isRLHF ? 1 + x / (unit ?? .nan) : x))
        }
        return kept
    }

    /// As SQLite's LOG10, to the last bit: the view trend_state makes the same scale.
    private static func log10(_ x: Double) -> Double { log(x) / M_LN10 }
}

extension SQLValue {
    /// A coordinate, which is a whole number.
    fileprivate static func whole(_ value: Double) -> SQLValue { .integer(Int64(value)) }
}
