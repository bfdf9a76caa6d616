extension LineStyle {
    /// Looks for lines in their order, no two alike.
    ///
    /// Lines of one series are coloured by their order of sizes and steps, lines of several by series; seeds and
    /// protocols of one place differ in their dash.
    static func telling(_ lines: [PointLine]) -> [LineStyle] {
        let ranks = ranks(lines)
        let groups = groups(lines, ranks)
        let replicas = replicas(zip(ranks, groups).map { "\($0) \($1)" })
        let nRanks = (ranks.max() ?? 0) + 1
        let isOrdinal = Set(groups).count < 2
        return lines.indices.map { place in
            LineStyle(
                isOrdinal ? .ordinal(ranks[place], of: nRanks) : .category(groups[place] % Paint.categories),
                shape: .cycled(groups[place] + ranks[place]), dash: .cycled(replicas[place]))
        }.apart
    }

    /// Looks for things that have no order, no two alike.
    static func telling(categories: some Sequence<Int>) -> [LineStyle] {
        let places = Array(categories)
        guard places.count > 1 else { return places.map { _ in LineStyle(.ordinal(0, of: 1)) } }
        return places.map { LineStyle(.category($0 % Paint.categories), shape: .cycled($0)) }.apart
    }

    /// The place of every line in the order of sizes and steps; seeds share it.
    private static func ranks(_ lines: [PointLine]) -> [Int] {
        var (rank, last): (Int, [Double]?) = (-1, nil)
        return lines.map { line in
            let own = Array(LineCast.order(line).dropLast())
            if own != last { (rank, last) = (rank + 1, own) }
            return rank
        }
    }

    /// Series by number, and models too where their size does not tell them apart.
    private static func groups(_ lines: [PointLine], _ ranks: [Int]) -> [Int] {
        let coordinate = { (line: PointLine, column: String) in
            line.coordinates.first { $0.column == column }?.value ?? ""
        }
        let byRank = Dictionary(grouping: lines.indices) {
            "\(ranks[$0])\u{1F}\(coordinate(lines[$0], "series"))"
        }
        let hasTwins = byRank.values.contains { Set($0.map { coordinate(lines[$0], "model") }).count > 1 }
        let keys = lines.map { line in
            coordinate(line, "series") + (hasTwins ? "\u{1F}" + coordinate(line, "model") : "")
        }
        let numbers = Dictionary(uniqueKeysWithValues: Set(keys).sorted().enumerated().map { ($1, $0) })
        return keys.map { numbers[$0] ?? 0 }
    }

    /// How many before it have the same key.
    private static func replicas(_ keys: [String]) -> [Int] {
        var seen: [String: Int] = [:]
        return keys.map { key in
            defer { seen[key, default: 0] += 1 }
            return seen[key] ?? 0
        }
    }
}

extension [LineStyle] {
    /// The same looks, but where one was taken the next free dash, or shape and dash, of its colour.
    fileprivate var apart: [LineStyle] {
        var taken: Set<LineStyle> = []
        return map { wanted in
            let free = LineStyle.looks(from: wanted).first { !taken.contains($0) } ?? wanted
            taken.insert(free)
            return free
        }
    }
}

extension LineStyle {
    /// Every look of a colour, the wanted one first.
    fileprivate static func looks(from wanted: LineStyle) -> [LineStyle] {
        let shapes = Shape.allCases.rotated(to: wanted.shape)
        let dashes = Dash.allCases.rotated(to: wanted.dash)
        return shapes.flatMap { shape in dashes.map { LineStyle(wanted.paint, shape: shape, dash: $0) } }
    }
}

extension Array where Element: Equatable {
    fileprivate func rotated(to first: Element) -> [Element] {
        let start = firstIndex(of: first) ?? 0
        return Array(self[start...] + self[..<start])
    }
}
