import LogariumCharts
import LogariumCore
import LogariumStore

/// Where every figure comes from: the warehouse's sources, the program, the queries with their text.
enum ColophonSection: ReportSection {
    static func section(_ source: ReportSource) throws -> Section {
        let book = source.book
        return Section(
            id: "colophon", title: "Where this comes from",
            intro: [
                "Logarium \(ProgramVersion.current), warehouse of schema \(book.connection.schemaVersion), \(try digest(book)).",
                "Intervals are 95 % and count the questions, not the training runs, unless they say so. Undefined is an empty cell.",
            ],
            body: try book.asked.map(\.query).unique.sorted().map { try query($0, book) }.joined())
    }

    /// The source files by the SHA-256 of their SHA-256s, in order: it does not depend on when they were ingested.
    private static func digest(_ book: AnswerBook) throws -> String {
        let hashes = try book.connection.rows("SELECT sha256 FROM source_file ORDER BY sha256").compactMap {
            $0[0].text
        }
        return
            "\(hashes.count) source files, SHA-256 of their SHA-256s \(SHA256Digest.hex(of: hashes.joined(separator: "\n")))"
    }

    private static func query(_ name: String, _ book: AnswerBook) throws -> String {
        let definition = try QueryCatalog.query(name)
        let calls = book.asked.filter { $0.query == name }.prefix(20).map { question in
            let parameters = question.parameters.sorted { $0.key < $1.key }.map {
                " -p '\($0.key)=\($0.value)'"
            }
            return "logarium query \(name)\(parameters.joined())"
        }
        let times = book.asked.count { $0.query == name }
        return """
            <details><summary><code>\(name)</code>, asked \(times) time\(times == 1 ? "" : "s"): \
            \(MarkupText.escaped(definition.sentence))</summary>
            <pre>\(MarkupText.escaped(calls.joined(separator: "\n")))\(times > 20 ? "\n…" : "")</pre>
            <pre>\(MarkupText.escaped(definition.sql))</pre></details>

            """
    }
}

extension [String] {
    /// Each once, in the order of their first place.
    var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
