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
            logodds.indices.map { logodds[$0].bitPattern ^ difference($0).bitPattern },
        ].map(PackedColumn.pack)
    }

    /// Nil where a column is damaged.
    ///
    /// - Parameter column: the bytes of each of `packedNames`.
    init?(count: Int, packed column: (Int) -> UnsafeRawBufferPointer) {
        var columns: [[UInt64]] = []
        for index in Self.packedNames.indices {
            guard let values = PackedColumn.unpack(column(index), count: count) else { return nil }
            columns.append(values)
        }
        guard columns[1].enumerated().allSatisfy({ $1 <= UInt64($0) }),
            columns[2].allSatisfy({ $0 < UInt64(Self.statuses.count) })
        else { return nil }
        examples = columns[0].enumerated().map { Int64(bitPattern: $1) &+ Int64($0) }
        clusters = columns[1].enumerated().map { Int32($0) - Int32($1) }
        statuses = columns[2].map { UInt8($0) }
        credit = columns[3].map(Double.init(bitPattern:))
        lseMatching = columns[4].map(Double.init(bitPattern:))
        lseOther = columns[5].map(Double.init(bitPattern:))
        logodds = columns[6].indices.map {
            Double(bitPattern: columns[6][$0] ^ difference($0).bitPattern)
        }
    }

    /// What the log-odds are as a rule; 0 where that is no number, whose bits might depend on the machine.
    private func difference(_ index: Int) -> Double {
        let difference = lseMatching[index] - lseOther[index]
        return difference.isNaN ? 0 : difference
    }
}
