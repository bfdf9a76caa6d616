import Testing

@testable import LogariumStore

@Suite("A set of examples")
struct ExampleSetTests {
    /// Dense, scattered, in no order, across the borders of what is kept together, and each twice.
    private static let sources: [[Int64]] = [
        [], [7], Array(1...10_000), Array((1...10_000).reversed()),
        Array(stride(from: 5, to: 3_000_000, by: 997)),
        Array(65_000...66_500) + Array(64_000...65_600), (0..<20_000).map { $0 * 7919 % 200_003 },
        (0..<9_000).map { $0 * 2 } + (0..<9_000).map { $0 * 2 },
    ]

    @Test("holds what was put in, once", arguments: sources)
    func membership(ids: [Int64]) {
        var set = ExampleSet()
        var expected: Set<Int64> = []
        for id in ids { #expect(set.insert(id) == expected.insert(id).inserted) }
        #expect(set.count == expected.count)
        for id in ids { #expect(set.contains(id)) }
        for id in ids where !expected.contains(id + 1) { #expect(!set.contains(id + 1)) }
    }

    @Test("gives its ids as the longest ranges, ascending", arguments: sources)
    func ranges(ids: [Int64]) {
        var set = ExampleSet()
        for id in ids { set.insert(id) }
        var found: [ClosedRange<Int64>] = []
        set.forEachRange { found.append($0) }
        #expect(found.flatMap(Array.init) == Set(ids).sorted())
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
    }

    @Test("stops asking of ranges at the first that fails")
    func stops() {
        var set = ExampleSet()
        for id: Int64 in [1, 2, 5, 9] { set.insert(id) }
        var asked: [ClosedRange<Int64>] = []
        let all = set.allRanges {
            asked.append($0)
            return $0.count > 1
        }
        #expect(!all)
        #expect(asked == [1...2, 5...5])
    }

    @Test("joins another")
    func union() {
        var (one, other) = (ExampleSet(), ExampleSet())
        for id: Int64 in 0..<70_000 where id % 2 == 0 { one.insert(id) }
        for id: Int64 in 0..<70_000 where id % 3 == 0 { other.insert(id) }
        #expect(one.union(other).count == (0..<70_000).count { $0 % 2 == 0 || $0 % 3 == 0 })
    }
}
