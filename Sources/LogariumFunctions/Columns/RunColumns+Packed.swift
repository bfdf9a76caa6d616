extension RunColumns {
    /// Of the packing, and of what `RunMeasures` holds. Columns of another form are not read.
    public static let form: Int64 = 1

    static let headNames = ["examples", "clusters_of_examples", "statuses"]

    /// What of the packed columns the table `run_column` has, in its order.
    public static let mainNames = headNames + [Number.credit, .logodds].map(\.rawValue)

    /// What the table `run_column_lse` has, in its order.
    public static let lseNames = [Number.lseMatching, .lseOther].map(\.rawValue)

    /// Example ids less their index (mostly one number), clusters as the way back to the first example.
    public var packedMain: [[UInt8]] {
        let head = [
            examples.enumerated().map { UInt64(bitPattern: $1 &- Int64($0)) },
            clusters.enumerated().map { UInt64($0) - UInt64($1) },
            statuses.map(UInt64.init),
        ]
        return head.map(PackedColumn.pack) + [packed(.credit), packed(.logodds)]
    }

    public var packedLSE: [[UInt8]] { [packed(.lseMatching), packed(.lseOther)] }

    private func packed(_ number: Number) -> [UInt8] { PackedColumn.pack(self[number].map(\.bitPattern)) }

    /// Examples, clusters and statuses, without numbers. Nil where a column is damaged.
    ///
    /// - Parameter column: the bytes of each of `headNames`.
    init?(count: Int, packedHead column: (Int) -> UnsafeRawBufferPointer) {
        guard
            let examples = PackedColumn.unpack(
                column(0), count: count, { Int64(bitPattern: $0) &+ Int64($1) }),
            let clusters = PackedColumn.unpack(
                column(1), count: count, { Int32(truncatingIfNeeded: Int64($1) &- Int64(bitPattern: $0)) }),
            let statuses = PackedColumn.unpack(
                column(2), count: count, { pattern, _ in UInt8(clamping: pattern) }),
            statuses.allSatisfy({ Int($0) < Self.statuses.count }),
            clusters.indices.allSatisfy({ clusters[$0] >= 0 && Int(clusters[$0]) <= $0 })
        else { return nil }
        self.init(examples: examples, clusters: clusters, statuses: statuses)
    }

    /// - Returns: false where the column is damaged; it is then not there.
    mutating func add(_ number: Number, packed bytes: UnsafeRawBufferPointer) -> Bool {
        numbers[number] = PackedColumn.unpack(bytes, count: count) { pattern, _ in Double(bitPattern: pattern)
        }
        return numbers[number] != nil
    }
}
