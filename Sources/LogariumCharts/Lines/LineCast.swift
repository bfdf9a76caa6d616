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
    /// Of all panels that share the cast; empty for a single line.
    let legend: [LegendEntry]

    init(_ lines: [PointLine]) {
        self = Self.shared(by: [lines])[0]
    }

    /// Casts of several panels in which one identity has one name and one look.
    ///
    /// - Parameter name: tells lines of equal coordinates apart, such as the task; nil: by their coordinates.
    /// - Returns: one cast for each panel, in their order.
    static func shared(by panels: [[PointLine]], named name: ((PointLine) -> String)? = nil) -> [LineCast] {
        let keyed = panels.map { identified($0, name ?? \.key) }
        var known: Set<String> = []
        let identities = keyed.joined().filter { known.insert($0.identity).inserted }
        let sorted = identities.sorted { left, right in
            name == nil
                ? order(left.line).lexicographicallyPrecedes(order(right.line))
                : left.identity < right.identity
        }
        let shown = sorted.thinned(to: limit)
        let lines = shown.map(\.line)
        let names = LineCast.names(lines, name)
        let styles = name == nil ? LineStyle.telling(lines) : LineStyle.telling(categories: lines.indices)
        let legend = zip(names, styles).map { LegendEntry($0, $1) }
        let places = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1.identity, $0) })
        return keyed.map { panel in
            let own = panel.compactMap { identity, line in places[identity].map { (place: $0, line: line) } }
                .sorted { $0.place < $1.place }
            return LineCast(
                members: own.map { Member(name: names[$0.place], style: styles[$0.place], line: $0.line) },
                nLeftOut: panel.count - own.count, legend: legend.count < 2 ? [] : legend)
        }
    }

    private init(members: [Member], nLeftOut: Int, legend: [LegendEntry]) {
        (self.members, self.nLeftOut, self.legend) = (members, nLeftOut, legend)
    }

    /// Lines with what they are in every panel; equal ones are counted, so that none takes another's place.
    private static func identified(
        _ lines: [PointLine], _ name: (PointLine) -> String
    ) -> [(identity: String, line: PointLine)] {
        var seen: [String: Int] = [:]
        return lines.map { line in
            let own = name(line)
            seen[own, default: 0] += 1
            let count = seen[own] ?? 1
            return (count == 1 ? own : "\(own)\u{1F}#\(count)", line)
        }
    }

    /// Names of which no two are equal.
    private static func names(_ lines: [PointLine], _ name: ((PointLine) -> String)?) -> [String] {
        let varying = varyingColumns(lines)
        var seen: [String: Int] = [:]
        return lines.map { line in
            let own = name?(line) ?? LineCast.name(line, varying)
            seen[own, default: 0] += 1
            let count = seen[own] ?? 1
            return count == 1 ? own : "\(own) (\(count))"
        }
    }

    /// What was left out, for the notes; empty where nothing was.
    var notes: [String] {
        nLeftOut == 0
            ? []
            : [
                "\(members.count) of \(members.count + nLeftOut) lines are drawn, evenly chosen; the CSV holds all."
            ]
    }

    /// What orders lines: sizes and steps, then the seed.
    static func order(_ line: PointLine) -> [Double] {
        ["n_params", "train_step", "rlhf_step", "seed"].map { column in
            line.coordinates.contains { $0.column == column } ? line.record.number(column) ?? -1 : -1
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
