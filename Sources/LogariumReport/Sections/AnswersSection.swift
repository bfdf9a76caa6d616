import LogariumCharts
import LogariumCore

/// The answer: red flags first, then a grid of every behavior along every axis, then each in a sentence.
enum AnswersSection: ReportSection {
    /// Tasks without a behavior that are told, those that move most.
    private static let limit = 40

    static func section(_ source: ReportSource) throws -> Section {
        let flags = try RedFlags.all(source.book, axes: source.ownAxes)
        let answers = try BehaviorAnswers(source.book, axes: source.ownAxes)
        return Section(
            id: "answers", title: "The answer",
            intro: [
                """
                Each cell tells of the largest model's line at its last step: what is measured of these checkpoints, on questions \
                like these. Systematic means true with the checkpoints as a sample too. The number is the change of the mean probability \
                where there is one.
                """
            ],
            body: try findings(source) + redFlags(flags) + grid(answers))
    }

    /// What `logarium check` finds, in a line; the inventory has it whole.
    private static func findings(_ source: ReportSource) throws -> String {
        let findings = try source.findings
        guard !findings.isEmpty else { return "<p>Check: no findings.</p>\n" }
        let worst = findings.filter { $0.severity != .note }
        let words = worst.map { "\($0.fault) (\($0.affected.count.of($0.unit.rawValue)))" }.joined(
            separator: "; ")
        let lead =
            worst.isEmpty ? "\(findings.count.of("note"))" : "\(findings.count.of("finding")): \(words)"
        let mark = worst.isEmpty ? "" : "<span class=\"warning\">⚠</span> "
        return "<p>\(mark)Check: \(MarkupText.escaped(lead)). <a href=\"#inventory\">See below.</a></p>\n"
    }

    private static func redFlags(_ flags: [RedFlag]) -> String {
        guard !flags.isEmpty else {
            return "<p>No red flags: no line turns by more than known checkpoint noise.</p>\n"
        }
        let items = flags.map { flag in
            "<li><span class=\"warning\">⚠</span> <b>\(MarkupText.escaped(MarkupText.isolated(flag.task)))</b>"
                + MarkupText.escaped(", \(flag.place): \(flag.sentence)") + "</li>"
        }
        return "<h3>Red flags</h3>\n<ul>\(items.joined(separator: "\n"))</ul>\n"
    }

    private static func grid(_ answers: BehaviorAnswers) -> String {
        guard !answers.axes.isEmpty else {
            return
                "<p>No line has two states on any axis: what each checkpoint shows is in the table below.</p>\n"
        }
        let shown = shownSubjects(answers)
        let head = answers.axes.map { "<th scope=\"col\">along \($0.title)</th>" }.joined()
        let rows = shown.map { subject in
            let cells = answers.axes.map { cell(answers[subject, $0]) }.joined()
            return "<tr><th scope=\"row\"><bdi>\(MarkupText.escaped(subject))</bdi></th>\(cells)</tr>"
        }
        let sentences = shown.map { subject in
            let parts = answers.answers(of: subject).map { answer in
                "<li>Along \(answer.axis.title) (\(MarkupText.escaped(answer.place))): \(MarkupText.escaped(answer.sentence))</li>"
            }
            return "<dt><bdi>\(MarkupText.escaped(subject))</bdi></dt><dd><ul>\(parts.joined())</ul></dd>"
        }
        let rest = answers.subjects.count - shown.count
        let left =
            rest > 0
            ? "<p>\(rest.of("more task")) of no behavior: those that move most are told; <code>logarium query trend</code> has all.</p>\n"
            : ""
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="Grid of answers"><table class="grid"><thead><tr><td></td>\(head)</tr></thead>
            <tbody>\(rows.joined(separator: "\n"))</tbody></table></div>
            <p class="key">\(key(shown.flatMap(answers.answers)))</p>
            \(left)<h3>In a sentence each</h3>
            <dl class="sentences">\(sentences.joined(separator: "\n"))</dl>

            """
    }

    private static func shownSubjects(_ answers: BehaviorAnswers) -> [String] {
        let lone = answers.subjects.filter { answers.answers(of: $0).contains(where: \.isLone) }
        let weight = { (subject: String) in answers.answers(of: subject).map(\.weight).max() ?? 0 }
        let weights = Dictionary(uniqueKeysWithValues: lone.map { ($0, weight($0)) })
        let moving = lone.sorted { (weights[$1] ?? 0, $0) < (weights[$0] ?? 0, $1) }
        let isLone = Set(lone)
        return answers.subjects.filter { !isLone.contains($0) } + moving.prefix(limit)
    }

    private static func cell(_ answer: Answer?) -> String {
        guard let answer else { return "<td class=\"none\">no line</td>" }
        let small = [answer.change, answer.scope].filter { !$0.isEmpty }.joined(separator: " ")
        return """
            <td title="\(MarkupText.escaped(answer.sentence))"><span class="sign \(answer.sign.rawValue)">\(answer.sign.symbol)</span> \
            <span class="scope">\(MarkupText.escaped(small))</span></td>
            """
    }

    /// What the signs that occur mean.
    private static func key(_ answers: [Answer]) -> String {
        var told: Set<String> = []
        return AnswerSign.allCases.filter { sign in answers.contains { $0.sign == sign } }
            .filter { told.insert($0.symbol).inserted }
            .map { "<span class=\"sign \($0.rawValue)\">\($0.symbol)</span> \($0.meaning)" }
            .joined(separator: " · ")
    }
}
