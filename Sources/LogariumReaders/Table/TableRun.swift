import LogariumCore

/// What a line says about its run.
struct TableRun {
    let row: TableRow

    func statement() throws(LineFault) -> RunRecord {
        guard let task = row[.task] else { throw LineFault(reason: "\"task\" is empty") }
        var run = RunRecord(
            reference: try reference(), task: TaskRecord(name: task),
            protocolDeclaration: try declaration(),
            harness: row[.harness] ?? "table")
        run.task.family = row[.family]
        run.task.behavior = row[.behavior]
        run.task.kind = try word(.kind, of: ["capability", "behavior"])
        run.task.moreIs = try word(.moreIs, of: ["better", "worse"])
        run.engine = row[.engine]
        run.dtype = row[.dtype]
        run.harnessVersion = row[.harnessVersion]
        run.taskVersion = row[.taskVersion]
        run.evaluatedAt = try row.double(.evaluatedAt)
        run.selection = row[.selection] ?? ""
        run.nExpected = try row.int(.nExpected)
        run.partial = try row.word(.partial, PartialRun.self)
        run.label = row[.run] ?? ""
        run.config = row[.config].map(JSONSanitizer.asJSON) ?? "{}"
        return run
    }

    private func word(_ column: TableColumn, of words: [String]) throws(LineFault) -> String? {
        guard let text = row[column] else { return nil }
        guard words.contains(text) else {
            throw LineFault(
                reason: "\"\(column.rawValue)\" is \"\(text)\", not \(words.joined(separator: " or "))")
        }
        return text
    }

    private func reference() throws(LineFault) -> CheckpointReference {
        let identity = try identity()
        guard let ref = row[.checkpoint] ?? Self.ref(identity) else {
            throw LineFault(reason: "\"model\" and \"checkpoint\" are both empty")
        }
        var reference = CheckpointReference(ref: ref)
        reference.modelName = row[.modelName]
        reference.pretrained = row[.pretrained]
        reference.revision = row[.revision]
        reference.subfolder = row[.subfolder]
        reference.stated = identity
        return reference
    }

    private func identity() throws(LineFault) -> CheckpointIdentity {
        var identity = CheckpointIdentity()
        identity.model = row[.model]
        identity.series = row[.series]
        identity.nParams = try row.int(.nParams)
        identity.nParamsNonEmbedding = try row.int(.nParamsNonEmbedding)
        identity.trainStep = try row.int(.trainStep)
        identity.trainTokens = try row.int(.trainTokens)
        identity.rlhfStep = try row.int(.rlhfStep)
        identity.seed = try row.int(.seed)
        identity.variant = row[.variant]
        return identity
    }

    /// The coordinates that tell one checkpoint from another: `pythia-70m@step1000,rlhf5,seed1`.
    static func ref(_ identity: CheckpointIdentity) -> String? {
        guard let model = identity.model else { return nil }
        let parts = [
            identity.trainStep.map { "step\($0)" },
            identity.trainStep == nil ? identity.trainTokens.map { "tokens\($0)" } : nil,
            identity.rlhfStep.map { "rlhf\($0)" }, identity.seed.map { "seed\($0)" }, identity.variant,
        ].compactMap { $0 }
        return parts.isEmpty ? model : "\(model)@\(parts.joined(separator: ","))"
    }

    private func declaration() throws(LineFault) -> ProtocolDeclaration {
        let isGenerated = row.has(.answer) || row.has(.correct)
        let isRanked = row.has(.logprobs) || row.has(.logprob)
        let usual: OutputType = isGenerated && !isRanked ? .generateUntil : .multipleChoice
        let type = try row.word(.outputType, OutputType.self) ?? usual
        let shots = try row.int(.numFewshot)
        let chain = try TableChain(row)
        let base = row[.protocol] ?? shots.map { "\($0)-shot" }
        let words = [base].compactMap { $0 } + chain.words
        let label = words.isEmpty ? "undeclared" : words.joined(separator: "; ")
        var declared = JSONText()
        declared.add("output_type", text: type.rawValue)
        declared.add("shots", raw: shots.map(String.init))
        declared.add("protocol", text: row[.protocol])
        chain.add(to: &declared)
        return ProtocolDeclaration(
            outputType: type, numFewshot: shots,
            declared: row[.declared].map(JSONSanitizer.asJSON) ?? declared.object, label: label)
    }
}
