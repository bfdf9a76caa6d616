import Foundation
import LogariumCore
import Testing

@testable import LogariumCharts

@Suite("A chart of nasty data")
struct NastyDataTests {
    static let names = [
        "</script><script>alert(1)</script>", "\"\u{301} onload=\"alert(2)", "مهمة الاختبار",
        "abc\u{202E}def", "tab\there\u{7}bell\u{0}",
        String(repeating: "a_task_whose_name_goes_on_", count: 12), "]]> <!-- & &amp; '",
    ]

    /// - Parameter averaged: the lines of behaviors; nil: every task stands for itself.
    private func figure(_ table: ChartTable, averaged: ChartTable? = nil) throws -> Figure {
        let answers = ["trend_points": table, "behavior_points": averaged ?? table]
        return try #require(TrendChart.figures(Answers(answers, for: "trend")).first)
    }

    private func svg(_ figure: Figure, style: SVGStyle = .inline()) -> String {
        SVGRenderer(style).svg(of: figure)
    }

    @Test("is well-formed XML without an element of the data's", arguments: names)
    func escaping(_ name: String) throws {
        let line = SmallAnswers.line(1, task: name, model: name, [(0, 0.4), (10, 0.5)])
        let other = SmallAnswers.line(2, task: name, model: name + "2", [(0, 0.3), (10, 0.6)])
        for style in [SVGStyle.inline(), .file(width: 240)] {
            let text = svg(try figure(SmallAnswers.joined(line, other)), style: style)
            let elements = ElementNames()
            #expect(elements.read(text), "not well-formed: \(text.prefix(300))")
            #expect(elements.names.isSubset(of: ["svg", "title", "rect", "text", "path", "circle"]))
            #expect(elements.attributes.isDisjoint(with: ["onload", "onmouseover"]))
        }
    }

    @Test("sets names from right to left apart from the words around them")
    func isolation() throws {
        #expect(MarkupText.isolated("مهمة") == "\u{2068}مهمة\u{2069}")
        #expect(MarkupText.isolated("abc\u{202E}def") == "\u{2068}abc\u{202E}def\u{2069}")
        #expect(MarkupText.isolated("plain") == "plain")
    }

    @Test("escapes a quote that a combining mark follows, which is no Character of its own")
    func combiningMark() {
        #expect(MarkupText.escaped("\"\u{301}<\u{308}'") == "&quot;\u{301}&lt;\u{308}&#39;")
        #expect(MarkupText.escaped("a\u{0}b\u{85}") == "a\u{FFFD}b\u{FFFD}")
    }

