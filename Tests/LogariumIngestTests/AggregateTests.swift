import Foundation
import LogariumCore
import LogariumIngest
import LogariumStore
import Testing

@Suite("A table of aggregates")
struct AggregateTests {
    let fixture: IngestFixture

    init() throws { fixture = try IngestFixture() }

    private static let table = """
        ModelName\tModelRevision\tTask\tAccuracy\tAccuracy_SE\tNote
        org/tiny-10m\tstep1000\tarithmetic\t0.25\t0.01\tx
        org/tiny-10m\tstep2000\tarithmetic\t0.5\t\tx
        org/tiny-40m\tstep1000\tarithmetic\tNaN\t0.02\tx

        """

    private var options: IngestOptions {
        var options = IngestOptions()
        options.readsAggregates = true
        options.metric = "acc"
        options.columns = [
            "model": "ModelName", "revision": "ModelRevision", "task": "Task", "value": "Accuracy",
            "stderr": "Accuracy_SE",
        ]
        return options
    }

    private func ingest(_ text: String, as name: String, _ options: IngestOptions? = nil) throws
        -> IngestSummary
    {
        try fixture.ingest([try fixture.write(text, to: name)], options ?? self.options)
    }

    /// One line of text a row, cells parted by |.
    private func rows(_ columns: String, _ rest: String) throws -> [String] {
        let cells = columns.split(separator: ",").map { "COALESCE(\($0), 'NULL')" }.joined(
            separator: " || '|' || ")
        return try fixture.list("SELECT \(cells) FROM \(rest)")
    }

