extension SQLTableFunction {
    static let runMeasure = SQLTableFunction(
        name: "run_measure", arguments: [SQLArgument("run", "run_id")], columns: fields,
        summary:
            "The counts and means of a run's responses with clustered standard errors; no row where it has none.",
        source: "As the query metrics, by columns"
    ) { (arguments, reader) throws(SQLFunctionError) in
        guard let run = try arguments.whole(0) else { return [] }
        return try reader.measures(of: Int64(run)).map { [$0.values] } ?? []
    }

    private static let fields = zip(
        RunMeasures.names,
        [
            "examples with status ok", "the other examples", "a choice without log-prob",
            "a log-prob that is not a number", "every choice at -inf", "a log-prob above zero",
            "nothing to compare with", "the matching choice is unknown or out of range",
            "groups of dependent examples among the ok", "probability", "clustered (CR1)",
            "share, ties split", "clustered (CR1)", "nats", "clustered (CR1); NULL where one is infinite",
            "nats", "clustered (CR1); NULL where one is infinite", "examples with infinite log-odds",
            "nats, of the finite", "share of examples with a tie between both sides", "probability",
            "nats, of examples without alternative too",
        ]
    ).map(SQLField.init)
}
