import LogariumCore
import LogariumText

/// A generated answer: what a line says of it, as scores and texts of its example.
struct TableAnswer {
    /// `correct` as it is stated, else `exact_match` of answer and target; `suggested` of answer and suggestion; the texts.
    let scores: [ScoreRecord]

    /// - Throws: `LineFault`.
    init(_ row: TableRow) throws(LineFault) {
        var scores: [ScoreRecord] = []
        let answer = row[.answer]?.trimmingWhitespace
        // An answer that could not be extracted is a wrong one.
        let isAnswered = row.has(.answer)
        if let correct = try row.bool(.correct) {
            scores.append(ScoreRecord(metric: "correct", value: correct ? 1 : 0))
        } else if isAnswered, let target = row[.target] {
            scores.append(
                ScoreRecord(metric: "exact_match", value: answer == target.trimmingWhitespace ? 1 : 0))
        }
        if isAnswered, let suggested = row[.suggested] {
            scores.append(
                ScoreRecord(metric: "suggested", value: answer == suggested.trimmingWhitespace ? 1 : 0))
        }
        if !scores.isEmpty {
            for column in [TableColumn.answer, .target, .suggested] {
                guard let text = row[column] else { continue }
                scores.append(
                    ScoreRecord(metric: "\(column.rawValue)_text", value: nil, status: .notANumber, raw: text)
                )
            }
        }
        self.scores = scores
    }
}