    @Test("keeps every value, its stderr and its checkpoint, and marks the runs as without samples")
    func ingests() throws {
        let summary = try ingest(Self.table, as: "t.tsv")
        #expect(summary.nReported == 3 && !summary.hasFindings)
        #expect(
            try rows(
                "model.name, train_step, value, stderr, value_text, partial",
                """
                reported_metric INNER JOIN run USING (run_id)
                INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
                INNER JOIN model USING (model_id) ORDER BY 1
                """) == [
                    "org/tiny-10m|1000|0.25|0.01|NULL|no_samples",
                    "org/tiny-10m|2000|0.5|NULL|NULL|no_samples",
                    "org/tiny-40m|1000|NULL|0.02|NaN|no_samples",
                ])
    }

    @Test("again is identical; another value is a conflict, and replaces when asked")
    func conflicts() throws {
        _ = try ingest(Self.table, as: "t.tsv")
        #expect(try ingest(Self.table, as: "again.tsv").files.allSatisfy(\.isIdentical))
        let other = Self.table.replacingOccurrences(of: "0.25", with: "0.75")
        let conflict = try #require(try ingest(other, as: "other.tsv").conflicts.first)
        #expect(conflict.run.maxDifference == 0.5)
        #expect(try rows("MIN(value), COUNT(*)", "reported_metric") == ["0.25|3"])
        var replacing = options
        replacing.onConflict = .replace
        #expect(try ingest(other, as: "other.tsv", replacing).nReported == 1)
        #expect(try rows("MAX(value), COUNT(*)", "reported_metric") == ["0.75|3"])
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run") == 3)
    }

    @Test(
        "is refused whole at a fault, with its line",
        arguments: [
            ("org/tiny-10m\tstep1000\tarithmetic\t0.25\t0.01\tx", "stands twice", 5),
            ("org/tiny-10m\tstep4000\tarithmetic\tmuch\t0.01\tx", "\"value\" is \"much\", not a number", 5),
            ("org/tiny-10m\tstep4000\tarithmetic\t\t0.01\tx", "\"value\" is empty", 5),
            ("org/tiny-10m\tstep4000\tarithmetic", "has 3 fields, the header has 6", 5),
        ])
    func refuses(line: String, reason: String, number: Int) throws {
        let summary = try ingest(Self.table + line + "\n", as: "t.tsv")
        let error = try #require(summary.refused.first)
        #expect(error.reason.contains(reason) && error.line == number)
        #expect(try fixture.scalar("SELECT COUNT(*) FROM reported_metric") == 0)
    }

    @Test("keeps shots apart: an equal value under other shots is another value")
    func shots() throws {
        var options = IngestOptions()
        options.readsAggregates = true
        let header = "model,train_step,task,num_fewshot,metric,value\n"
        let zero = "m,1000,piqa,0,acc,0.61\n"
        let five = "m,1000,piqa,5,acc,0.61\n"
        #expect(try ingest(header + zero, as: "zero.csv", options).nReported == 1)
        #expect(try ingest(header + five, as: "five.csv", options).nReported == 1)
        #expect(try ingest(header + zero + five, as: "both.csv", options).files.allSatisfy(\.isIdentical))
        #expect(try rows("num_fewshot, value", "reported_metric ORDER BY 1") == ["0|0.61", "5|0.61"])
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run WHERE is_primary = 1") == 2)
        let other = "m,1000,piqa,0,acc_norm,0.7\n"
        let extended = try ingest(header + zero + other, as: "other.csv", options)
        #expect(extended.nReported == 1 && !extended.files.allSatisfy(\.isIdentical))
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run") == 2)
    }

    @Test("is one of many in a directory, where other files are counted and said")
    func directory() throws {
        var options = IngestOptions()
        options.readsAggregates = true
        let header = "model,train_step,task,metric,value\n"
        try fixture.write(header + "m,1000,piqa,acc,0.61\n", to: "tables/a.csv")
        try fixture.write(
            header.replacing(",", with: "\t") + "m\t2000\tpiqa\tacc\t0.62\n", to: "tables/deep/b.tsv")
        try fixture.write("{}", to: "tables/notes.json")
        let summary = try fixture.ingest([fixture.directory.appending(path: "tables").path], options)
        #expect(summary.nReported == 2 && summary.passedOver == [".json": 1] && summary.refused.isEmpty)
    }

    @Test(
        "is refused in words where it is no table, or says two things of one checkpoint",
        arguments: [
            ("a.json", "{\"results\": {}}", "this is JSON"), ("b.csv", " [1]", "this is JSON"),
            (
                "c.csv", "model,n_params,task,metric,value\nm,1000,t,acc,1\nm,2000,t,f1,1\n",
                "n_params 1000 and 2000"
            ),
            (
                "d.csv", "model,train_step,task,metric,value\nm,-5,t,acc,1\n",
                "train_step\" is -5, expected 0 or more"
            ),
            ("e.csv", "model,n_params,task,metric,value\nm,124X,t,acc,1\n", "\"124X\", not a whole number"),
        ])
    func isNoTable(name: String, text: String, reason: String) throws {
        var options = IngestOptions()
        options.readsAggregates = true
        let error = try #require(try ingest(text, as: name, options).refused.first)
        #expect(error.description.contains(reason), "\(error)")
        #expect(try fixture.scalar("SELECT COUNT(*) FROM run") == 0)
    }

    @Test("must say what it measures, and have the columns that --map names")
    func wantsColumns() throws {
        var options = options
        options.metric = nil
        #expect(
            try ingest(Self.table, as: "t.tsv", options).refused.first?.remedy.contains("--metric") == true)
        options.columns["n"] = "Items"
        let error = try ingest(Self.table, as: "t.tsv", options).refused.first
        #expect(error?.reason.contains("no column \"Items\"") == true)
        options.columns["size"] = "Items"
        #expect(throws: SourceError.self) { try ingest(Self.table, as: "t.tsv", options) }
    }

    @Test(
        "of a public suite is taken whole",
        .enabled(
            if: IngestFixture.hasShared, "../shared is not here: the published table is tested where it is"))
    func published() throws {
        let path = IngestFixture.shared.appending(path: "data/emergent_inabilities/all_results.tsv").path
        #expect(try fixture.ingest([path], options).nReported == 768)
        #expect(
            try rows(
                "COUNT(DISTINCT model_id), COUNT(DISTINCT train_step), COUNT(DISTINCT task_id), COUNT(*)",
                "run INNER JOIN checkpoint USING (checkpoint_id)") == ["8|8|12|768"])
    }

    /// A line of the published table, and the law through it by the textbook: least squares on log10 x.
    struct PublishedLine: CustomTestStringConvertible {
        var given: [String: String]
        /// Column of the table and the x of its text.
        var place: String
        var keeps: [String: String]
        var testDescription: String { given.description }
    }

    private static let sizes = [
        "70m": 7e7, "160m": 1.6e8, "410m": 4.1e8, "1b": 1e9, "1.4b": 1.4e9, "2.8b": 2.8e9, "6.9b": 6.9e9,
        "12b": 1.2e10,
    ]

    private static let lines = [
        PublishedLine(
            given: ["axis": "n_params", "task": "isp_hindsight_neglect"], place: "ModelName",
            keeps: ["Task": "isp_hindsight_neglect", "ModelRevision": "step143000"]),
        PublishedLine(
            given: ["axis": "n_params", "task": "isp_memo_trap"], place: "ModelName",
            keeps: ["Task": "isp_memo_trap", "ModelRevision": "step2000"]),
        PublishedLine(
            given: ["axis": "train_step", "task": "isp_memo_trap"], place: "ModelRevision",
            keeps: ["Task": "isp_memo_trap", "ModelName": "EleutherAI/pythia-12b"]),
    ]

    @Test(
        "gives the trends that the textbook gives",
        .enabled(
            if: IngestFixture.hasShared, "../shared is not here: the published table is tested where it is"),
        arguments: lines)
    func trends(_ line: PublishedLine) throws {
        let path = IngestFixture.shared.appending(path: "data/emergent_inabilities/all_results.tsv").path
        var options = options
        options.models = try fixture.write(
            "match,model,series,n_params\n"
                + Self.sizes.sorted { $0.value < $1.value }
                .map { "EleutherAI/pythia-\($0.key),pythia-\($0.key),pythia,\(Int($0.value))\n" }.joined(),
            to: "models.csv")
        try fixture.ingest([path], options)
        let query = try ReadConnection(path: fixture.database).prepare(
            QueryCatalog.query("trend_reported"), given: line.given)
        let names = query.columnNames
        var rows: [[String: ResultValue]] = []
        try query.forEachRow { rows.append(Dictionary(uniqueKeysWithValues: zip(names, $0))) }
        let row = try #require(
            rows.first { row in
                switch line.place {
                case "ModelName":
                    row["train_step"] == .integer(Int64(line.keeps["ModelRevision"]!.dropFirst(4))!)
                default: row["model"] == .text(String(line.keeps["ModelName"]!.dropFirst(11)))
                }
            })
        let points = try Self.points(of: line, in: String(contentsOfFile: path, encoding: .utf8))
        #expect(row["m"] == .integer(8) && points.count == 8)
        let law = Self.leastSquares(points)
        for (column, value) in [("law_slope", law.slope), ("law_stderr", law.stderr), ("law_p", law.p)] {
            guard case .real(let answered) = row[column] else {
                Issue.record("\(column) is \(String(describing: row[column]))")
                continue
            }
            #expect(abs(answered - value) <= 1e-9 * max(1, abs(value)), "\(column)")
        }
    }

    private static func points(of line: PublishedLine, in table: String) -> [(x: Double, y: Double)] {
        let lines = table.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().compactMap { cells in
            let row = Dictionary(uniqueKeysWithValues: zip(lines[0], cells))
            guard line.keeps.allSatisfy({ row[$0.key] == $0.value }), let y = Double(row["Accuracy"]!) else {
                return nil
            }
            let text = row[line.place]!
            let x =
                line.place == "ModelName" ? sizes[String(text.dropFirst(18))]! : Double(text.dropFirst(4))!
            return (log10(x), y)
        }
    }

    /// Slope, its standard error, and p by Simpson's rule over the density of t: nothing of the library.
    private static func leastSquares(_ points: [(x: Double, y: Double)]) -> (
        slope: Double, stderr: Double, p: Double
    ) {
        let n = Double(points.count)
        let (meanX, meanY) = (points.map(\.x).reduce(0, +) / n, points.map(\.y).reduce(0, +) / n)
        let sxx = points.map { ($0.x - meanX) * ($0.x - meanX) }.reduce(0, +)
        let slope = points.map { ($0.x - meanX) * ($0.y - meanY) }.reduce(0, +) / sxx
        let residuals = points.map { $0.y - meanY - slope * ($0.x - meanX) }
        let df = n - 2
        let stderr = (residuals.map { $0 * $0 }.reduce(0, +) / df / sxx).squareRoot()
        let t = abs(slope / stderr)
        let scale = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / (df * Double.pi).squareRoot()
        func density(_ u: Double) -> Double { scale * pow(1 + u * u / df, -(df + 1) / 2) }
        let (count, step) = (100_000, t / 100_000)
        var area = density(0) + density(t)
        for index in 1..<count { area += density(step * Double(index)) * (index % 2 == 1 ? 4 : 2) }
        return (slope, stderr, 1 - 2 * area * step / 3)
    }
}
