import Foundation
import LogariumCore
import Testing

@testable import LogariumStore

@Suite("A query file")
struct QueryFileTests {
    static let names = QueryCatalog.names
    static let internalNames = [
        "run_responses", "runs_in_order", "task_references", "unconfirmed_metrics",
    ]
    static let checkNames = QueryCatalog.checkNames

    private func each(_ name: String) throws -> QueryDefinition {
        if Self.checkNames.contains(name) { return try QueryCatalog.check(name) }
        return try Self.internalNames.contains(name) ? QueryCatalog.internal(name) : QueryCatalog.query(name)
    }

    @Test("The standard questions are there")
    func standardQuestions() {
        let expected = ["coverage", "disagreement", "examples", "metrics", "movers", "reconcile", "runs"]
        #expect(Set(Self.names).isSuperset(of: expected))
    }

    @Test("says in one sentence what a row is", arguments: names + internalNames + checkNames)
    func hasOneSentence(_ name: String) throws {
        let sentence = try each(name).sentence
        #expect(sentence.hasSuffix(".") && !sentence.dropLast().contains(". "))
        #expect(sentence.contains("one row per"))
    }

    @Test(
        "declares exactly the parameters and columns of its statement",
        arguments: names + internalNames + checkNames)
    func declaresItsStatement(_ name: String) throws {
        let (fixture, query) = (try ViewFixture(), try each(name))
        let statement = try ReadConnection(path: fixture.path).prepare(query.sql)
        #expect(statement.parameterNames.compactMap { $0 }.sorted() == query.parameters.map(\.name).sorted())
        #expect(statement.columnNames == query.columns.map(\.name))
        for group in query.requirements {
            #expect(Set(group).isSubset(of: query.parameters.map(\.name)))
        }
    }

    @Test(
        "is ordered in its last step",
        arguments: names + internalNames + checkNames)
    func isOrdered(_ name: String) throws {
        let body = try body(each(name).sql)
        let last = try #require(body.range(of: "\nORDER BY", options: .backwards))
        #expect(body[last.upperBound...].contains("NULLS "))
        #expect(!body.lowercased().contains("select *"))
    }

    private func body(_ sql: String) -> String {
        sql.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: "\n")
    }

    /// Another engine gets that one step with the values written out.
    @Test(
        "names each parameter once, in its first step, where it is portable",
        arguments: QueryCatalog.files(in: "portable").map(\.name))
    func hasOneStepOfParameters(_ name: String) throws {
        let portable = try #require(QueryCatalog.files(in: "portable").first { $0.name == name })
        let text = body(portable.text)
        #expect(text.hasPrefix("WITH params AS ("))
        for parameter in try QueryCatalog.query(name).parameters {
            let uses = text.matches(of: try Regex(":\(parameter.name)\\b")).count
            let named = text.components(separatedBy: ":\(parameter.name) AS \(parameter.name)").count - 1
            #expect(uses == named && named <= 1, "\(parameter.name)")
        }
    }

    @Test("answers an empty warehouse with no rows", arguments: names + internalNames + checkNames)
    func answersNothing(_ name: String) throws {
        let store = try StoreFixture()
        _ = try store.open()
        let query = try each(name)
        var given: [String: String] = [:]
        for parameter in query.parameters where parameter.defaultValue == .required {
            given[parameter.name] = "1"
        }
        for group in query.requirements { given[group[0]] = "1" }
        var rows = 0
        let statement = try ReadConnection(path: store.path).prepare(query.sql)
        for (name, value) in try query.values(given: given) { try statement.bind(name, value) }
        try statement.forEachRow { _ in rows += 1 }
        #expect(rows == 0)
    }

    @Test("of the responses has the columns of the table format")
    func writesTheTableFormat() throws {
        let expected = TableColumn.allCases.filter { !$0.isShorthand }.map(\.rawValue)
        #expect(try QueryCatalog.internal("run_responses").columns.map(\.name) == expected)
    }
}
