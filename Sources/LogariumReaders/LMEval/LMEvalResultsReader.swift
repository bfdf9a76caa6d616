import LogariumCore

/// A results file of lm-evaluation-harness, read.
struct LMEvalResults: Sendable {
    var statement: ResultsRecord
    /// What reading samples needs; keys as in the file, equal to those of `statement.runs`.
    var tasks: [String: LMEvalTaskConfig]
    /// The `model_args` as lm-eval 0.4.0–0.4.2 put them before the task in a samples file's name.
    var samplesPrefix: String
}

/// Reads `results_*.json` of lm-evaluation-harness 0.4.0 to 0.5.0.dev1, by shape.
struct LMEvalResultsReader {
    private let root: JSONElement

    /// Nil when the object is not of this format. Files before 0.4 have no `configs`.
    init?(_ root: JSONElement) {
        guard root["results"]?.kind == .object, root["configs"]?.kind == .object else { return nil }
        self.root = root
    }

    func read() -> LMEvalResults {
        let reference = LMEvalReference(root).reference
        var statement = ResultsRecord(reference: reference, runs: [:], reported: [])
        var tasks: [String: LMEvalTaskConfig] = [:]
        let configs = root["configs"].map { Array($0.fields) } ?? []
        let names = LMEvalTaskNames(configs.map(\.key.string))
        for (key, config) in configs {
            let key = key.string
            let task = LMEvalTaskResults(root: root, key: key, config: config)
            var run = task.run(reference: reference, name: names.name(of: key))
            run.label = names.label(of: key)
            statement.runs[key] = run
            tasks[key] = LMEvalTaskConfig(config, results: root)
        }
        statement.reported = LMEvalReported(root: root, names: names).metrics
        let prefix = root["config"]?["model_args"]?.string ?? ""
        return LMEvalResults(
            statement: statement, tasks: tasks,
            samplesPrefix: LMEvalFileName.oldPrefix(modelArguments: prefix))
    }
}

/// The names of tasks: 0.5 writes the group before a member, `toy_bin::toy_bin_p0`.
struct LMEvalTaskNames {
    private let counts: [String: Int]

    init(_ keys: [String]) {
        counts = Dictionary(keys.map { (Self.short($0), 1) }, uniquingKeysWith: +)
    }

    /// The task's own name.
    func name(of key: String) -> String { Self.short(key) }

    /// The whole key where two groups hold a task of the same name, so that both runs are kept apart.
    func label(of key: String) -> String { counts[Self.short(key), default: 0] > 1 ? key : "" }

    static func short(_ key: String) -> String {
        key.range(ofLast: "::").map { String(key[$0.upperBound...]) } ?? key
    }
}

extension String {
    /// The last place of a text of ASCII characters.
    fileprivate func range(ofLast text: String) -> Range<String.Index>? {
        var place = endIndex
        while place > startIndex {
            place = index(before: place)
            if self[place...].hasPrefix(text) { return place..<index(place, offsetBy: text.count) }
        }
        return nil
    }
}
