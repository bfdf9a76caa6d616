public import LogariumCore

/// One fault of a warehouse, with everything that it affects.
public struct CheckFinding: Sendable, Equatable {
    /// A run, reference, task or line that has the fault; nil where the fault is not about one.
    public struct Affected: Sendable, Equatable {
        public let task: String?
        public let model: String?
        public let trainStep: Int64?
        public let rlhfStep: Int64?
        public let seed: Int64?
        public let runID: Int64?
        public let ref: String?
        /// What the kind counts, mostly examples, with the fault.
        public let n: Int64?
        /// Among how many.
        public let nOf: Int64?
        public let detail: String?
        /// What to type first.
        public let command: String
    }

    public let kind: String
    public let severity: CheckKind.Severity
    public let unit: CheckKind.Unit
    /// What is wrong.
    public let fault: String
    /// What `n` and `nOf` count.
    public let counted: String
    public let consequence: String
    public let remedy: String
    /// The worst first; never empty.
    public let affected: [Affected]
}

extension [CheckFinding] {
    /// One row per affected, for the formats that machines read; `finding` counts from 1.
    public var rows: RowList {
        let columns = [
            "finding", "severity", "kind", "fault", "task", "model", "train_step", "rlhf_step", "seed",
            "run_id", "ref",
            "n", "n_of", "counted", "detail", "consequence", "remedy", "command",
        ]
        let rows = enumerated().flatMap { number, finding in
            finding.affected.map { affected -> [ResultValue] in
                [
                    .integer(Int64(number) + 1), .text(finding.severity.rawValue), .text(finding.kind),
                    .text(finding.fault), .init(affected.task), .init(affected.model),
                    .init(affected.trainStep),
                    .init(affected.rlhfStep), .init(affected.seed), .init(affected.runID),
                    .init(affected.ref),
                    .init(affected.n), .init(affected.nOf), .text(finding.counted), .init(affected.detail),
                    .text(finding.consequence), .text(finding.remedy), .text(affected.command),
                ]
            }
        }
        return RowList(columnNames: columns, rows: rows)
    }
}

extension ResultValue {
    fileprivate init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    fileprivate init(_ integer: Int64?) { self = integer.map { .integer($0) } ?? .null }
}
