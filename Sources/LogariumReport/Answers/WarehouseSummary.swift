import LogariumCharts
import LogariumCore
import LogariumOutput
public import LogariumStore

/// What a warehouse holds and says, on a screen: what is here, what is doubtful, what every behavior does, what moved most,
/// what to ask next.
public struct WarehouseSummary {
    private let connection: ReadConnection
    private let book: AnswerBook
    private let width: Int

    private static let axes: [TrendAxis] = [.rlhfStep, .nParams, .trainStep]
    /// Rows of the grid, and of what moved most.
    private static let longest = (grid: 24, changes: 8)

    /// - Parameter width: columns of the terminal.
    public init(_ connection: ReadConnection, width: Int) {
        (self.connection, self.width) = (connection, width)
        book = AnswerBook(connection)
    }

    /// - Parameter command: how a command is written for this warehouse.
    /// - Throws: `ReadError`.
    public func text(command: (String) -> String) throws -> String {
        let inventory = try Inventory(book, connection)
        var parts = [inventory.sentence.wrapped(to: width)]
        guard !inventory.isEmpty else {
            return parts[0] + "\n\nnext:\n  " + command("ingest RUNS…") + "\n"
        }
        let flags = try RedFlags.all(book, axes: Self.axes)
        let answers = try BehaviorAnswers(book, axes: Self.axes)
        parts.append(try doubts(flags, command))
        if !answers.axes.isEmpty {
            parts.append(try grid(answers, command))
            if let changes = try largestChanges(answers) { parts.append(changes) }
        }
        parts.append(Self.next(answers, flags, inventory, command))
        return parts.joined(separator: "\n\n") + "\n"
    }

    // MARK: Doubts

    private func doubts(_ flags: [RedFlag], _ command: (String) -> String) throws -> String {
        let findings = try Check.findings(in: connection)
        let turns = flags.map { "! \($0.task), \($0.place): \($0.sentence)" }
        let found = findings.map { finding in
            "\(finding.severity == .note ? "-" : "!") \(finding.severity.rawValue) \(finding.kind): \(finding.fault) "
                + "(\(finding.affected.count.of(finding.unit.rawValue)))"
        }
        let lines = (turns + found).map { $0.wrapped(to: width, indent: 2) }
        guard !lines.isEmpty else { return "Red flags: none found." }
        return "Red flags (\(command("check")) says what they mean)\n" + lines.joined(separator: "\n")
    }

    // MARK: The grid

    private func grid(_ answers: BehaviorAnswers, _ command: (String) -> String) throws -> String {
        let shown = answers.subjects.prefix(Self.longest.grid)
        let output = StringOutput()
        var writer = OutputFormat.table.writer(to: output, style: TableStyle(width: width))
        let rows = shown.map { subject in
            [.text(subject)]
                + answers.axes.map { axis in ResultValue.text(answers[subject, axis]?.cell ?? "no line") }
        }
        try writer.write(
            RowList(columnNames: ["behavior"] + answers.axes.map { "along \($0.title)" }, rows: rows))
        let rest = answers.subjects.count - shown.count
        let left = rest > 0 ? "\n\(rest) more: \(command("query behavior_trend"))" : ""
        var told: Set<String> = []
        let key = AnswerSign.allCases
            .filter { sign in shown.contains { answers.answers(of: $0).contains { $0.sign == sign } } }
            .filter { told.insert($0.symbol).inserted }
            .map { "\($0.symbol) \($0.meaning)" }.joined(separator: ", ")
        return """
            Answers, of the largest model's line at its last step; numbers: change of the mean probability
            \(output.text)\("\(key); law: with the checkpoints as a sample too".wrapped(to: width))\(left)
            """
    }

    // MARK: What moved most

    /// Of each behavior the test that moved most, on any axis and line.
    private func largestChanges(_ answers: BehaviorAnswers) throws -> String? {
        struct Change {
            let subject: String
            let value: Double
            let words: String
        }
        var largest: [String: Change] = [:]
        for axis in answers.axes {
            let asked = try book.asking(axis).merging(axis == .nParams ? ["at": "final"] : [:]) { own, _ in
                own
            }
            for row in try book.table("trend", asked).records where row.text("metric") == "p_match" {
                guard let change = row.number("total_change"),
                    ["increasing", "decreasing"].contains(row.text("direction")),
                    let task = row.text("task")
                else { continue }
                let subject = row.text("behavior") ?? task
                if let known = largest[subject], known.value >= change.magnitude { continue }
                let format = NumberText.probability
                largest[subject] = Change(
                    subject: subject, value: change.magnitude,
                    words: "\(task == subject ? "" : "\(task) ")\(format.text(row.number("value_first"))) → "
                        + "\(format.text(row.number("value_last"))) along \(axis.title), \(AnswerText.place(row))"
                )
            }
        }
        guard !largest.isEmpty else { return nil }
        let shown = largest.values.sorted { ($1.value, $0.subject) < ($0.value, $1.subject) }
            .prefix(Self.longest.changes)
        let lines = shown.map { "\($0.subject): \($0.words)".wrapped(to: width, indent: 2) }
        return "Largest changes of the mean probability, one line a behavior\n"
            + lines.map { "  " + $0 }.joined(separator: "\n")
    }

