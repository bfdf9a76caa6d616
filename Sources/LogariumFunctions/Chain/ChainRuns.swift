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
        /// NULL: unknown.
        let shots: SQLValue
        /// Whatever else was declared: JSON.
        let rest: SQLValue
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
                task.name, protocol.num_fewshot,
                JSON_REMOVE(protocol.declared, '$.intervention', '$.share_kept')
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
                context: rows.value(3), shots: rows.value(8), rest: rows.value(9))
            if groups[setting] == nil { order.append(setting) }
            let run = Run(id: rows.integer(4), shareKept: rows.value(6).number)
            groups[setting, default: ChainRuns(setting)].add(run, rows.value(5).text)
        }
        return order.compactMap { groups[$0] }.filter { !$0.changed.isEmpty || !$0.without.isEmpty }
    }
}
