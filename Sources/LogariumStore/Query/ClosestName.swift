extension String {
    /// The name that was most probably meant; nil when none is near.
    public func closest(in names: [String]) -> String? { nearest(in: names).first }

    /// The names that may have been meant: those that begin so, then the nearest first; a letter in the other case counts
    /// as the same.
    func nearest(in names: [String]) -> [String] {
        let longer = count < 2 ? [] : names.filter { $0.lowercased().hasPrefix(lowercased()) }
        return longer + similar(in: names).filter { !longer.contains($0) }
    }

    private func similar(in names: [String]) -> [String] {
        let limit = max(2, count / 3)
        let plain = lowercased()
        // A name that is longer or shorter by more than the limit cannot be within it.
        return names.filter { abs($0.utf8.count - utf8.count) <= limit }
            .map { (name: $0, distance: plain.distance(to: $0.lowercased())) }
            .filter { $0.distance <= limit }
            .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .map(\.name)
    }

    /// Levenshtein's distance: insertions, deletions and replacements.
    private func distance(to other: String) -> Int {
        let (left, right) = (Array(utf8), Array(other.utf8))
        var row = Array(0...right.count)
        for i in left.indices {
            var diagonal = row[0]
            row[0] = i + 1
            for j in right.indices {
                let replaced = diagonal + (left[i] == right[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
