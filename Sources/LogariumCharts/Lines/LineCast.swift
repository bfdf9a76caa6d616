/// The lines of one figure: in order of size, with names that tell them apart and looks that tell their order.
struct LineCast {
    struct Member {
        let name: String
        let style: LineStyle
        let line: PointLine
    }

    /// Lines a figure names at most: beyond, evenly chosen ones, the first and the last among them.
    static let limit = 10

    let members: [Member]
    /// Lines that are drawn without a name, for their spread.
    let shaded: [PointLine]
    /// Lines of which nothing is claimed.
    let refused: [PointLine]
    /// Of all panels that share the cast; empty for a single line.
    let legend: [LegendEntry]

    init(_ lines: [PointLine]) {
        self = Self.shared(by: [lines])[0]
    }

    /// How states are drawn that no line may join.
    static let refusedStyle = LineStyle(.muted, shape: .cross)

    /// Casts of several panels in which one identity has one name and one look.
    ///
    /// - Parameter name: tells lines of equal coordinates apart, such as the task; nil: by their coordinates.
    /// - Returns: one cast for each panel, in their order.
    static func shared(by panels: [[PointLine]], named name: ((PointLine) -> String)? = nil) -> [LineCast] {
        let keyed = panels.map { lines in identified(lines.filter { !$0.isRefused }, name ?? \.key) }
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
        var legend = zip(names, styles).map { LegendEntry($0, $1) }
        if let entry = refusedEntry(panels.joined().filter(\.isRefused)) { legend.append(entry) }
        let places = Dictionary(uniqueKeysWithValues: shown.enumerated().map { ($1.identity, $0) })
        return zip(keyed, panels).map { panel, lines in
            let own = panel.compactMap { identity, line in places[identity].map { (place: $0, line: line) } }
                .sorted { $0.place < $1.place }
            return LineCast(
                members: own.map { Member(name: names[$0.place], style: styles[$0.place], line: $0.line) },
                shaded: panel.filter { places[$0.identity] == nil }.map(\.line),
                refused: lines.filter(\.isRefused), legend: legend.count < 2 && !shown.isEmpty ? [] : legend)
        }
    }

    private init(
        members: [Member], shaded: [PointLine], refused: [PointLine], legend: [LegendEntry]
    ) {
        (self.members, self.shaded, self.refused, self.legend) = (members, shaded, refused, legend)
    }

    /// For states that are drawn although no line joins them; nil where there are none.
    private static func refusedEntry(_ lines: [PointLine]) -> LegendEntry? {
        let shown = lines.filter { line in line.states.contains { $0.ownMean?.isFinite ?? false } }
        guard !shown.isEmpty else { return nil }
        let reasons = Array(Set(shown.map(\.refusal))).sorted()
        return LegendEntry("not comparable: \(reasons.joined(separator: ", "))", refusedStyle)
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

    /// What is not told apart, and what is refused, for the notes; empty where nothing is.
    var notes: [String] {
        let all = members.count + shaded.count
        let words =
            shaded.isEmpty
            ? []
            : ["\(members.count) of \(all) lines are named, evenly chosen; the others are thin and grey."]
        return words + Self.refusals(refused)
    }

    /// Which lines are refused, and why.
    static func refusals(_ lines: [PointLine]) -> [String] {
        lines.grouped(by: \.refusal).map { reason, members in
            let tasks = Array(Set(members.map(\.task))).sorted().map(MarkupText.isolated)
            let named = tasks.prefix(3).joined(separator: ", ")
            let rest = tasks.count > 3 ? " and \(tasks.count - 3) more" : ""
            let states = Array(Set(members.flatMap { $0.states.map(\.x) })).sorted()
            let axis = members[0].axis.title
            let places = states.prefix(8).map(NumberText.count.text).joined(separator: ", ")
            return
                "Refused as one line, nothing is claimed: \(named)\(rest) at \(axis) \(places)\(states.count > 8 ? ", …" : ""): \(reason)."
        }
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
