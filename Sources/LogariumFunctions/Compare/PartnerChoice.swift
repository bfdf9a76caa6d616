/// What is asked for on each side.
struct PartnerWish {
    /// A checkpoint and its coordinates; NULL: not said.
    struct Side {
        let name: SQLValue
        let trainStep: SQLValue
        let rlhfStep: SQLValue
        let seed: SQLValue

        var isSaid: Bool { ![name, trainStep, rlhfStep, seed].allSatisfy(\.isNull) }

        func isRef(of run: PartnerRun) -> Bool { !name.isNull && run.ref.isAsked(name) }
        func isName(of run: PartnerRun) -> Bool { run.ref.isAsked(name) || run.model.isAsked(name) }
        func isMet(by run: PartnerRun) -> Bool {
            isName(of: run) && run.trainStep.isAsked(trainStep) && run.rlhfStep.isAsked(rlhfStep)
                && run.seed.isAsked(seed)
        }
    }

    let a: Side
    let b: Side
    let task: SQLValue
    let otherTask: SQLValue
    let protocolLabel: SQLValue
    let otherProtocol: SQLValue
    let behavior: SQLValue

    static let arguments = [
        SQLArgument("a", "side a's checkpoint, by ref or model, as is_asked takes it; NULL: every one"),
        SQLArgument("a_train_step", "its train step; NULL: any"),
        SQLArgument("a_rlhf_step", "its RLHF step; NULL: any"),
        SQLArgument("a_seed", "its seed; NULL: any"),
        SQLArgument("b", "side b's checkpoint, as a; NULL: the model of a"),
        SQLArgument("b_train_step", "its train step; NULL: of a, unless b is a ref"),
        SQLArgument("b_rlhf_step", "its RLHF step; NULL: as b_train_step"),
        SQLArgument("b_seed", "its seed; NULL: as b_train_step"),
        SQLArgument("task", "of side a, as is_asked takes it; NULL: any"),
        SQLArgument("other_task", "of side b, of one family with a's or named; NULL: the same"),
        SQLArgument("protocol", "of side a, by its label; NULL: any"),
        SQLArgument("other_protocol", "of side b, by its label; NULL: the same, or any of other_task"),
        SQLArgument("of_behavior", "only tasks of this behavior; NULL: any"),
    ]

    init(_ arguments: SQLArguments) {
        a = Side(name: arguments[0], trainStep: arguments[1], rlhfStep: arguments[2], seed: arguments[3])
        b = Side(name: arguments[4], trainStep: arguments[5], rlhfStep: arguments[6], seed: arguments[7])
        (task, otherTask) = (arguments[8], arguments[9])
        (protocolLabel, otherProtocol) = (arguments[10], arguments[11])
        behavior = arguments[12]
    }

    var isOtherCheckpoint: Bool { b.isSaid }
    var isOtherTask: Bool { !otherTask.isNull }
    var isOtherWay: Bool { isOtherTask || !otherProtocol.isNull }

    /// Whether both tasks are named: then they need not be of one family.
    private var areTasksNamed: Bool {
        [task, otherTask].allSatisfy { $0.text.map { AskedValues($0).isSingle } ?? false }
    }

    func isOnA(_ run: PartnerRun) -> Bool {
        a.isMet(by: run) && run.task.isAsked(task) && run.protocolLabel.isAsked(protocolLabel)
            && (!task.isNull || otherTask.isNull || !run.task.isAsked(otherTask))
            && (!protocolLabel.isNull || isOtherTask || otherProtocol.isNull
                || !run.protocolLabel.isAsked(otherProtocol))
    }

    func isOnB(_ run: PartnerRun) -> Bool {
        let isCheckpoint =
            isOtherCheckpoint ? b.isMet(by: run) && (!b.name.isNull || a.isName(of: run)) : a.isMet(by: run)
        let isProtocol =
            otherProtocol.isNull
            ? isOtherTask || run.protocolLabel.isAsked(protocolLabel)
            : run.protocolLabel.isAsked(otherProtocol)
        return isCheckpoint && isProtocol && run.task.isAsked(isOtherTask ? otherTask : task)
    }

    func arePartners(_ a: PartnerRun, _ b: PartnerRun) -> Bool {
        guard a.id != b.id else { return false }
        if a.taskID == b.taskID {
            guard !otherProtocol.isNull || a.protocolID == b.protocolID else { return false }
        } else {
            guard isOtherTask, a.family == b.family || areTasksNamed else { return false }
        }
        guard isOtherCheckpoint else { return a.checkpointID == b.checkpointID }
        return (!self.b.name.isNull || a.model == b.model)
            && (self.b.isRef(of: b)
                || (!self.b.trainStep.isNull || a.trainStep == b.trainStep)
                    && (!self.b.rlhfStep.isNull || a.rlhfStep == b.rlhfStep)
                    && (!self.b.seed.isNull || a.seed == b.seed))
    }
}

