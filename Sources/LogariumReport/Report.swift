import LogariumCharts
public import LogariumCore
public import LogariumOutput
public import LogariumStore

/// The report that people look at: one HTML page, the answers with their caveats first, what they rest on after.
public struct Report {
    /// What a report is about; nil: everything.
    public struct Scope: Sendable {
        public var behavior: String?
        public var series: String?
        /// The axis that is shown first, by its column; nil: RLHF steps where there are any.
        public var axis: TrendAxis?

        public init(behavior: String? = nil, series: String? = nil, axis: TrendAxis? = nil) {
            (self.behavior, self.series, self.axis) = (behavior, series, axis)
        }
    }

    private let connection: ReadConnection
    private let scope: Scope

    public init(_ connection: ReadConnection, scope: Scope = Scope()) {
        (self.connection, self.scope) = (connection, scope)
    }

    /// Writes the page.
    ///
    /// - Throws: `ReadError`, `OutputError`.
    public func write(to output: any TextOutput) throws {
        let filters = ["behavior": scope.behavior, "series": scope.series].compactMapValues { $0 }
        let source = ReportSource(
            book: AnswerBook(connection, filters: filters), axes: axes, behavior: scope.behavior)
        let parts: [any ReportSection.Type] = [
            AnswersSection.self, TrendSection.self, ScaleSection.self, TwinSection.self,
            HeatmapSection.self, ReversalSection.self, ComparisonSection.self, MetricsSection.self,
            InventorySection.self, ColophonSection.self,
        ]
        var sections = try parts.map { try $0.section(source) }
        let silent = sections.filter(\.body.isEmpty).map(\.title)
        sections.removeAll(where: \.body.isEmpty)
        if !silent.isEmpty, let last = sections.indices.last {
            sections[last].intro.append(
                "Left out, since there is nothing to show: \(silent.joined(separator: "; ")).")
        }
        let page = Page(
            title: title, subtitle: "Logarium \(ProgramVersion.current)", sections: sections)
        try output.write(page.html())
    }

    private var title: String {
        let about = [scope.behavior, scope.series].compactMap { $0 }.map(MarkupText.isolated)
        return about.isEmpty ? "Evaluation results" : "Evaluation results: " + about.joined(separator: ", ")
    }

    /// The axes in the order they are offered.
    private var axes: [TrendAxis] {
        let usual: [TrendAxis] = [.rlhfStep, .nParams, .trainStep, .trainTokens]
        guard let first = scope.axis else { return usual }
        return [first] + usual.filter { $0 != first }
    }
}

/// What sections are made from.
final class ReportSource {
    let book: AnswerBook
    let axes: [TrendAxis]
    /// What the report is about; nil: everything.
    let behavior: String?

    private var found: [CheckFinding]?

    init(book: AnswerBook, axes: [TrendAxis], behavior: String?) {
        (self.book, self.axes, self.behavior) = (book, axes, behavior)
    }

    /// What `logarium check` finds, looked for once.
    var findings: [CheckFinding] {
        get throws {
            if let found { return found }
            var options = CheckOptions()
            options.behavior = behavior
            let findings = try Check.findings(in: book.connection, options: options)
            found = findings
            return findings
        }
    }

    /// Without the tokens, along which the lines of the steps only lie at other places, unless they are asked for.
    var ownAxes: [TrendAxis] { axes.filter { $0 != .trainTokens || axes.first == .trainTokens } }

    /// What every section asks of the lines along an axis: the same, so that it is asked once.
    func asking(_ axis: TrendAxis) throws -> [String: String] { try book.asking(axis) }

    /// A group of figures for every axis that has some.
    ///
    /// - Parameter axes: nil: all but the tokens.
    func perAxis(
        name: String, axes: [TrendAxis]? = nil, _ html: (TrendAxis) throws -> String
    ) throws -> String {
        var choice = AxisSwitch(name: name)
        for axis in axes ?? ownAxes { choice.add(axis, try html(axis)) }
        return choice.html
    }
}

/// One section of the report; the order is that of `Report.write`.
protocol ReportSection {
    static func section(_ source: ReportSource) throws -> Section
}

extension [Figure] {
    /// Those with the largest change first: the order of the files says nothing.
    var byChange: [Figure] {
        enumerated().sorted { ($1.element.change, $0.offset) < ($0.element.change, $1.offset) }
            .map(\.element)
    }
}

extension Figure {
    /// The largest difference between the first and the last state of a line, in parts of its axis; 0 where there is none.
    var change: Double {
        panels.flatMap { panel in
            panel.marks.compactMap { mark -> Double? in
                guard case .line(let line) = mark, !line.isThin else { return nil }
                let places = line.states.compactMap { $0.y.flatMap(panel.y.scale.place) }
                guard let first = places.first, let last = places.last else { return nil }
                return abs(last - first)
            }
        }.max() ?? 0
    }

    /// The metric of its rows; nil where they have none.
    var metric: String? { table.records.first?.text("metric") }
}
