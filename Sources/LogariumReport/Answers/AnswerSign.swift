import LogariumCharts

/// What a line does, as one sign and in words.
enum AnswerSign: String, CaseIterable {
    case rises, falls, risesThenFalls, fallsThenRises, turnsBothWays, mixed, flat, unchanged, undecided,
        refused

    /// For a cell of a grid.
    var symbol: String {
        switch self {
        case .rises: "↑"
        case .falls: "↓"
        case .risesThenFalls: "∩"
        case .fallsThenRises: "∪"
        case .turnsBothWays: "∿"
        case .mixed: "±"
        case .flat, .unchanged: "="
        case .undecided: "–"
        case .refused: "✗"
        }
    }

    /// For the key below a grid.
    var meaning: String {
        switch self {
        case .rises: "rises"
        case .falls: "falls"
        case .risesThenFalls: "rises, then falls"
        case .fallsThenRises: "falls, then rises"
        case .turnsBothWays: "turns both ways"
        case .mixed: "some tests rise, some fall"
        case .flat, .unchanged: "shown to stay within the band"
        case .undecided: "undecided"
        case .refused: "not comparable"
        }
    }

    /// Of a row of `trend`: its shape where that says more than the change over the range.
    init(of row: ChartTable.Record) {
        let direction = row.text("direction")
        guard row["reason"].isNull || direction != nil, let direction else {
            self = .refused
            return
        }
        let shape = row.text("shape")
        switch (shape ?? direction, direction) {
        case ("inverted_u", _): self = .risesThenFalls
        case ("u_shaped", _): self = .fallsThenRises
        case ("non_monotone", _): self = .turnsBothWays
        case ("increasing", _): self = .rises
        case ("decreasing", _): self = .falls
        case ("unchanged", _): self = .unchanged
        case ("flat", _), ("trivial_increase", _), ("trivial_decrease", _): self = .flat
        default: self = .undecided
        }
    }

    /// Of a row of `behavior_trend`: what all of its tests do by more than the band, or else tests like these in the mean.
    init(ofTests row: ChartTable.Record) {
        let count = { (column: String) in Int(row.number(column) ?? 0) }
        let (rising, falling) = (count("n_rising_beyond"), count("n_falling_beyond"))
        switch (rising > 0, falling > 0) {
        case _ where !row["reason"].isNull || count("n_tests") == 0: self = .refused
        case (true, true): self = .mixed
        case (true, false):
            self = rising == count("n_tests") || row.number("mean_low") ?? -1 > 0 ? .rises : .undecided
        case (false, true):
            self = falling == count("n_tests") || row.number("mean_high") ?? 1 < 0 ? .falls : .undecided
        case (false, false): self = count("n_flat") == count("n_tests") ? .flat : .undecided
        }
    }

    /// Of a row of `trend_reported`, which has no examples: what the law of its states says.
    init(ofReported row: ChartTable.Record) {
        switch row.text("systematic") {
        case _ where !row["reason"].isNull: self = .refused
        case "systematic increase": self = .rises
        case "systematic decrease": self = .falls
        default: self = .undecided
        }
    }
}
