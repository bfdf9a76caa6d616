import Foundation
import LogariumStore
import Testing

/// What the sources cite is in the repository, and what the documents show works.
@Suite("The documentation")
struct DocumentationTests {
    struct Citation: CustomTestStringConvertible, Hashable {
        let file: String
        /// As in a heading, `3.2`; empty where the whole document is meant.
        let section: String
        var testDescription: String { "\(file) \(section)" }
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: CommandLine.root.appending(path: path), encoding: .utf8)
    }

    /// Every citation in sources, queries and migrations.
    private static let citations: [Citation] = {
        var found: Set<Citation> = []
        for folder in ["Sources", "queries", "migrations", "Tests"] {
            let files = FileManager.default.enumerator(
                at: CommandLine.root.appending(path: folder), includingPropertiesForKeys: nil)
            for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
                guard ["swift", "sql", "cpp", "h", "c"].contains(file.pathExtension),
                    let text = try? String(contentsOf: file, encoding: .utf8)
                else { continue }
                for match in text.matches(
                    of: /(docs\/[a-z-]+\.md)(?: (\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?)*))?/)
                {
                    let sections =
                        match.2.map { $0.matches(of: /\d+(?:\.\d+)?/).map { String($0.0) } } ?? [""]
                    for section in sections {
                        found.insert(Citation(file: String(match.1), section: section))
                    }
                }
            }
        }
        return found.sorted { ($0.file, $0.section) < ($1.file, $1.section) }
    }()

    @Test("has every section that is cited", arguments: citations)
    func cited(_ citation: Citation) throws {
        let text = try Self.text(citation.file)
        guard !citation.section.isEmpty else { return }
        let hasIt = text.contains("\n## \(citation.section) ") || text.contains("\n### \(citation.section) ")
        #expect(hasIt, "\(citation)")
    }

    @Test("is cited from many places, nowhere else")
    func places() throws {
        #expect(Self.citations.count > 20)
    }

    private static let examples: [String] =
        ((try? text("docs/schema.md")) ?? "").matches(of: /```sql\n((?:[^`])+)```/).map { String($0.1) }

    @Test("shows SQL that runs", arguments: examples)
    func runs(_ sql: String) throws {
        let connection = try ReadConnection(path: DemoWarehouse.made.get().database.path)
        let statement = sql.trimmingCharacters(in: .whitespacesAndNewlines).dropLast()
        _ = try connection.rows(String(statement))
    }

    @Test("shows at least eight questions in SQL")
    func count() { #expect(Self.examples.count >= 8) }

    @Test("names every table and view of the schema")
    func schema() throws {
        let text = try Self.text("docs/schema.md")
        let connection = try ReadConnection(path: DemoWarehouse.made.get().database.path)
        let names = try connection.rows(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%'"
        ).compactMap(\.first?.text)
        for name in names where name != "migration" { #expect(text.contains("`\(name)`"), "\(name)") }
    }

    @Test("names every command")
    func commands() throws {
        let help = try CommandLine().run("--help").output
        let commands = help.matches(of: /\n  ([a-z]+) {2,}[A-Z]/).map { String($0.1) }
        let table = try Self.text("docs/command-line.md").components(separatedBy: "## Output")[0]
        let named = Set(table.matches(of: /`([a-z]+)(?: [^`]*)?`/).map { String($0.1) })
        #expect(commands.count > 10)
        for command in commands { #expect(named.contains(command), "\(command)") }
    }

    @Test(
        "links only to files that there are",
        arguments: ["README.md", "docs/design.md", "docs/command-line.md"])
    func links(_ file: String) throws {
        let folder = CommandLine.root.appending(path: file).deletingLastPathComponent()
        for match in try Self.text(file).matches(of: /\]\(([a-zA-Z0-9\/._-]+)\)/) {
            let path = folder.appending(path: String(match.1)).standardized.path
            #expect(FileManager.default.fileExists(atPath: path), "\(match.1)")
        }
    }
}
