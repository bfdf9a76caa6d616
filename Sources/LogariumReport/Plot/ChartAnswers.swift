public import LogariumCharts
public import LogariumStore

extension ReadConnection {
    /// The figures of a chart kind.
    ///
    /// - Parameter given: parameters of its queries as text, by name; they go before what the kind asks by itself.
    /// - Throws: `ReadError` for a parameter that no query of the kind knows, `ChartError`.
    public func figures(of kind: ChartKind, given: [String: String] = [:]) throws -> [Figure] {
        let definitions = try kind.chart.questions.map { try QueryCatalog.query($0.query) }
        let known = Set(definitions.flatMap { $0.parameters.map(\.name) })
        for name in given.keys.sorted() where !known.contains(name) {
            throw ReadError.noSuchParameter(name: name, known: known.sorted(), closest: nil)
        }
        var tables: [String: ChartTable] = [:]
        for (question, definition) in zip(kind.chart.questions, definitions) {
            let names = Set(definition.parameters.map(\.name))
            let own = given.filter { names.contains($0.key) }
            let values = question.parameters.merging(own) { _, user in user }
            tables[question.query] = try ChartTable(prepare(definition, given: values))
        }
        return try kind.chart.figures(Answers(tables, for: kind.rawValue))
    }
}
