import Foundation
import Testing

@Suite("report and plot")
struct ReportCommandTests {
    private let line: CommandLine

    /// Three training steps of one model on one task.
    init() throws {
        line = try CommandLine()
        for step in [10, 100, 1000] {
            try line.write(
                MadeUpTable.ndjson(step: step, items: 12, shift: Double(step) / 1000), to: "\(step).jsonl")
            try line.run("ingest", "\(step).jsonl", "--db", "lab.db", "--quiet")
        }
    }

    @Test("write one page with every section, a policy, and no script but its own")
    func page() throws {
        let answer = try line.run("report", "--db", "lab.db", "-o", "page.html")
        #expect(answer.status == 0, "\(answer.errors)")
        let page = String(decoding: try line.contents("page.html"), as: UTF8.self)
        let sections = page.matches(of: /<section id="([a-z]+)"/).map { String($0.1) }
        #expect(
            sections == [
                "answers", "trend", "twin", "heatmap", "comparisons", "metrics", "inventory", "colophon",
            ])
        #expect(page.contains("Left out, since there is nothing to show: Scale; Lines that turn."))
        #expect(page.components(separatedBy: "<script").count == 2)
        #expect(page.contains("default-src 'none'"))
        #expect(!page.contains("http-equiv=\"refresh\""))
        #expect(page.contains("download=\"trend-train_step-1-t.csv\""))
    }

    private static let oneState = MadeUpTable.ndjson(step: 1, items: 12)
    private static let aggregates =
        "model,n_params,series,task,value\nm-1,1000,m,t,0.5\nm-2,9000,m,t,0.6\nm-3,80000,m,t,0.7\n"

    @Test(
        "shows what is there where that is little",
        arguments: [
            (["one.ndjson"], oneState, "No line has two states on any axis", "mean_p_match"),
            (
                ["one.csv", "--aggregates", "--metric", "acc"], aggregates,
                "Reported acc goes from 0.5 to 0.7",
                "Reported without examples"
            ),
        ])
    func little(_ arguments: [String], _ input: String, _ answer: String, _ table: String) throws {
        let line = try CommandLine()
        try line.write(input, to: arguments[0])
        #expect(try line.run(["ingest"] + arguments + ["--quiet"]).status == 0)
        #expect(try line.run("report").status == 0)
        let page = String(decoding: try line.contents("report.html"), as: UTF8.self)
        let answers = try #require(page.range(of: "<section id=\"answers\""))
        let metrics = try #require(page.range(of: "<section id=\"metrics\""))
        #expect(page[answers.upperBound..<metrics.lowerBound].contains(answer))
        #expect(page[metrics.upperBound...].contains(table))
    }

    @Test("writes every figure of a kind into a directory, with a title and a size that were asked for")
    func directory() throws {
        let answer = try line.run(
            "plot", "trend", "--db", "lab.db", "-p", "axis=step", "-o", "figures/", "--size", "12x9cm",
            "--title",
            "My title")
        #expect(answer.status == 0, "\(answer.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: line.path("figures")).sorted()
        #expect(names == ["1-my-title-m.svg", "2-my-title-m.svg", "3-my-title-m.svg"])
        let svg = String(decoding: try line.contents("figures/1-my-title-m.svg"), as: UTF8.self)
        #expect(svg.contains("width=\"340.2pt\" height=\"255.1pt\"") && svg.contains(">My title<"))
        #expect(svg.contains("lab.db · data of 20") && svg.contains("axis=step"))
        for (size, words) in [
            ("5x", "must be a width"), ("900", "must be a width"), ("5x1", "too few for this"),
        ] {
            let refused = try line.run(
                "plot", "trend", "--db", "lab.db", "-p", "axis=step", "--metric", "prob", "-o", "x.svg",
                "--size",
                size)
            #expect(refused.status == 64 && refused.errors.contains(words), "\(refused.errors)")
        }
    }

    @Test("are the same bytes when nothing has changed")
    func deterministic() throws {
        try line.run("report", "--db", "lab.db", "-o", "1.html")
        try line.run("report", "--db", "lab.db", "-o", "2.html")
        #expect(try line.contents("1.html") == line.contents("2.html"))
    }

    @Test("draw a figure in the format that its name tells")
    func figure() throws {
        let arguments = [
            "plot", "trend", "--db", "lab.db", "-p", "axis=train_step", "-p", "metric=p_match", "-o",
        ]
        #expect(try line.run(arguments + ["figure.svg"]).status == 0)
        #expect(String(decoding: try line.contents("figure.svg"), as: UTF8.self).hasPrefix("<svg xmlns="))
        #expect(try line.run(arguments + ["figure.vl.json"]).status == 0)
        #expect(String(decoding: try line.contents("figure.vl.json"), as: UTF8.self).contains("vega-lite"))
        let refused = try line.run(arguments + ["figure.gif"])
        #expect(refused.status == 64)
        #expect(refused.errors.contains("must end in .svg, .png, .pdf, .vl.json or .txt"))
    }

    @Test("ask which figure, where there are several")
    func several() throws {
        let answer = try line.run(
            "plot", "trend", "--db", "lab.db", "-p", "axis=train_step", "-o", "figure.svg")
        #expect(answer.status == 64)
        #expect(answer.errors.contains("there are 3 figures; choose one with -p or --figure"))
        let first = try line.run(
            "plot", "trend", "--db", "lab.db", "-p", "axis=train_step", "--figure", "1", "-o", "figure.svg")
        #expect(first.status == 0)
    }

    @Test("draw a query's answer with characters")
    func characters() throws {
        let answer = try line.run(
            "query", "trend", "--db", "lab.db", "-p", "axis=train_step", "-p", "metric=p_match", "--plot")
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.contains("mean probability"))
        #expect(answer.output.contains("training step, log scale"))
        #expect(!answer.output.contains("\u{1B}"))
        #expect(
            try line.run("query", "metrics", "--db", "lab.db", "--plot").errors.contains(
                "metrics is not drawn"))
    }

    @Test("say what they do not know")
    func unknown() throws {
        #expect(try line.run("plot", "pie", "--db", "lab.db").errors.contains("there is no chart of \"pie\""))
        let parameter = try line.run("plot", "trend", "--db", "lab.db", "-p", "axs=train_step")
        #expect(parameter.status == 64)
        #expect(parameter.errors.contains("there is no parameter \"axs\""))
        #expect(try line.run("report", "--db", "none.db").status == 1)
    }
}
