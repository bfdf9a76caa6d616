/// Ids of examples: a bit each where they lie close together, two bytes each where they are scattered.
///
/// A run of millions of responses is remembered in a few megabytes, in whatever order its source names them.
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
        var range: ClosedRange<Int64>?
        for (number, chunk) in zip(numbers, chunks) {
            for low in chunk {
                let id = number << 16 | Int64(low)
                if let open = range, open.upperBound == id - 1 {
                    range = open.lowerBound...id
                } else {
                    if let range, try !holds(range) { return false }
                    range = id...id
                }
            }
        }
        return try range.map(holds) ?? true
    }

    /// Where the chunk of that number is or belongs.
    private func place(of number: Int64) -> Int {
        if place < numbers.count, numbers[place] == number { return place }
        return numbers.firstIndex(notBelow: number)
    }
}

/// Sixteen-bit numbers: an ascending list while they are few, else a bit each.
private struct Chunk: Sequence {
    private var list: [UInt16] = []
    private var bits: [UInt64] = []
    /// From here on the bits take less room.
    private static let longestList = 4096

    func contains(_ low: UInt16) -> Bool {
        if !bits.isEmpty { return bits[Int(low >> 6)] & 1 << UInt64(low & 63) != 0 }
        let place = list.firstIndex(notBelow: low)
        return place < list.count && list[place] == low
    }

    mutating func insert(_ low: UInt16) -> Bool {
        if bits.isEmpty, list.count < Self.longestList {
            let place = list.last.map { $0 < low } ?? true ? list.count : list.firstIndex(notBelow: low)
            if place < list.count, list[place] == low { return false }
            list.insert(low, at: place)
            return true
        }
        if bits.isEmpty {
            bits = [UInt64](repeating: 0, count: 1024)
            for low in list { _ = set(low) }
            list = []
        }
        return set(low)
    }

    private mutating func set(_ low: UInt16) -> Bool {
        let bit: UInt64 = 1 << UInt64(low & 63)
        guard bits[Int(low >> 6)] & bit == 0 else { return false }
        bits[Int(low >> 6)] |= bit
        return true
    }

    /// Ascending.
    func makeIterator() -> Iterator { Iterator(chunk: self, word: bits.first ?? 0) }

    struct Iterator: IteratorProtocol {
        fileprivate let chunk: Chunk
        private var place = 0
        /// Bits that are still to come of the word at `place`.
        private var word: UInt64

        fileprivate init(chunk: Chunk, word: UInt64) {
            self.chunk = chunk
            self.word = word
        }

        mutating func next() -> UInt16? {
            if chunk.bits.isEmpty {
                guard place < chunk.list.count else { return nil }
                defer { place += 1 }
                return chunk.list[place]
            }
            while word == 0 {
                place += 1
                guard place < chunk.bits.count else { return nil }
                word = chunk.bits[place]
            }
            defer { word &= word - 1 }
            return UInt16(place << 6 | word.trailingZeroBitCount)
        }
    }
}

extension Array where Element: Comparable {
    /// Where an ascending array has the first element that is not below `value`.
    fileprivate func firstIndex(notBelow value: Element) -> Int {
        var range = 0..<count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = self[middle] < value ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }
}