/// A primary run, with what a wish may say of it.
struct PartnerRun {
    let id: Int64
    let checkpointID: Int64
    let protocolID: Int64
    let taskID: Int64
    let ref: SQLValue
    let model: SQLValue
    let trainStep: SQLValue
    /// 0 where it is unknown.
    let rlhfStep: SQLValue
    let seed: SQLValue
    let task: SQLValue
    /// A task of no family is one by itself.
    let family: SQLValue
    let protocolLabel: SQLValue
    let behavior: SQLValue
    /// better, worse or NULL: unknown.
    let moreIs: SQLValue
    /// Whether its responses have one choice, nothing to compare.
    let isSingle: Bool

    static func all(
        of behavior: SQLValue, _ reader: ColumnReader
    ) throws(SQLFunctionError) -> [PartnerRun] {
        let rows = try reader.statements.need(select)
        defer { rows.reset() }
        var runs: [PartnerRun] = []
        while try rows.step() {
            guard rows.value(12).isAsked(behavior) else { continue }
            runs.append(
                PartnerRun(
                    id: rows.integer(0), checkpointID: rows.integer(1), protocolID: rows.integer(2),
                    taskID: rows.integer(3), ref: rows.value(4), model: rows.value(5),
                    trainStep: rows.value(6), rlhfStep: rows.value(7), seed: rows.value(8),
                    task: rows.value(9), family: rows.value(10), protocolLabel: rows.value(11),
                    behavior: rows.value(12), moreIs: rows.value(13), isSingle: rows.integer(14) == 1))
        }
        return runs
    }

    private static let select = """
        SELECT
            run_id, checkpoint_id, protocol_id, task_id, ref, model, train_step, COALESCE(rlhf_step, 0), seed, task,
            COALESCE('family ' || family, 'task ' || task), protocol, behavior,
            more_is, output_type LIKE 'loglikelihood%'
        FROM main.run_point WHERE is_primary = 1
        """
}

/// The pairs that meet a wish, and what stays alone although a partner could be expected.
struct PartnerChoice {
    let pairs: [(a: PartnerRun, b: PartnerRun, nPartners: Int)]
    let aloneOnA: [PartnerRun]
    let aloneOnB: [PartnerRun]
    /// Sides that nothing was chosen for, in a warehouse that has runs.
    let emptySides: [String]

    init(_ wish: PartnerWish, _ reader: ColumnReader) throws(SQLFunctionError) {
        let runs = try PartnerRun.all(of: wish.behavior, reader)
        let a = runs.filter(wish.isOnA)
        let b = runs.filter(wish.isOnB)
        pairs = Self.pairs(a, b, wish)
        aloneOnA = Self.alone(a, beside: b, pairedAs: pairs.map(\.a), wish)
        aloneOnB = Self.alone(b, beside: a, pairedAs: pairs.map(\.b), wish)
        let hasRuns = try reader.statements.need("SELECT EXISTS (SELECT 1 FROM main.run)").all()
        let empty = (a.isEmpty ? ["a"] : []) + (b.isEmpty ? ["b"] : [])
        emptySides = hasRuns == [[.integer(1)]] ? empty : []
    }

    private static func pairs(
        _ a: [PartnerRun], _ b: [PartnerRun], _ wish: PartnerWish
    ) -> [(a: PartnerRun, b: PartnerRun, nPartners: Int)] {
        func group(_ run: PartnerRun) -> Int64 {
            wish.isOtherCheckpoint ? (wish.isOtherTask ? 0 : run.taskID) : run.checkpointID
        }
        let groups = Dictionary(grouping: b, by: group)
        return a.flatMap { run in
            let partners = groups[group(run), default: []].filter { wish.arePartners(run, $0) }
            return partners.map { (run, $0, partners.count) }
        }
    }

    /// - Parameter paired: the runs of this side that are in a pair.
    private static func alone(
        _ side: [PartnerRun], beside other: [PartnerRun], pairedAs paired: [PartnerRun], _ wish: PartnerWish
    ) -> [PartnerRun] {
        guard !other.isEmpty else { return [] }
        let taken = Set((paired + other).map(\.id))
        let checkpoints = Set(paired.map(\.checkpointID))
        let families = Set(other.map(\.family))
        return side.filter { run in
            guard !taken.contains(run.id) else { return false }
            if wish.isOtherCheckpoint, !paired.isEmpty { return checkpoints.contains(run.checkpointID) }
            return !wish.isOtherWay || families.contains(run.family)
        }
    }
}
