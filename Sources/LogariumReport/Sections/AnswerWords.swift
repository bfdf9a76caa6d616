import LogariumCharts

/// Rows of `behavior_trend` and `trend` as sentences.
enum AnswerWords {
    /// The name, in bold, and the line.
    static func lead(_ record: ChartTable.Record, _ column: String) -> String {
        let name = MarkupText.escaped(MarkupText.isolated(record.text(column) ?? "?"))
        let place = [
            record.text("model") ?? record.text("series"), record.word("train_step").map { "step \($0)" },
            record.word("rlhf_step").flatMap { $0 == "0" ? nil : "RLHF step \($0)" },
            record.word("seed").map { "seed \($0)" },
        ]
        let words = place.compactMap { $0 }.map(MarkupText.isolated).joined(separator: ", ")
        return "<b>\(name)</b>" + MarkupText.escaped(words.isEmpty ? "" : ", " + words)
    }

    /// A behavior of several tests.
    ///
    /// - Parameters:
    ///   - rows: of one line, a metric each.
    ///   - odds: the one of the log-odds.
    static func behavior(_ rows: [ChartTable.Record], _ odds: ChartTable.Record, nOthers: Int) -> String {
        let of = { (metric: String) in rows.first { $0.text("metric") == metric } }
        let parts = [
            counts(odds), bound(odds), change("mean probability", of("p_match")),
            change("fraction exceeding", of("credit")),
            meanLine(odds), odds.text("warning").map { "warning: \($0)" }, others(nOthers),
        ]
        return lead(odds, "behavior") + ": "
            + MarkupText.escaped(parts.compactMap { $0 }.joined(separator: "; ") + ".")
    }

    /// One task, metric by metric.
    static func task(_ rows: [ChartTable.Record], nOthers: Int) -> String {
        guard let first = rows.first else { return "" }
        // Where there are choices the text's own loss is left to the charts; without choices it is all there is.
        let claimed = rows.filter { !$0["direction"].isNull }
        let compared = claimed.filter { $0.text("metric") != "nll_raw" }
        let told = (compared.isEmpty ? claimed : compared).map(metric)
        let silence = "nothing is claimed (\(first.text("reason")?.words ?? "no stderr"))"
        let caveats = [(claimed.first ?? first).text("warning").map { "warning: \($0)" }, others(nOthers)]
            .compactMap { $0 }
        let parts = (told.isEmpty ? [silence] : told) + caveats
        return lead(first, "task") + ": " + MarkupText.escaped(parts.joined(separator: "; ") + ".")
    }

    private static let names = [
        "logodds": "log-odds", "p_match": "mean probability", "credit": "fraction exceeding",
        "nll_raw": "−ln p of the text",
    ]

    private static func metric(_ row: ChartTable.Record) -> String {
        let name = names[row.text("metric") ?? ""] ?? row.text("metric") ?? "?"
        let direction = row.text("direction") ?? ""
        let format: NumberText = ["p_match", "credit"].contains(row.text("metric")) ? .probability : .short
        let change = format.text(row.number("total_change"), row.number("low"), row.number("high"))
        let shape = row.text("shape").flatMap { $0 == direction ? nil : ", shape \($0.words)" } ?? ""
        return
            "\(name) \(direction.words)\(shape), change \(change), \(row.text("systematic") ?? "too few states for a law")"
    }

    private static func counts(_ row: ChartTable.Record) -> String {
        if let reason = row.text("reason") { return "nothing is claimed (\(reason.words))" }
        let count = { (column: String) in Int(row.number(column) ?? 0) }
        return """
            measured: the log-odds rise in \(count("n_rising")) of \(count("n_tests")) tests and fall in \(count("n_falling")), beyond \
            the band of ±\(NumberText.short.text(row.number("sesoi"))) in \(count("n_rising_beyond")) and \(count("n_falling_beyond"))
            """
    }

    private static func bound(_ row: ChartTable.Record) -> String? {
        guard let rising = row.number("share_rising_upper"), let falling = row.number("share_falling_upper")
        else { return nil }
        return
            "at most \(percent(rising)) of such tests rise and at most \(percent(falling)) fall (95 % bounds)"
    }

    private static func change(_ metric: String, _ row: ChartTable.Record?) -> String? {
        guard let row, let change = row.number("mean_change") else { return nil }
        let format = NumberText.probability
        return
            "mean change of the \(metric) \(format.text(change, row.number("mean_low"), row.number("mean_high")))"
    }

    private static func meanLine(_ row: ChartTable.Record) -> String? {
        row.text("mean_shape").map { shape in
            let law = row.number("mean_law_p").map { p in
                ", \(p < 0.05 ? "systematic" : "not systematic") (\(NumberText.p(p)))"
            }
            return "the mean line is \(shape.words)\(law ?? "")"
        }
    }

    private static func others(_ count: Int) -> String? {
        count > 0 ? "\(count.of("more line")) in the table of shapes" : nil
    }

    private static func percent(_ share: Double) -> String {
        NumberText.short.text((share * 1000).rounded() / 10) + " %"
    }
}

extension String {
    /// A label of the warehouse in words.
    var words: String { String(map { $0 == "_" ? " " : $0 }) }
}
