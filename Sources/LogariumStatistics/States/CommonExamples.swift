/// The examples that every state of a line answered. Means over all that each state answered can fake a reversal.
public struct CommonExamples: Sendable, Equatable {
    /// Sorted.
    public let ids: [String]
    /// Examples that some state answered.
    public let nUnion: Int
    /// Examples of each state.
    public let counts: [Int]
    /// Mean of each state over the common examples; nil entries where there are none.
    public let means: [Double?]
    /// Mean of each state over its own examples: for comparison, never for a line.
    public let naiveMeans: [Double?]

    /// A common share below this is a warning: what is missing is seldom missing at random.
    public static let warningShare = 0.95
    /// Below this a line is drawn only when asked for.
    public static let refusalShare = 0.5

    /// n_common/n_union (docs/statistics.md calls it coverage). Nil without examples.
    public var commonShare: Double? { nUnion == 0 ? nil : Double(ids.count) / Double(nUnion) }

    /// - Parameter states: the value of each example by its id, one dictionary a state.
    public init(_ states: [[String: Double]]) {
        let union = states.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        let common = union.filter { id in states.allSatisfy { $0[id] != nil } }.sorted()
        ids = common
        nUnion = union.count
        counts = states.map(\.count)
        means = states.map { state in common.compactMap { state[$0] }.mean }
        naiveMeans = states.map { $0.values.sorted().mean }
    }
}