    @Test("keeps a gap a gap: no line, no dot where there is no value")
    func gap() throws {
        let whole = svg(try figure(SmallAnswers.line(1, [(0, 0.4), (10, 0.5), (20, 0.6), (40, 0.7)])))
        let broken = svg(try figure(SmallAnswers.line(1, [(0, 0.4), (10, 0.5), (20, nil), (40, 0.7)])))
        #expect(whole.dots == 4)
        #expect(broken.dots == 3)
        let line = try #require(
            try figure(SmallAnswers.line(1, [(0, 0.4), (10, nil), (40, 0.7)])).panels[0].marks.lines.first)
        #expect(line.pieces.map(\.count) == [1, 1])
    }

    @Test("draws one point, one checkpoint, nothing at all, and values at 0 and 1 inside the plot")
    func degenerate() throws {
        #expect(svg(try figure(SmallAnswers.line(1, [(0, 0.5)]))).dots == 1)
        #expect(svg(try figure(SmallAnswers.line(1, [(0, nil), (10, nil)]))).dots == 0)
        #expect(try figure(SmallAnswers.line(1, [(0, nil), (10, nil)])).isEmpty)
        let ends = svg(try figure(SmallAnswers.line(1, [(0, 0), (10, 1)], reach: 0.3)))
        #expect(ends.dots == 2)
        #expect(!ends.contains("nan") && !ends.contains("inf"))
    }

    @Test("draws infinite values as gaps")
    func infinite() throws {
        let line = SmallAnswers.line(1, metric: "nll", [(0, 1), (10, .infinity), (20, 2)])
        #expect(svg(try figure(line)).dots == 2)
    }

    @Test("names ten lines at most, draws the others thin and grey, and says so")
    func manyLines() throws {
        let tables = (1...14).map {
            SmallAnswers.line($0, model: "m\($0)", nParams: $0 * 1000, [(0, 0.5), (10, 0.5)])
        }
        let rows = ChartTable(columnNames: tables[0].columnNames, rows: tables.flatMap(\.rows))
        let drawn = try figure(rows)
        #expect(drawn.legend.count == 10)
        #expect(drawn.legend.first?.name == "m1")
        #expect(drawn.legend.last?.name == "m14")
        #expect(drawn.notes.contains { $0.hasPrefix("10 of 14 lines are named") })
        #expect(drawn.panels[0].marks.lines.count == 14)
        #expect(drawn.panels[0].marks.lines.count { $0.isThin && $0.style.paint == .muted } == 4)
        #expect(drawn.table.rows.count == 28)
        #expect(Set(drawn.legend.map { "\($0.style)" }).count == 10)
    }

    @Test("draws a behavior as behavior_points has it, and says where it is a gap")
    func behaviors() throws {
        let drawn = try figure(
            SmallAnswers.joined(
                SmallAnswers.line(1, task: "a", behavior: "b", [(0, 0.2), (10, 0.4), (20, 0.6)]),
                SmallAnswers.line(2, task: "c", behavior: "b", [(0, 0.4), (10, nil), (20, 0.8)])),
            averaged: SmallAnswers.line(3, task: "", behavior: "b", [(0, 0.31), (10, nil), (20, 0.7)]))
        let lines = drawn.panels[0].marks.lines
        let line = try #require(lines.last)
        // The tests behind it are thin and in its colour.
        #expect(lines.filter(\.isThin).map(\.name) == ["a", "c"])
        #expect(Set(lines.map(\.style.paint)).count == 1 && !line.isThin)
        #expect(line.states.map(\.y) == [0.31, nil, 0.7])
        #expect(drawn.title == "b")
        #expect(drawn.subtitle.hasPrefix("mean of 2 tests"))
        #expect(drawn.notes.contains { $0.hasPrefix("1 state is a gap") })
        #expect(drawn.table.rows.count == 6)
    }

    @Test("shows control characters to no terminal")
    func terminal() throws {
        let figure = try figure(SmallAnswers.line(1, task: "a\u{1B}[2Jb", [(0, 0.5), (10, 0.6)]))
        #expect(!TextRenderer(TerminalStyle()).text(of: figure).contains("\u{1B}"))
    }
}

extension [Mark] {
    var lines: [LineMark] { compactMap { if case .line(let line) = $0 { line } else { nil } } }
}

extension String {
    /// Marks that can be reached.
    fileprivate var dots: Int { components(separatedBy: "tabindex=\"-1\"").count - 1 }
}

/// The names of elements and attributes in an XML text, by an XML parser.
private final class ElementNames {
    var names: Set<String> = []
    var attributes: Set<String> = []

    /// False where it is not well-formed: checked by a small reader of tags, which knows no more than SVG needs.
    func read(_ text: String) -> Bool {
        var open: [String] = []
        for piece in text.components(separatedBy: "<").dropFirst() {
            guard let end = piece.firstIndex(of: ">") else { return false }
            let tag = piece[..<end]
            if tag.hasPrefix("/") {
                guard open.popLast() == String(tag.dropFirst()) else { return false }
                continue
            }
            // Outside of quotes stand the names; a quote inside a value would have been escaped.
            let parts = tag.split(separator: "\"", omittingEmptySubsequences: false)
            guard parts.count % 2 == 1 else { return false }
            let outside = stride(from: 0, to: parts.count, by: 2).map { parts[$0] }.joined(separator: " ")
            let words = outside.split { " =/".contains($0) }.map(String.init)
            guard let name = words.first else { return false }
            names.insert(name)
            attributes.formUnion(words.dropFirst())
            if !tag.hasSuffix("/") { open.append(name) }
        }
        return open.isEmpty
    }
}
