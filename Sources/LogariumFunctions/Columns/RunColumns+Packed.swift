extension RunColumns {
    /// Of the packing, and of what `RunMeasures` holds. Columns of another form are not read.
    public static let form: Int64 = 1

    /// The packed columns, in the order in which the table `run_column` has them.
    public static let packedNames = [
        "examples", "clusters_of_examples", "statuses", "credit", "lse_matching", "lse_other", "logodds",
    ]

    /// Example ids less their index (mostly one number), clusters as the way back to the first example, log-odds as
    /// what differs from the difference of the two sides: nothing, as a rule.
    public var packed: [[UInt8]] {
        [
            examples.enumerated().map { UInt64(bitPattern: $1 &- Int64($0)) },
            clusters.enumerated().map { UInt64($0) - UInt64($1) },
            statuses.map(UInt64.init),
            credit.map(\.bitPattern),
            lseMatching.map(\.bitPattern),
            lseOther.map(\.bitPattern),
            logodds.indices.map {
                logodds[$0].bitPattern ^ Self.difference(lseMatching[$0], lseOther[$0]).bitPattern
            },
        ].map(PackedColumn.pack)
    }

    /// Nil where a column is damaged.
    ///
    /// - Parameter column: the bytes of each of `packedNames`.
    init?(count: Int, packed column: (Int) -> UnsafeRawBufferPointer) {
        guard
            let examples = PackedColumn.unpack(
                column(0), count: count, { Int64(bitPattern: $0) &+ Int64($1) }),
            let clusters = PackedColumn.unpack(
                column(1), count: count, { Int32(truncatingIfNeeded: Int64($1) &- Int64(bitPattern: $0)) }),
            let statuses = PackedColumn.unpack(
                column(2), count: count, { pattern, _ in UInt8(clamping: pattern) }),
            let credit = PackedColumn.unpack(column(3), count: count, Self.number),
            let lseMatching = PackedColumn.unpack(column(4), count: count, Self.number),
            let lseOther = PackedColumn.unpack(column(5), count: count, Self.number),
            let logodds = PackedColumn.unpack(
                column(6), count: count,
                { pattern, index in
                    let difference = Self.difference(lseMatching[index], lseOther[index])
                    return Double(bitPattern: pattern ^ difference.bitPattern)
                }),
            statuses.allSatisfy({ Int($0) < Self.statuses.count }),
            clusters.indices.allSatisfy({ clusters[$0] >= 0 && Int(clusters[$0]) <= $0 })
        else { return nil }
        self.init(
            examples: examples, clusters: clusters, statuses: statuses, credit: credit,
            lseMatching: lseMatching, lseOther: lseOther, logodds: logodds)
    }

    @inline(__always)
    private static func number(_ pattern: UInt64, _ index: Int) -> Double { Double(bitPattern: pattern) }

    /// What the log-odds are as a rule; 0 where that is no number, whose bits might depend on the machine.
    @inline(__always)
    private static func difference(_ matching: Double, _ other: Double) -> Double {
        let difference = matching - other
        return difference.isNaN ? 0 : difference
    }
}
