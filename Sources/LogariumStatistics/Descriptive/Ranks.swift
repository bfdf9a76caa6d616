extension [Double] {
    /// Ranks from 1, tied values sharing the mean of their ranks.
    public var midRanks: [Double] {
        let order = indices.sorted { self[$0] < self[$1] }
        var ranks = [Double](repeating: 0, count: count)
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, self[order[end]] == self[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }

    /// How many values share each distinct value.
    var tieSizes: [Int] {
        var sizes: [Double: Int] = [:]
        for value in self { sizes[value, default: 0] += 1 }
        return Array<Int>(sizes.values)
    }
}
