import LogariumStatistics

/// Which tests of which behaviors are asked for: the arguments of `behavior_line` and `behavior_test`.
struct BehaviorQuestion: Hashable {
    /// What counts as a test: a task (one of a family stands for all), or a cluster of its questions.
    enum Test: String { case task, question }

    let lines: LineQuestion
    /// Nil for a word that is neither.
    let test: Test?

    static let arguments =
        Array(LineQuestion.arguments.prefix(7))
        + [SQLArgument("of_test", "what counts as a test: task or question")] + StateWish.arguments

    init(_ arguments: SQLArguments) throws(SQLFunctionError) {
        lines = try LineQuestion(arguments, allowsMixed: false, wishFrom: 8)
        test = arguments[7].text.flatMap(Test.init)
    }

    /// Every behavior with every set of lines that agree in all coordinates but the axis, in the order of their names.
    func teams(_ reader: ColumnReader) throws(SQLFunctionError) -> [BehaviorTeam] {
        if let known = reader.behaviors[self] { return known }
        let all = try TrendLineReader(reader: reader).lines(lines).filter {
            !$0.isMixed && $0.states.count > 1
        }
        var teams: [BehaviorTeam.Name: [TrendLine]] = [:]
        var metricByName: [String: Metric] = [:]
        for line in all {
            for metric in try lines.metrics(of: line, reader) {
                metricByName[metric.name] = metric
                let name = BehaviorTeam.Name(
                    metric: metric.name, behavior: line["behavior"],
                    coordinates: line["coordinates"].text ?? "")
                teams[name, default: []].append(line)
            }
        }
        var answers: [BehaviorTeam] = []
        for (name, lines) in teams.sorted(by: { $0.key.text < $1.key.text }) {
            guard let metric = metricByName[name.metric] else { continue }
            answers.append(try BehaviorTeam(name, lines, metric, test: test, reader))
        }
        reader.behaviors[self] = answers
        return answers
    }
}
