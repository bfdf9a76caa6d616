import LogariumStatistics

extension SQLTableFunction {
    static let lineTrend = SQLTableFunction(
        name: "line_trend", arguments: LineQuestion.arguments, columns: JudgedLine.fields,
        summary:
            "The lines asked for, once for each metric, each with its whole trend or the reason of its refusal.",
        source: "As run_trend; the lines are those of the view trend_line"
    ) { (arguments, reader) throws(SQLFunctionError) in
        try JudgedLines(LineQuestion(arguments), reader).rows { [$0.cells] }
    }

    static let linePoint = SQLTableFunction(
        name: "line_point", arguments: LineQuestion.arguments,
        columns: JudgedLine.fields + JudgedLine.pointFields,
        summary:
            "The states of the lines asked for, once for each metric, each with what line_trend says of its line.",
        source: "As line_trend"
    ) { (arguments, reader) throws(SQLFunctionError) in
        try JudgedLines(LineQuestion(arguments), reader).rows(\.points)
    }
}

/// Judges the lines that are asked for, once for each metric asked of them.
private struct JudgedLines {
    let question: LineQuestion
    let reader: ColumnReader

    init(_ question: LineQuestion, _ reader: ColumnReader) {
        (self.question, self.reader) = (question, reader)
    }

    func rows(_ cells: (JudgedLine) -> [[SQLValue]]) throws(SQLFunctionError) -> [[SQLValue]] {
        let lines = if let known = reader.judged[question] { known } else { try judge() }
        reader.judged[question] = lines
        return lines.flatMap(cells)
    }

    private func judge() throws(SQLFunctionError) -> [JudgedLine] {
        let lines = try TrendLineReader(reader: reader).lines(question)
        var noise = try NoiseOfLines(reader, question)
        var judged: [JudgedLine] = []
        for line in lines {
            let totals = try LineTotals(of: line, reader)
            for metric in try question.metrics(of: line, reader) {
                let known = try noise.of(line.noiseGroup, metric.name)
                let answer = try JudgedLine(
                    line, metric, totals, noise: known, isForced: question.allowsMixed, reader)
                if let answer { judged.append(answer) }
            }
        }
        return JudgedLine.adjusted(judged)
    }
}