    // MARK: Next

    private static func next(
        _ answers: BehaviorAnswers, _ flags: [RedFlag], _ inventory: Inventory,
        _ command: (String) -> String
    ) -> String {
        let axis = answers.axes.first
        let moving = answers.subjects.flatMap(answers.answers).filter { $0.weight > 0 }
            .max { $0.weight < $1.weight }
        let filter = moving.map { " -p \($0.isLone ? "task" : "behavior")='\($0.subject)'" } ?? ""
        let trend = inventory.hasResponses ? "trend" : "trend_reported"
        let alias = (moving?.axis ?? axis).map { " -p axis=\($0.alias ?? $0.rawValue)" } ?? ""
        let lines = [
            inventory.hasResponses ? "query metrics" : "query runs",
            flags.first.map { "query reversals -p axis=\($0.axis.alias ?? $0.axis.rawValue)" },
            axis == nil ? nil : "query \(trend)\(alias)\(filter)",
            axis == nil || !inventory.hasResponses
                ? nil : "plot trend\(alias)\(filter)" + (moving == nil ? "" : " -p metric=prob"),
            "query", "report -o report.html",
        ]
        return "Ask next\n" + lines.compactMap { $0 }.map { "  " + command($0) }.joined(separator: "\n")
    }
}

/// How much there is of everything.
struct Inventory {
    let sentence: String
    let isEmpty: Bool
    let hasResponses: Bool

    init(_ book: AnswerBook, _ connection: ReadConnection) throws {
        let counts =
            try connection.rows(
                """
                SELECT (SELECT COUNT(*) FROM run), (SELECT COUNT(*) FROM task), (SELECT COUNT(*) FROM behavior),
                    (SELECT COUNT(*) FROM model), (SELECT COUNT(*) FROM checkpoint),
                    (SELECT COUNT(DISTINCT series) FROM model), (SELECT COUNT(*) FROM reported_metric),
                    (SELECT EXISTS (SELECT 1 FROM response)), (SELECT SUM(n_examples) FROM run_column),
                (SELECT COUNT(*) FROM score)
                """
            ).first ?? []
        let number = { (place: Int) in Int(counts.indices.contains(place) ? counts[place].integer ?? 0 : 0) }
        let harnesses = try connection.rows("SELECT DISTINCT harness FROM run ORDER BY 1").compactMap {
            $0.first?.text
        }
        let sizes = try connection.rows("SELECT MIN(n_params), MAX(n_params) FROM model").first ?? []
        isEmpty = number(0) == 0 && number(6) == 0
        hasResponses = number(7) > 0 || number(9) > 0
        guard !isEmpty else {
            sentence = "The warehouse holds no runs."
            return
        }
        let range =
            sizes.first?.double.flatMap { low in
                sizes[1].double.map { high in
                    low == high
                        ? " of \(NumberText.count.text(low)) parameters"
                        : " of \(NumberText.count.text(low)) to \(NumberText.count.text(high)) parameters"
                }
            } ?? ""
        let parts = [
            "\(number(3).of("model"))\(range) in \(Self.count(number(5), "series", "series"))",
            number(4).of("checkpoint"),
            "\(number(1).of("task")) in \(number(2).of("behavior"))",
            "\(number(0).of("run"))\(harnesses.isEmpty ? "" : " (\(harnesses.joined(separator: ", ")))")",
            number(7) > 0 ? "\(NumberText.count.text(Double(number(8)))) responses with log-probs" : nil,
            number(9) > 0 ? "\(NumberText.count.text(Double(number(9)))) scores" : nil,
            number(6) > 0 ? "\(number(6).of("reported value"))" : nil,
        ]
        sentence = parts.compactMap { $0 }.joined(separator: "; ") + "."
    }

    private static func count(_ n: Int, _ one: String, _ many: String) -> String {
        "\(n) \(n == 1 ? one : many)"
    }
}

extension String {
    /// Broken at spaces into lines no longer than `width`, those after the first with `indent` spaces before them.
    func wrapped(to width: Int, indent: Int = 0) -> String {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append((lines.isEmpty ? "" : String(repeating: " ", count: indent)) + word)
            }
        }
        return lines.joined(separator: "\n")
    }
}
