import LogariumCore

/// One of the affected as a search finds it, before it is known which checkpoint that is.
struct CheckRow: Sendable, Equatable {
    /// What is wrong; rows of one fault are one finding.
    var fault: String
    var task: String?
    var runID: Int64?
    var ref: String?
    var n: Int64?
    var nOf: Int64?
    var detail: String?

    /// The columns of every file in `queries/check/`.
    static let columns = ["fault", "task", "run_id", "ref", "n", "n_of", "detail"]

    init(
        fault: String, task: String? = nil, runID: Int64? = nil, ref: String? = nil, n: Int64? = nil,
        nOf: Int64? = nil, detail: String? = nil
    ) {
        (self.fault, self.task, self.runID, self.ref) = (fault, task, runID, ref)
        (self.n, self.nOf, self.detail) = (n, nOf, detail)
    }

    init(_ cells: [ResultValue]) {
        self.init(
            fault: cells[0].text ?? "", task: cells[1].text, runID: cells[2].integer, ref: cells[3].text,
            n: cells[4].integer, nOf: cells[5].integer, detail: cells[6].text)
    }
}
