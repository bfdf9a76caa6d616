import Glibc
import LogariumStatistics

/// What a run answered, a column each: the responses that are rows in the warehouse, in the order of their examples.
///
/// All arrays are of one length. A value that a response lacks (NULL) is NaN, which SQLite does not hold.
public struct RunColumns: Equatable, Sendable {
    var examples: [Int64] = []
    /// Of each example the index of the first one in its cluster: its own where it is alone so far.
    var clusters: [Int32] = []
    /// Indices into `RunColumns.statuses`.
    var statuses: [UInt8] = []
    var credit: [Double] = []
    var lseMatching: [Double] = []
    var lseOther: [Double] = []
    var logodds: [Double] = []

    /// The order is part of the packed form.
    static let statuses: [ResponseStatus] = [
        .ok, .missingChoice, .nan, .allNegInf, .positiveLogprob, .noAlternative, .invalidMatch,
    ]
    private static let ok: UInt8 = 0
    private static let noAlternative: UInt8 = 5

    public var count: Int { examples.count }

    /// Two columns are equal where they hold the same bits.
    public static func == (a: RunColumns, b: RunColumns) -> Bool {
        func isSame(_ column: KeyPath<RunColumns, [Double]>) -> Bool {
            a[keyPath: column].elementsEqual(b[keyPath: column]) { $0.bitPattern == $1.bitPattern }
        }
        return a.examples == b.examples && a.clusters == b.clusters && a.statuses == b.statuses
            && isSame(\.credit) && isSame(\.lseMatching) && isSame(\.lseOther) && isSame(\.logodds)
    }

    func isOK(_ index: Int) -> Bool { statuses[index] == Self.ok }

    /// The metric of every response as the view `response_value` has it, NaN where it is NULL; nil for a metric that
    /// needs the arrays of log-probs.
    func values(of metric: String) -> [Double]? {
        switch metric {
        case "logodds": values { logodds[$0] }
        case "p_match": values { LogOdds(logodds[$0]).probability }
        case "credit": values { credit[$0] }
        case "nll": values { LogOdds(logodds[$0]).nll }
        case "choice_mass": values(choiceMass)
        case "nll_raw":
            (0..<count).map {
                isOK($0) || statuses[$0] == Self.noAlternative ? -lseMatching[$0] : .nan
            }
        default: nil
        }
    }

    func choiceMass(_ index: Int) -> Double { exp(lseMatching[index]) + exp(lseOther[index]) }

    private func values(_ value: (Int) -> Double) -> [Double] {
        (0..<count).map { isOK($0) ? value($0) : .nan }
    }
}
