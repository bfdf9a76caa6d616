import LogariumCore
import Testing

@testable import LogariumStore

@Suite("A value to filter by")
struct FilterValueTests {
    struct Filter: Sendable, CustomTestStringConvertible {
        let query: QueryDefinition
        let parameter: QueryParameter
        var testDescription: String { "\(query.name) -p \(parameter.name)" }
    }

    /// Every parameter of every query.
    static let all: [Filter] = ((try? QueryCatalog.all()) ?? []).flatMap { query in
        query.parameters.map { Filter(query: query, parameter: $0) }
    }
    static let filters = all.filter { FilterField.of($0.parameter, in: $0.query.name) != nil }

    private let fixture: CheckFixture

    init() throws { fixture = try CheckFixture() }

    @Test("is known for every parameter of every query that is a name or a coordinate")
    func areAllFilters() {
        let others = Self.all.filter { FilterField.of($0.parameter, in: $0.query.name) == nil }
            .filter { [.text, .integer, .names, .numbers].contains($0.parameter.kind) }
        #expect(Set(others.map(\.parameter.name)) == ["top"])
        #expect(Self.filters.count > 80)
    }

    @Test("that nothing has is an error which names it, in every query", arguments: filters)
    func isRefused(_ filter: Filter) throws {
        let texts =
            switch filter.parameter.kind {
            case .names: ["nowhere-at-all", "nowhere-at-all%", "nowhere*"]
            case .numbers: ["987654", "987654..", "987654..1.2M"]
            default: ["nowhere-at-all"]
            }
        for text in texts {
            let error = try #require(throws: ReadError.self) { try ask(filter, text) }
            guard case .noMatch(_, let named, _, _, _) = error else {
                Issue.record("\(error)")
                continue
            }
            #expect(named == text.replacing("1.2M", with: "1200000"))
            #expect(error.description.contains(named) && error.description.contains("; "))
        }
    }

    @Test(
        "that something has is taken, as a pattern too",
        arguments: [
            ("task", "clean"), ("task", "cl%"), ("task", "CL*"), ("model", "small"), ("model", "small,large"),
            ("model", "large, *mall"), ("series", "s"), ("train_step", "10"), ("train_step", "5..10"),
            ("train_step", "..1k"), ("train_step", "10.."), ("train_step", "10,10..20"),
            ("train_step", "10.0"),
            ("rlhf_step", "0"), ("seed", "0"),
        ])
    func isTaken(_ name: String, _ value: String) throws {
        let query = try QueryCatalog.query("metrics")
        var count = 0
        try ReadConnection(path: fixture.path).prepare(query, given: [name: value])
            .forEachRow { _ in count += 1 }
        #expect(count > 0)
    }

    @Test(
        "is answered with the nearest names",
        arguments: [
            ("task", "claen", "no task is called claen; did you mean clean?"),
            ("task", "CLEAN", "no task is called CLEAN; did you mean clean?"),
            ("model", "smal", "no model is called smal; did you mean small?"),
            ("task", "x%", "no task is like x%; there are clean"),
            ("task", "clean,x*", "no task is like x*; there are clean"),
            ("task", "cle_n", "no task is called cle_n; did you mean clean?"),
            ("model", "small,lrge", "no model is called lrge; did you mean large?"),
            ("train_step", "100..200", "no checkpoint is at train step 100..200; there are 10"),
            (
                "train_step", "200..100",
                "-p train_step=200..100: not a whole number, several parted by commas, or a range from low to high (100..2000, 100.., ..2000)"
            ),
            ("train_step", "11", "no checkpoint is at train step 11; did you mean 10?"),
            ("behavior", "b", "no behavior is called b; nothing in this warehouse has a behavior"),
        ])
    func isAnswered(_ name: String, _ value: String, _ words: String) throws {
        let query = try QueryCatalog.query("metrics")
        let error = #expect(throws: ReadError.self) {
            try ReadConnection(path: fixture.path).prepare(query, given: [name: value])
        }
        #expect(error?.description == words)
    }

    @Test("of a check that nothing has is an error too")
    func isRefusedByCheck() throws {
        for option in [\CheckOptions.task, \.behavior] {
            var options = CheckOptions()
            options[keyPath: option] = "nowhere"
            #expect(throws: ReadError.self) { try fixture.findings(options) }
        }
    }

    @Test("that yields nothing together with another is told with the counts of both")
    func isExplained() throws {
        try fixture.add(
            CheckFixture.statement("alone", .small), CheckFixture.samples("alone", salt: 3))
        let query = try QueryCatalog.query("metrics")
        let lines = try EmptyAnswer.lines(
            query, given: ["task": "alone", "model": "large"], in: ReadConnection(path: fixture.path))
        #expect(lines == ["no rows: task=alone: 1 run, model=large: 1 run; of all together: 0 runs"])
    }

    @Test("leaves no empty answer of any query without a line", arguments: all.map(\.query.name).unique)
    func isNeverSilent(_ name: String) throws {
        let lines = try EmptyAnswer.lines(
            QueryCatalog.query(name), given: [:], in: ReadConnection(path: fixture.path))
        #expect(lines.first?.hasPrefix("no rows: \(name) has nothing to show of 2 runs") == true)
    }

    /// Gives the other parameters that the query demands values that are there.
    private func ask(_ filter: Filter, _ text: String) throws {
        var given = [filter.parameter.name: text]
        for parameter in filter.query.parameters
        where parameter.defaultValue == .required && given[parameter.name] == nil {
            given[parameter.name] = "clean"
        }
        for group in filter.query.requirements where !group.contains(where: { given[$0] != nil }) {
            given[group[0]] = group[0].hasSuffix("run") ? "1" : "small"
        }
        _ = try ReadConnection(path: fixture.path).prepare(filter.query, given: given)
    }
}

extension Array where Element: Hashable {
    fileprivate var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
