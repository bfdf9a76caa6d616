import Foundation
import LogariumCore
import LogariumStore
import Testing

@Suite("The README")
struct ReadmeTests {
    private let text: String
    private let formats: String

    init() throws {
        text = try String(contentsOf: CommandLine.root.appending(path: "README.md"), encoding: .utf8)
        formats = try String(
            contentsOf: CommandLine.root.appending(path: "docs/formats.md"), encoding: .utf8)
    }

    private func section(_ name: String, of text: String) throws -> String {
        let start = try #require(text.range(of: "<!-- \(name) -->\n"))
        let end = try #require(text.range(of: "<!-- /\(name) -->"))
        return String(text[start.upperBound..<end.lowerBound])
    }

    @Test("shows what the demo prints")
    func demo() throws {
        let shown = try section("demo", of: text).split(separator: "\n", omittingEmptySubsequences: false)
            .dropFirst()
            .dropLast(2).joined(separator: "\n")
        let printed = try DemoWarehouse.made.get().printed
        let answers = try #require(printed.components(separatedBy: "\nTry next:").first)
        #expect(withoutTimes(answers) == withoutTimes(shown))
    }

    /// How long an ingest takes, and the progress of a slow one, differ from machine to machine.
    private func withoutTimes(_ text: String) -> String {
        text.replacing(/responses in [0-9a-z ]+/, with: "responses in …")
            .replacing(/\[[-#]+\] [0-9]+\/[0-9]+ files, [^\n]*\n/, with: "")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test("names every column of the table format")
    func columns() throws {
        let named = try section("columns", of: formats).matches(of: /\n\| `([a-z_]+)` \|/).map {
            String($0.1)
        }
        #expect(named == TableColumn.allCases.map(\.rawValue))
    }

    @Test("names only queries that there are")
    func queries() throws {
        let known = try Set(QueryCatalog.all().map(\.name))
        let named = text.matches(of: /logarium query ([a-z_]+)/).map { String($0.1) }
        #expect(Set(named).subtracting(known).isEmpty)
    }
}
