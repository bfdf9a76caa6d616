import Glibc
import LogariumStatistics

/// What a run answered, a column each: the responses that are rows in the warehouse, in the order of their examples.
///
/// All arrays are of one length. A number that a response lacks (NULL) is NaN, which SQLite does not hold.
public struct RunColumns: Equatable, Sendable {
    /// A column of `response` that metrics are made of; few questions need all.
    enum Number: String, CaseIterable, Sendable {
        case credit
        case logodds
        case lseMatching = "lse_matching"
        case lseOther = "lse_other"
    }

    var examples: [Int64] = []
    /// Of each example the index of the first one in its cluster: its own where it is alone so far.
    var clusters: [Int32] = []
    /// Indices into `RunColumns.statuses`.
    var statuses: [UInt8] = []
    /// Those that have been read.
    var numbers: [Number: [Double]] = [:]

    /// The order is part of the packed form.
    static let statuses: [ResponseStatus] = [
        .ok, .missingChoice, .nan, .allNegInf, .positiveLogprob, .noAlternative, .invalidMatch,
    ]
    private static let ok: UInt8 = 0
    private static let noAlternative: UInt8 = 5

    public var count: Int { examples.count }

    /// Two columns are equal where they hold the same bits.
    public static func == (a: RunColumns, b: RunColumns) -> Bool {
        a.examples == b.examples && a.clusters == b.clusters && a.statuses == b.statuses
            && Number.allCases.allSatisfy { a[$0].elementsEqual(b[$0]) { $0.bitPattern == $1.bitPattern } }
    }

    subscript(_ number: Number) -> [Double] { numbers[number] ?? [] }

    func isOK(_ index: Int) -> Bool { statuses[index] == Self.ok }

    /// What a metric is made of; nil where it needs the arrays of log-probs.
    static func numbers(for metric: Metric) -> Set<Number>? {
        switch metric.making {
        case .logodds: [.logodds]
        case .credit: [.credit]
        case .matching: [.lseMatching]
        case .sides: [.lseMatching, .lseOther]
        case .choices, .score: nil
        }
    }

    /// The metric of every response as the view `response_value` has it, NaN where it is NULL.
    ///
    /// Nil for a metric that needs the arrays of log-probs. The columns it is made of must have been read.
    func values(of metric: Metric) -> [Double]? {
        switch metric.making {
        case .logodds(let value): values(self[.logodds], value)
        case .credit: values(self[.credit]) { $0 }
        case .matching(let value):
            zip(statuses, self[.lseMatching]).map { status, lse in
                status == Self.ok || status == Self.noAlternative ? value(lse) : .nan
            }
        case .sides(let value):
            statuses.indices.map { index in
                switch statuses[index] {
                case Self.ok: value(self[.lseMatching][index], self[.lseOther][index])
                case Self.noAlternative: value(self[.lseMatching][index], nil)
                default: .nan
                }
            }
        case .choices, .score: nil
        }
    }

    func values(named name: String) -> [Double]? { Metric.named(name).flatMap(values(of:)) }

    private func values(_ numbers: [Double], _ value: (Double) -> Double) -> [Double] {
        zip(statuses, numbers).map { $0 == Self.ok ? value($1) : .nan }
    }
}
