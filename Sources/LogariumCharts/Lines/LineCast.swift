/// The lines of one figure: in order of size, with names that tell them apart and looks that tell their order.
struct LineCast {
    struct Member {
        let name: String
        let style: LineStyle
        let line: PointLine
    }

    /// Lines a figure draws at most: beyond, evenly chosen ones, the first and the last among them.
    static let limit = 10

    let members: [Member]
    /// Lines that are not drawn.
    let nLeftOut: Int

    /// Lines of equal coordinates, told apart and ordered by a name of their own.
    init(_ lines: [PointLine], named name: (PointLine) -> String) {
        let sorted = lines.sorted { name($0) < name($1) }
        let all = sorted.enumerated().map { index, line in
            Member(
                name: name(line),
                style: LineStyle(
                    .ordinal(index, of: sorted.count), shape: .cycled(index), dash: .cycled(index / 6)),
                line: line)
        }
        members = all.thinned(to: Self.limit)
        nLeftOut = all.count - members.count
    }

    init(_ lines: [PointLine]) {
        let sorted = lines.sorted { Self.order($0).lexicographicallyPrecedes(Self.order($1)) }
        let ranks = Self.ranks(sorted)
        let replicas = Self.replicas(sorted)
        let varying = Self.varyingColumns(sorted)
        let count = (ranks.max() ?? 0) + 1
        let all = sorted.indices.map { index in
            Member(
                name: Self.name(sorted[index], varying),
                style: LineStyle(
                    .ordinal(ranks[index], of: count), shape: .cycled(ranks[index]),
                    dash: .cycled(replicas[index])),
                line: sorted[index])
        }
        members = all.thinned(to: Self.limit)
        nLeftOut = all.count - members.count
    }

    /// What was left out, for the notes; empty where nothing was.
    var notes: [String] {
        nLeftOut == 0
            ? []
            : [
                "\(members.count) of \(members.count + nLeftOut) lines are drawn, evenly chosen; the CSV holds all."
            ]
    }

    /// Empty for a single line.
    var legend: [LegendEntry] {
        members.count < 2 ? [] : members.map { LegendEntry($0.name, $0.style) }
    }

    private static func order(_ line: PointLine) -> [Double] {
        ["n_params", "train_step", "rlhf_step", "seed"].map { column in
            line.coordinates.contains { $0.column == column } ? line.record.number(column) ?? -1 : -1
        }
    }

    /// The place of every line in the order of sizes and steps; seeds share it.
    private static func ranks(_ lines: [PointLine]) -> [Int] {
        var (rank, last): (Int, [Double]?) = (-1, nil)
        return lines.map { line in
            let own = Array(order(line).dropLast())
            if own != last { (rank, last) = (rank + 1, own) }
            return rank
        }
    }

    /// Which of the lines of its rank a line is.
    private static func replicas(_ lines: [PointLine]) -> [Int] {
        var seen: [[Double]: Int] = [:]
        return lines.map { line in
            defer { seen[Array(order(line).dropLast()), default: 0] += 1 }
            return seen[Array(order(line).dropLast())] ?? 0
        }
    }

    private static func varyingColumns(_ lines: [PointLine]) -> Set<String> {
        let columns = Set(lines.flatMap { $0.coordinates.map(\.column) })
        return columns.filter { column in
            Set(lines.map { line in line.coordinates.first { $0.column == column }?.value }).count > 1
        }
    }

    private static func name(_ line: PointLine, _ varying: Set<String>) -> String {
        let hasModel = line.coordinates.contains { $0.column == "model" }
        let shown = line.coordinates.filter {
            varying.contains($0.column) && !(hasModel && $0.column == "n_params")
        }
        let own =
            shown.isEmpty ? line.coordinates.filter { $0.column == (hasModel ? "model" : "series") } : shown
        return own.map { LineCast.word($0.column, $0.value) }.joined(separator: " · ")
    }

    /// A coordinate for people.
    static func word(_ column: String, _ value: String) -> String {
        switch column {
        case "train_step": "step \(value)"
        case "rlhf_step": "RLHF \(value)"
        case "seed": "seed \(value)"
        case "n_params": "\(Double(value).map(NumberText.count.text) ?? value) parameters"
        default: value
        }
    }
}
