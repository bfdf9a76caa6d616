/// What a parameter of a query is held against: the values of one column that a warehouse has.
///
/// A parameter of several sides (`from_model`, `a_seed`, `other_task`) is of the same field as the plain one.
struct FilterField: Sendable {
    /// What one value is of: "task".
    let noun: String
    /// How the warehouse is said not to have a value: "no task is called".
    let denial: String
    /// One column, named `value`; may repeat.
    let known: String

    /// The field that a parameter filters; nil where it filters nothing (a limit, a smallest effect, a switch).
    static func of(_ parameter: QueryParameter, in query: String) -> FilterField? {
        if parameter.kind == .metrics { return metric }
        guard [.text, .integer, .names, .numbers].contains(parameter.kind) else { return nil }
        if let own = byQuery["\(query).\(parameter.name)"] { return own }
        return byName[parameter.plainName]
    }

    /// Parameters whose name says something else elsewhere.
    private static let byQuery: [String: FilterField] = [
        "compare.a": checkpoint, "compare.b": checkpoint,
        "compare.a_rlhf_step": rlhfStepFromZero, "compare.b_rlhf_step": rlhfStepFromZero,
        "trend_reported.metric": FilterField(
            noun: "metric", denial: "no reported metric is called",
            known: "SELECT metric AS value FROM reported_metric"),
        "reconcile.verdict": words("verdict", ReconcileVerdict.allCases.map(\.rawValue)),
        "trend_compare.by": words(
            "coordinate", ["protocol", "series", "model", "train_step", "rlhf_step", "seed"]),
        "suggestibility.baseline": context,
        "behavior_trend.test": words("kind of test", ["task", "question"]),
        "smooth_vs_jagged.accuracy": words("accuracy", QueryParameter.Kind.metricsBeginning("credit")),
        "smooth_vs_jagged.nll": words("nll", ["nll_raw", "nll"]),
    ]

    private static let context = FilterField(
        noun: "context", denial: "no run has the context",
        known: "SELECT declared ->> '$.context' AS value FROM protocol")

    private static let byName: [String: FilterField] = [
        "task": FilterField(
            noun: "task", denial: "no task is called",
            known: "SELECT name AS value FROM task UNION ALL SELECT name FROM reported_metric"),
        "behavior": FilterField(
            noun: "behavior", denial: "no behavior is called", known: "SELECT name AS value FROM behavior"),
        "model": FilterField(
            noun: "model", denial: "no model is called", known: "SELECT name AS value FROM model"),
        "series": FilterField(
            noun: "series", denial: "no series is called", known: "SELECT series AS value FROM model"),
        "family": FilterField(
            noun: "family", denial: "no family is called", known: "SELECT family AS value FROM task"),
        "intervention": FilterField(
            noun: "intervention", denial: "no run has the intervention",
            known: "SELECT declared ->> '$.intervention' AS value FROM protocol"),
        "context": context,
        "protocol": FilterField(
            noun: "protocol", denial: "no protocol has the label",
            known: "SELECT label AS value FROM protocol"),
        "train_step": FilterField(
            noun: "train step", denial: "no checkpoint is at train step",
            known: "SELECT train_step AS value FROM checkpoint"),
        "rlhf_step": FilterField(
            noun: "RLHF step", denial: "no checkpoint is at RLHF step",
            known: "SELECT rlhf_step AS value FROM checkpoint"),
        "seed": FilterField(
            noun: "seed", denial: "no checkpoint has the seed", known: "SELECT seed AS value FROM checkpoint"),
        "run": run, "run_id": run,
        "example": FilterField(
            noun: "example", denial: "no example has the name or content hash",
            known: "SELECT name AS value FROM example UNION ALL SELECT content_hash FROM example"),
        "doc_id": FilterField(
            noun: "index", denial: "no example has the index", known: "SELECT doc_id AS value FROM example"),
    ]

    /// The metrics of the registry, and the scores of the warehouse with and without their filters.
    private static let metric = FilterField(
        noun: "metric", denial: "no metric or score is called",
        known: """
            SELECT name AS value FROM trend_metric
            UNION ALL SELECT DISTINCT metric FROM score
            UNION ALL SELECT DISTINCT metric || '@' || filter_name FROM score WHERE filter_name <> 'none'
            """)
    private static let run = FilterField(
        noun: "run", denial: "no run has the id", known: "SELECT run_id AS value FROM run")
    /// `compare` takes a model that is not said to have had RLHF for one at step 0.
    private static let rlhfStepFromZero = FilterField(
        noun: "RLHF step", denial: "no checkpoint is at RLHF step",
        known: "SELECT COALESCE(rlhf_step, 0) AS value FROM checkpoint")
    private static let checkpoint = FilterField(
        noun: "checkpoint", denial: "no checkpoint has the ref or model",
        known: "SELECT name AS value FROM model UNION ALL SELECT ref FROM checkpoint_ref")

    /// Words that are the program's and not the warehouse's.
    private static func words(_ noun: String, _ words: [String]) -> FilterField {
        FilterField(
            noun: noun, denial: "there is no \(noun)",
            known: words.map { "SELECT '\($0)' AS value" }.joined(separator: " UNION ALL "))
    }
}

/// What `reconcile` may say of a reported value; its head lists the same.
enum ReconcileVerdict: String, CaseIterable {
    case equal, differs
    case fromScores = "from_scores"
    case goldInferred = "gold_inferred"
    case notRecomputable = "not_recomputable"
    case noSamples = "no_samples"
}

extension QueryParameter {
    /// Its name without the side it is about.
    var plainName: String {
        for side in ["from_", "to_", "a_", "b_", "other_"] where name.hasPrefix(side) {
            return String(name.dropFirst(side.count))
        }
        return name
    }

    /// The side of a comparison that it is about; empty where it is about both.
    var side: String { name == "a" || name == "b" ? name : String(name.dropLast(plainName.count + 1)) }
}

extension QueryParameter.Kind {
    /// Names of metrics with a beginning.
    fileprivate static func metricsBeginning(_ text: String) -> [String] {
        metrics.choices.filter { $0.hasPrefix(text) }
    }
}
