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

    private static let testFields = [
        SQLField("team", "as in behavior_line"), SQLField("test", "unique in its team"),
        SQLField("name", "for people"),
        SQLField("change", "fitted over the range of x, turned to the orientation"),
        SQLField("stderr", "of change; NULL: a question, or a line without one above 0"),
        SQLField("p_rise", "one-sided, of no rise; NULL: no stderr"), SQLField("p_fall", "of no fall"),
        SQLField("p_bh", "two-sided, adjusted for the tests of the team"),
    ]
}
