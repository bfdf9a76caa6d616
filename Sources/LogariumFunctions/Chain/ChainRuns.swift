import LogariumStatistics

/// The runs of one checkpoint on one task whose answers came about alike but for what was done to their chains.
struct ChainRuns {
    /// What they have in common.
    struct Setting: Hashable {
        let checkpoint: Int64
        let task: Int64
        /// The protocol's own name, without the intervention; NULL: none was given.
        let protocolName: SQLValue
        let context: SQLValue
    }

    struct Run {
        let id: Int64
        /// Of the chain; nil: of a run with the whole chain, or with none.
        let shareKept: Double?
    }

    let setting: Setting
    /// With their whole chains.
    private(set) var full: [Run] = []
    /// Without any.
    private(set) var without: [Run] = []
    /// By what was done, each in the order of the shares.
    private(set) var changed: [String: [Run]] = [:]

    private init(_ setting: Setting) { self.setting = setting }

    private mutating func add(_ run: Run, _ intervention: String?) {
        switch intervention {
        case nil, "none": full.append(run)
        case "no_chain": without.append(run)
        case let intervention?: changed[intervention, default: []].append(run)
        }
    }

    /// Those in which some chain was changed or left out.
    ///
    /// - Parameter task: by name, as filters are.
    static func all(of task: SQLValue, _ reader: ColumnReader) throws(SQLFunctionError) -> [ChainRuns] {
        let rows = try reader.statements.need(
            """
            SELECT run.checkpoint_id, run.task_id, protocol.declared ->> '$.protocol', protocol.declared ->> '$.context',
                run.run_id, protocol.declared ->> '$.intervention', protocol.declared ->> '$.share_kept',
                task.name
            FROM main.run
            INNER JOIN main.task ON task.task_id = run.task_id
            INNER JOIN main.protocol ON protocol.protocol_id = run.protocol_id
            WHERE run.is_primary = 1
                AND run.task_id IN (
                    SELECT task_id FROM main.protocol WHERE declared ->> '$.intervention' IS NOT NULL
                )
            ORDER BY run.checkpoint_id, run.task_id, run.run_id
            """)
        defer { rows.reset() }
        var order: [Setting] = []
        var groups: [Setting: ChainRuns] = [:]
        while try rows.step() {
            guard rows.value(7).isAsked(task) else { continue }
            let setting = Setting(
                checkpoint: rows.integer(0), task: rows.integer(1), protocolName: rows.value(2),
                context: rows.value(3))
            if groups[setting] == nil { order.append(setting) }
            let run = Run(id: rows.integer(4), shareKept: rows.value(6).number)
            groups[setting, default: ChainRuns(setting)].add(run, rows.value(5).text)
        }
        return order.compactMap { groups[$0] }.filter { !$0.changed.isEmpty || !$0.without.isEmpty }
    }
}

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
            "SELECT item_hash || ' ' || copy, cluster FROM main.example WHERE example_id = ?1")
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

    /// Spaces around an answer are none of it.
    fileprivate func number(of text: String) -> Int {
        if let known = texts[text] { return known }
        let trimmed = text.drop { $0 == " " }
        let end = trimmed.lastIndex { $0 != " " }.map { trimmed.index(after: $0) } ?? trimmed.endIndex
        let plain = String(trimmed[..<end])
        let number = texts[plain] ?? texts.count
        texts[plain] = number
        texts[text] = number
        return number
    }
}

/// What a run answered, item by item.
struct ChainAnswers {
    struct Answer {
        /// Nil where none could be extracted.
        var text: Int?
        /// 0 or 1; nil where nothing says it.
        var isCorrect: Double?
    }

    /// By the item.
    private(set) var items: [Int: Answer] = [:]

    init(
        _ runs: [ChainRuns.Run], _ known: ChainItems, _ reader: ColumnReader
    ) throws(SQLFunctionError) {
        for run in runs {
            let rows = try reader.statements.need(
                """
                SELECT example_id, metric = 'answer_text', value, raw FROM main.score
                WHERE run_id = ?1 AND metric IN ('answer_text', 'correct', 'exact_match')
                """)
            rows.bind(1, run.id)
            defer { rows.reset() }
            var answers: [Int: Answer] = [:]
            while try rows.step() {
                let item = try known.item(of: rows.integer(0))
                if rows.integer(1) == 1 {
                    answers[item, default: Answer()].text = rows.value(3).text.map(known.number)
                } else {
                    answers[item, default: Answer()].isCorrect = rows.value(2).number
                }
            }
            items.merge(answers) { _, later in later }
        }
    }
}
