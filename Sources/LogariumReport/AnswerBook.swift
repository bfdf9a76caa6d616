public import LogariumCharts
import LogariumCore
public import LogariumStore

/// Asks named queries of one warehouse, each question once, and remembers what was asked.
public final class AnswerBook {
    let connection: ReadConnection
    /// Parameters that go to every query that knows them.
    private let filters: [String: String]
    private var tables: [Question: ChartTable] = [:]
    /// In the order they were first asked.
    private(set) var asked: [Question] = []

    /// - Parameter filters: such as `behavior` or `series`.
    public init(_ connection: ReadConnection, filters: [String: String] = [:]) {
        (self.connection, self.filters) = (connection, filters)
    }

    /// The whole answer of a query.
    ///
    /// - Throws: `ReadError`.
    public func table(_ query: String, _ parameters: [String: String] = [:]) throws -> ChartTable {
        let definition = try QueryCatalog.query(query)
        let names = Set(definition.parameters.map(\.name))
        let values = filters.filter { names.contains($0.key) }.merging(parameters) { _, own in own }
        let question = Question(query, values)
        if let table = tables[question] { return table }
        let table = try ChartTable(connection.prepare(definition, given: values))
        tables[question] = table
        asked.append(question)
        return table
    }

    /// What an axis is asked of every line: the metrics of the answers and the primary scores of runs without log-probs,
    /// the same by everybody who asks, so that it is asked once.
    func asking(_ axis: TrendAxis) throws -> [String: String] {
        let scores = try primaryScores
        return ["axis": axis.rawValue, "metric": (Self.metrics + scores).joined(separator: ",")]
    }

    private static let metrics = ["logodds", "p_match", "credit", "nll_raw"]

    /// Of runs without log-probs.
    var primaryScores: [String] {
        get throws {
            Set(try table("metrics").records.filter { $0["n"].isNull }.compactMap { $0.text("score") })
                .sorted()
        }
    }

    /// The figures of a chart kind.
    ///
    /// - Parameter given: parameters of its queries as text, by name; they go before what the kind asks by itself.
    /// - Throws: `ReadError` for a parameter that no query of the kind knows, `ChartError`.
    public func figures(of kind: ChartKind, given: [String: String] = [:]) throws -> [Figure] {
        let questions = kind.chart.questions
        let known = try questions.map { try Set(QueryCatalog.query($0.query).parameters.map(\.name)) }
        let all = Set(known.joined())
        for name in given.keys.sorted() where !all.contains(name) {
            throw ReadError.noSuchParameter(name: name, known: all.sorted(), closest: nil)
        }
        var answers: [String: ChartTable] = [:]
        for (question, names) in zip(questions, known) {
            let own = given.filter { names.contains($0.key) }
            answers[question.query] = try table(
                question.query, question.parameters.merging(own) { _, user in user })
        }
        let source = try source(of: given)
        return try kind.chart.figures(Answers(answers, for: kind.rawValue)).map { figure in
            var figure = figure
            figure.source = source
            return figure
        }
    }

    /// Where a figure comes from: the warehouse, the day of its last ingest, what was asked. The same of the same data.
    private func source(of given: [String: String]) throws -> String {
        let day = try connection.rows("SELECT MAX(SUBSTR(ingested_at, 1, 10)) FROM source_file").first?.first?
            .text
        let name = connection.path.split(separator: "/").last.map(String.init) ?? connection.path
        let asked = filters.merging(given) { _, own in own }.sorted { $0.key < $1.key }
            // What several charts of a page share is asked once, of more metrics than one chart shows.
            .filter { !($0.key == "metric" && $0.value.contains(Self.metrics.joined(separator: ","))) }
            .map { "\($0.key)=\($0.value)" }
        let parts = [name, day.map { "data of \($0)" }, asked.isEmpty ? nil : asked.joined(separator: ", ")]
        return parts.compactMap { $0 }.joined(separator: " · ")
    }

    /// The same, but none where there is nothing to draw.
    func figuresIfAny(of kind: ChartKind, given: [String: String] = [:]) throws -> [Figure] {
        do {
            return try figures(of: kind, given: given)
        } catch ChartError.noRows {
            return []
        }
    }
}
