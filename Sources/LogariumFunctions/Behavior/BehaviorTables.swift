import LogariumStatistics

extension SQLTableFunction {
    static let behaviorLine = SQLTableFunction(
        name: "behavior_line", arguments: BehaviorQuestion.arguments, columns: BehaviorTeam.fields,
        summary:
            "The behaviors asked for, once for each metric and set of lines: how many of their tests rise or fall, and what "
            + "that bounds.",
        source: "As line_trend of each line; Benjamini & Hochberg (1995); REML with Hartung & Knapp (2001)"
    ) { (arguments, reader) throws(SQLFunctionError) in
        let question = try BehaviorQuestion(arguments)
        return try question.teams(reader).map { $0.cells(isOfTasks: question.test == .task) }
    }

    static let behaviorTest = SQLTableFunction(
        name: "behavior_test", arguments: BehaviorQuestion.arguments, columns: testFields,
        summary: "The tests of the behaviors asked for, once for each metric, with their changes.",
        source: "As behavior_line"
    ) { (arguments, reader) throws(SQLFunctionError) in
        try BehaviorQuestion(arguments).teams(reader).flatMap { team in
            team.tests.map { test in
                [
                    .text(team.name.text), .text(test.key), .text(test.name), SQLValue(test.change),
                    SQLValue(test.standardError), SQLValue(test.pRise), SQLValue(test.pFall),
                    SQLValue(test.pAdjusted),
                ]
            }
        }
    }

    static let behaviorPoint = SQLTableFunction(
        name: "behavior_point", arguments: BehaviorQuestion.arguments, columns: pointFields,
        summary:
            "The states of the mean line of the behaviors asked for, over the tests that have all of them.",
        source: "As behavior_line"
    ) { (arguments, reader) throws(SQLFunctionError) in
        try BehaviorQuestion(arguments).teams(reader).flatMap { team -> [[SQLValue]] in
            guard let mean = team.mean else { return [] }
            let n = mean.answer.common.count
            return mean.places.enumerated().map { index, place in
                let value = mean.answer.mean(index)
                let error = mean.answer.standardError(index)
                let interval = value.flatMap { value in
                    error.flatMap {
                        ConfidenceInterval.studentT(
                            centre: value, standardError: $0, degreesOfFreedom: Double(n - 1),
                            confidence: 0.95)
                    }
                }
                return [
                    .text(team.name.text), .integer(Int64(index) + 1), place.x, SQLValue(value),
                    SQLValue(error),
                    SQLValue(interval?.lower), SQLValue(interval?.upper), .integer(Int64(n)),
                ]
            }
        }
    }

    private static let testFields = [
        SQLField("team", "as in behavior_line"), SQLField("test", "unique in its team"),
        SQLField("name", "for people"),
        SQLField("change", "fitted over the range of x, turned to the orientation"),
        SQLField("stderr", "of change; NULL: a question, or a line without one above 0"),
        SQLField("p_rise", "one-sided, of no rise; NULL: no stderr"), SQLField("p_fall", "of no fall"),
        SQLField("p_bh", "two-sided, adjusted for the tests of the team"),
    ]

    private static let pointFields = [
        SQLField("team", "as in behavior_line"), SQLField("state", "number, from 1, by x"),
        SQLField("x", "in the axis' unit"), SQLField("mean", "over the tests"),
        SQLField("stderr", "between tests; NULL: one test"), SQLField("low", "95 % t interval"),
        SQLField("high", "upper bound"), SQLField("n_tests", "with all states: the mean rests on these"),
    ]
}
