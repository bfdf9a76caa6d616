import Testing

@testable import LogariumFunctions

@Suite("A packed column")
struct PackedColumnTests {
    private static let columns: [(name: String, values: [UInt64], bytes: Int)] = [
        ("nothing", [], 9),
        ("one value", [7], 9),
        ("equal values", [UInt64](repeating: 1 << 40, count: 1000), 9),
        ("two values", (0..<1000).map { $0 % 2 * UInt64.max }, 2 + 2 * 8 + 1000),
        ("256 values", (0..<1000).map { ($0 % 256) << 50 }, 2 + 256 * 8 + 1000),
        ("257 small values", (0..<1000).map { $0 % 257 }, 1 + 4 * 1000),
        ("the largest of 32 bits", (0..<300).map { UInt64(UInt32.max) - $0 }, 1 + 4 * 300),
        ("one more", (0..<300).map { UInt64(UInt32.max) + 1 - $0 }, 1 + 8 * 300),
        ("numbers", (0..<1000).map { (Double($0) / 7).bitPattern }, 1 + 8 * 1000),
    ]

    private static func unpacked(_ bytes: [UInt8], count: Int) -> [UInt64]? {
        bytes.withUnsafeBytes { PackedColumn.unpack($0, count: count) { pattern, _ in pattern } }
    }

    @Test("is the column again, in the fewest bytes of the four forms", arguments: columns)
    func roundTrip(_ name: String, _ values: [UInt64], _ bytes: Int) {
        let packed = PackedColumn.pack(values)
        #expect(packed.count == bytes)
        #expect(Self.unpacked(packed, count: values.count) == values)
    }

    @Test("is refused where a byte is missing, too many, or of no form", arguments: columns)
    func damaged(_ name: String, _ values: [UInt64], _ bytes: Int) {
        let packed = PackedColumn.pack(values)
        #expect(Self.unpacked([], count: values.count) == nil)
        #expect(Self.unpacked([9] + packed.dropFirst(), count: values.count) == nil)
        #expect(Self.unpacked(packed.dropLast(), count: values.count) == nil)
        #expect(Self.unpacked(packed + [0], count: values.count) == nil)
    }

    @Test("is refused where an index has no value")
    func badIndex() {
        var packed = PackedColumn.pack([1, 2, 1])
        packed[packed.count - 1] = 2
        #expect(Self.unpacked(packed, count: 3) == nil)
    }
}

@Suite("The columns of a run")
struct RunColumnsTests {
    private let columns = RunColumns(
        examples: [3, 4, 5, 90, 91], clusters: [0, 0, 2, 2, 4], statuses: [0, 0, 2, 5, 0],
        numbers: [
            .credit: [1, 0.5, .nan, .nan, 0], .logodds: [-1.5, 17, .nan, .nan, .infinity],
            .lseMatching: [-1.5, -.infinity, .nan, -2.25, -1e-300],
            .lseOther: [-0.1, -3, .nan, .nan, -.infinity],
        ])

    private func unpacked(_ packed: [[UInt8]], count: Int = 5) -> RunColumns? {
        let held = packed.map { bytes in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
            copy.copyBytes(from: bytes)
            return copy
        }
        defer { for copy in held { copy.deallocate() } }
        guard var columns = RunColumns(count: count, packedHead: { UnsafeRawBufferPointer(held[$0]) }) else {
            return nil
        }
        for (number, bytes) in zip(RunColumns.Number.allCases, held.dropFirst(3)) {
            guard columns.add(number, packed: UnsafeRawBufferPointer(bytes)) else { return nil }
        }
        return columns
    }

    @Test("are bit for bit the same when they have been packed")
    func roundTrip() throws {
        #expect(try #require(unpacked(columns.packedMain + columns.packedLSE)) == columns)
        #expect(columns.packedMain.count == RunColumns.mainNames.count)
        #expect(columns.packedLSE.count == RunColumns.lseNames.count)
        #expect(unpacked(columns.packedMain + columns.packedLSE, count: 4) == nil)
    }

    @Test("are refused where a cluster begins behind its example, or a status is unknown")
    func refused() {
        var packed = columns.packedMain
        packed[1] = PackedColumn.pack([0, 0, 0, 0, 5])
        #expect(unpacked(packed) == nil)
        packed = columns.packedMain
        packed[2] = PackedColumn.pack([0, 0, 0, 0, 7])
        #expect(unpacked(packed) == nil)
    }
}
