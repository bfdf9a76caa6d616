import LogariumCore
import Testing

@testable import LogariumStore

@Suite("A parameter on the command line")
struct QueryParameterTests {
    let metrics: QueryDefinition

    init() throws { metrics = try QueryCatalog.query("metrics") }

    @Test("is read as its kind, and what is not given takes its default")
    func isTyped() throws {
        let values = try metrics.values(given: ["seed": "7", "task": "12", "all_runs": "yes"])
        #expect(values["seed"] == .integer(7))
        #expect(values["task"] == .text("12"))
        #expect(values["all_runs"] == .integer(1))
        #expect(values["model"] == .null)
        #expect(try metrics.values(given: [:])["all_runs"] == .integer(0))
    }

    @Test("of another kind is refused with an example")
    func refusesOtherKinds() throws {
        let error = #expect(throws: ReadError.self) { try metrics.values(given: ["seed": "first"]) }
        #expect(
            error?.description
                == "-p seed=first: not a whole number, several parted by commas, or a range from low to high (100..2000, 100.., ..2000)"
        )
    }

    @Test("of few words takes no other, so that a slip is not an empty answer")
    func refusesOtherWords() throws {
        let trend = try QueryCatalog.query("trend")
        let error = #expect(throws: ReadError.self) { try trend.values(given: ["axis": "sizes"]) }
        #expect(
            error?.description
                == "-p axis=sizes: not one of n_params, n_params_non_embedding, train_step, train_tokens, rlhf_step (or for short size for n_params, step for train_step, tokens for train_tokens, rlhf for rlhf_step)"
        )
        #expect(throws: ReadError.self) { try trend.values(given: ["metric": "logodds, p_match"]) }
        #expect(try trend.values(given: ["metric": "logodds,p_match"])["metric"] == .text("logodds,p_match"))
        #expect(try trend.values(given: ["metric": "acc,loss,prob"])["metric"] == .text("credit,nll,p_match"))
        #expect(try trend.values(given: ["axis": "rlhf"])["axis"] == .text("rlhf_step"))
    }

    @Test("of few words knows those of the views")
    func knowsTheViews() throws {
        let fixture = try ViewFixture()
        let connection = try ReadConnection(path: fixture.path)
        var names: [ResultValue] = []
        try connection.prepare("SELECT name FROM trend_metric").forEachRow { names.append($0[0]) }
        #expect(names == QueryParameter.Kind.metrics.choices.map(ResultValue.text))
    }

    @Test("that is a metric is explained by the list of metrics, every one with its unit and what it is")
    func explainsMetrics() throws {
        for name in ["trend", "behavior_points", "compare"] {
            let help = try QueryCatalog.query(name).help
            for metric in Metric.all {
                let line = help.split(separator: "\n").first { $0.hasPrefix("  \(metric.name) ") }
                #expect(line?.hasSuffix(metric.label) == true && line?.contains(metric.unit.rawValue) == true)
            }
        }
        #expect(try !QueryCatalog.query("runs").help.contains("Metrics:"))
    }

    @Test("that does not exist is refused with the closest name")
    func suggests() throws {
        let error = #expect(throws: ReadError.self) { try metrics.values(given: ["train_stpe": "1"]) }
        #expect(error?.description == "there is no parameter \"train_stpe\"; did you mean \"train_step\"?")
        let query = #expect(throws: ReadError.self) { try QueryCatalog.query("metric") }
        #expect(query?.description == "there is no query \"metric\"; did you mean \"metrics\"?")
    }

    @Test("that must be given is asked for")
    func asks() throws {
        let examples = #expect(throws: ReadError.self) {
            try QueryCatalog.query("examples").values(given: [:])
        }
        #expect(examples?.description == "examples needs -p task=…")
        let movers = #expect(throws: ReadError.self) {
            try QueryCatalog.query("movers").values(given: ["from_run": "1"])
        }
        #expect(movers?.description == "movers needs -p to_run=… or -p to_model=…")
    }

    @Test("A head that does not parse says which file")
    func badHead() {
        let error = #expect(throws: ReadError.self) {
            try QueryHead(of: "-- A.\n-- Parameters:\n--     x  number\nSELECT 1", file: "y")
        }
        #expect(error?.description.hasPrefix("queries/y.sql: a parameter is not") == true)
    }
}
