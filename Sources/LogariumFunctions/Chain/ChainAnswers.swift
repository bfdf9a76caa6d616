import LogariumText

/// The items of some runs, their clusters and the texts of their answers, each as a number that all runs share.
final class ChainItems {
    private let reader: ColumnReader
    private var byExample: [Int64: Int] = [:]
    private var byItem: [String: Int] = [:]
    private var texts: [String: Int] = [:]
    /// By item.
    private(set) var clusters: [String] = []

    init(_ reader: ColumnReader) { self.reader = reader }

    /// The item that an example puts: its document and copy, which no chain is part of.
    fileprivate func item(of example: Int64) throws(SQLFunctionError) -> Int {
        if let known = byExample[example] { return known }
        let rows = try reader.statements.need(
            "SELECT task_id || ' ' || item_hash || ' ' || copy, task_id || ' ' || cluster FROM main.example WHERE example_id = ?1"
        )
        rows.bind(1, example)
        defer { rows.reset() }
        let name = try rows.step() ? rows.value(0).text ?? "" : ""
        let item = byItem[name] ?? clusters.count
        if byItem[name] == nil {
            byItem[name] = item
            clusters.append(rows.value(1).text ?? "")
        }
        byExample[example] = item
        return item
    }

    /// White space around an answer is none of it, as where it is scored (`TableAnswer`).
    fileprivate func number(of text: String) -> Int {
        if let known = texts[text] { return known }
        let plain = String(text.trimmingWhitespace)
        let number = texts[plain] ?? texts.count
        texts[plain] = number
        texts[text] = number
        return number
    }
}

/// What some runs answered, item by item.
struct ChainAnswers {
    struct Answer {
        /// Nil where none could be extracted.
        var text: Int?
        /// 0 or 1; nil where nothing says it.
        var isCorrect: Double?
        /// Whether it is the one that the context suggests: 0 or 1; nil where none is.
        var isSuggested: Double?
    }

    /// By the item.
    private(set) var items: [Int: Answer] = [:]
    /// Items that two of the runs answered: which answer counts, nothing says.
    private(set) var answeredTwice = 0

    init(
        _ runs: [Int64], _ known: ChainItems, _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        for run in runs {
            let rows = try reader.statements.need(
                """
                SELECT example_id, (metric = 'answer_text') + 2 * (metric = 'suggested'), value, raw FROM main.score
                WHERE run_id = ?1 AND metric IN ('answer_text', 'correct', 'exact_match', 'suggested')
                """)
            rows.bind(1, run)
            defer { rows.reset() }
            var answers: [Int: Answer] = [:]
            while try rows.step() {
                let item = try known.item(of: rows.integer(0))
                switch rows.integer(1) {
                case 1: answers[item, default: Answer()].text = rows.value(3).text.map(known.number)
                case 2: answers[item, default: Answer()].isSuggested = rows.value(2).number
                default: answers[item, default: Answer()].isCorrect = rows.value(2).number
                }
            }
            let before = items.count + answers.count
            items.merge(answers) { first, _ in first }
            answeredTwice += before - items.count
        }
    }
}
