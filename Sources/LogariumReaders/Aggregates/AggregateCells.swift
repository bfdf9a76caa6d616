import LogariumCore

/// The cells of one line of aggregates, empty ones left out.
struct AggregateCells {
    let path: String
    let line: Int
    var fields: [AggregateColumn: String] = [:]

    /// A line's own cells; checkpoint and task are shared with others.
    func row(metric: String, reference: Int, task: Int, name: String) throws -> AggregateRow {
        var reported = ReportedMetric(
            name: name, metric: metric, filter: fields[.filter] ?? "none", value: try value())
        if reported.value == nil { reported.valueText = fields[.value] }
        reported.stderr = try number(.stderr)
        reported.n = try integer(.n)
        reported.higherIsBetter = try boolean(.higherIsBetter)
        return AggregateRow(
            line: line, reference: reference, task: task, numFewshot: try integer(.numFewshot),
            metric: reported)
    }

    func task() throws -> TaskRecord {
        var task = TaskRecord(name: try text(.task))
        task.behavior = fields[.behavior]
        return task
    }

    /// What makes the reference, as one text.
    var referenceKey: String { Self.ofReference.map { fields[$0] ?? "" }.joined(separator: "\u{1F}") }

    private static let ofReference: [AggregateColumn] = [
        .model, .revision, .series, .nParams, .nParamsNonEmbedding, .trainStep, .trainTokens, .rlhfStep,
        .seed,
        .variant,
    ]

    func reference() throws -> CheckpointReference {
        var identity = CheckpointIdentity()
        identity.series = fields[.series]
        identity.nParams = try integer(.nParams)
        identity.nParamsNonEmbedding = try integer(.nParamsNonEmbedding)
        identity.trainStep = try integer(.trainStep)
        identity.trainTokens = try integer(.trainTokens)
        identity.rlhfStep = try integer(.rlhfStep)
        identity.seed = try integer(.seed)
        identity.variant = fields[.variant]
        let model = try text(.model)
        identity.model = model
        let coordinates = TableRun.ref(identity) ?? model
        var reference = CheckpointReference(
            ref: fields[.revision].map { "\(coordinates)@\($0)" } ?? coordinates)
        reference.pretrained = model
        reference.revision = fields[.revision]
        reference.stated = identity
        return reference
    }

    func text(_ column: AggregateColumn) throws -> String {
        guard let text = fields[column] else { throw error("\"\(column.rawValue)\" is empty") }
        return text
    }

    private func integer(_ column: AggregateColumn) throws -> Int? {
        guard let text = fields[column] else { return nil }
        guard let value = WholeNumber.parse(text) else {
            throw error("\"\(column.rawValue)\" is \"\(text)\", not a whole number")
        }
        let least = CoordinateColumn(rawValue: column.rawValue).map(\.least) ?? 0
        if let least, value < least {
            throw error(
                "\"\(column.rawValue)\" is \(text), expected \(least) or more; leave the unknown empty")
        }
        return value
    }

    private func number(_ column: AggregateColumn) throws -> Double? {
        guard let text = fields[column], !["NA", "N/A", "nan", "NaN"].contains(text) else { return nil }
        guard let value = Double(text) else {
            throw error("\"\(column.rawValue)\" is \"\(text)\", not a number")
        }
        return value
    }

    private func value() throws -> Double? {
        _ = try text(.value)
        return try number(.value)
    }

    private func boolean(_ column: AggregateColumn) throws -> Bool? {
        switch fields[column]?.lowercased() {
        case nil: nil
        case "1", "true", "yes": true
        case "0", "false", "no": false
        default: throw error("\"\(column.rawValue)\" is neither 1 nor 0")
        }
    }

    func error(_ reason: String) -> SourceError {
        SourceError(path: path, line: line, reason: reason, remedy: "mend the cell")
    }
}
