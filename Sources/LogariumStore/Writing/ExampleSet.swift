/// Ids of examples: as ranges, or a bit each where that takes less room.
///
/// A run mostly has its task's examples one after the other: however many, they are a few bytes. Scattered ones take four
/// bytes each at most, in whatever order a source names them.
struct ExampleSet {
    /// By ascending number, which is an id's upper 48 bits.
    private var numbers: [Int64] = []
    private var chunks: [Chunk] = []
    /// Of the chunk added to last: the next id is mostly in the same one.
    private var place = 0
    private(set) var count = 0

    func contains(_ id: Int64) -> Bool {
        let place = self.place(of: id >> 16)
        return place < numbers.count && numbers[place] == id >> 16
            && chunks[place].contains(UInt16(truncatingIfNeeded: id))
    }

    /// - Returns: whether it is new.
    @discardableResult
    mutating func insert(_ id: Int64) -> Bool {
        place = place(of: id >> 16)
        if place == numbers.count || numbers[place] != id >> 16 {
            numbers.insert(id >> 16, at: place)
            chunks.insert(Chunk(), at: place)
        }
        let isNew = chunks[place].insert(UInt16(truncatingIfNeeded: id))
        if isNew { count += 1 }
        return isNew
    }

    func union(_ other: ExampleSet) -> ExampleSet {
        var union = self
        other.forEachRange { for id in $0 { union.insert(id) } }
        return union
    }

    /// Calls `body` with each longest range of consecutive ids, ascending.
    func forEachRange(_ body: (ClosedRange<Int64>) throws -> Void) rethrows {
        _ = try allRanges {
            try body($0)
            return true
        }
    }

    /// Whether `holds` says so of each longest range of consecutive ids; none is asked after one that fails.
    func allRanges(_ holds: (ClosedRange<Int64>) throws -> Bool) rethrows -> Bool {
        var open: ClosedRange<Int64>?
        for (number, chunk) in zip(numbers, chunks) {
            for range in chunk.ranges {
                let (first, last) = (
                    number << 16 | Int64(range.lowerBound), number << 16 | Int64(range.upperBound)
                )
                if let before = open, before.upperBound == first - 1 {
                    open = before.lowerBound...last
                } else {
                    if let open, try !holds(open) { return false }
                    open = first...last
                }
            }
        }
        return try open.map(holds) ?? true
    }

    /// Where the chunk of that number is or belongs.
    private func place(of number: Int64) -> Int {
        if place < numbers.count, numbers[place] == number { return place }
        return numbers.firstIndex(after: { $0 < number })
    }
}

/// Sixteen-bit numbers.
private struct Chunk {
    /// Ascending, never adjacent; empty once there are `bits`.
    private var list: [ClosedRange<UInt16>] = []
    private var bits: [UInt64] = []
    /// From here on the bits take less room.
    private static let longestList = 2048

    func contains(_ low: UInt16) -> Bool {
        if !bits.isEmpty { return bits[Int(low >> 6)] & 1 << UInt64(low & 63) != 0 }
        let place = place(of: low)
        return place < list.count && list[place].contains(low)
    }

    mutating func insert(_ low: UInt16) -> Bool {
        guard bits.isEmpty else { return set(low) }
        let place = place(of: low)
        if place < list.count, list[place].contains(low) { return false }
        let followsOn = place > 0 && Int(list[place - 1].upperBound) + 1 == low
        let leadsOn = place < list.count && Int(list[place].lowerBound) - 1 == low
        switch (followsOn, leadsOn) {
        case (true, true): list[place - 1] = list[place - 1].lowerBound...list.remove(at: place).upperBound
        case (true, false): list[place - 1] = list[place - 1].lowerBound...low
        case (false, true): list[place] = low...list[place].upperBound
        case (false, false): list.insert(low...low, at: place)
        }
        if list.count > Self.longestList { turnIntoBits() }
        return true
    }

    /// Ascending; of bits as many as there are, so that one may follow on the other.
    var ranges: [ClosedRange<UInt16>] {
        if bits.isEmpty { return list }
        return bits.indices.flatMap { place in
            (0..<64).lazy.map { UInt16(place << 6 | $0) }.filter(contains).map { $0...$0 }
        }
    }

    /// Of the first range that does not end before a number.
    private func place(of low: UInt16) -> Int {
        if let last = list.last, last.upperBound < low { return list.count }
        return list.firstIndex(after: { $0.upperBound < low })
    }

    private mutating func turnIntoBits() {
        bits = [UInt64](repeating: 0, count: 1024)
        for low in list.joined() { _ = set(low) }
        list = []
    }

    private mutating func set(_ low: UInt16) -> Bool {
        let bit: UInt64 = 1 << UInt64(low & 63)
        guard bits[Int(low >> 6)] & bit == 0 else { return false }
        bits[Int(low >> 6)] |= bit
        return true
    }
}

extension Array {
    /// The first place, of an array that begins with all elements that are before it, whose element is not.
    fileprivate func firstIndex(after isBefore: (Element) -> Bool) -> Int {
        var range = 0..<count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = isBefore(self[middle]) ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
