import LogariumStore

/// Findings for people: what, where, consequence, remedy, in lines that fit a terminal.
struct FindingText {
    /// Columns of the terminal.
    let width: Int
    /// The first line of a finding in bold.
    var isColoured = false
    /// Of those affected, how many are named.
    private static let shown = 3

    init(width: Int, isColoured: Bool = false) { (self.width, self.isColoured) = (width, isColoured) }

    func text(of findings: [CheckFinding]) -> String {
        findings.enumerated().map { text(of: $1, number: $0 + 1) }.joined(separator: "\n")
    }

    /// `3 findings: 1 error, 2 warnings`.
    static func summary(of findings: [CheckFinding]) -> String {
        guard !findings.isEmpty else { return "nothing found" }
        let parts = CheckKind.Severity.allCases.compactMap { severity in
            let count = findings.count { $0.severity == severity }
            return count == 0 ? nil : counted(count, severity.rawValue)
        }
        return "\(counted(findings.count, "finding")): \(parts.joined(separator: ", "))"
    }

    private func text(of finding: CheckFinding, number: Int) -> String {
        let count = Self.counted(finding.affected.count, finding.unit.rawValue)
        let severity = finding.severity.rawValue.uppercased()
        let title = lines(
            "\(number). \(severity) \(finding.kind): \(finding.fault) (\(count))", indent: 3, first: "")
        var result = isColoured ? title.map { "\u{1B}[1m\($0)\u{1B}[0m" } : title
        result += section("Where", whereabouts(of: finding))
        result += section("Consequence", [finding.consequence])
        result += section("Remedy", [finding.remedy])
        result += section("", finding.affected.prefix(1).map { "$ \($0.command)" }, isBroken: false)
        return result.map { $0 + "\n" }.joined()
    }

    private func whereabouts(of finding: CheckFinding) -> [String] {
        let named = finding.affected.prefix(Self.shown).map { Self.text(of: $0, in: finding) }
        let rest = finding.affected.count - named.count
        return rest > 0
            ? named + ["and \(rest) more: logarium check --kind \(finding.kind) --format csv"] : named
    }

    /// `facts, tiny-2m step 2000 (run 7): 3 of 80 examples, 3.8 % tied`.
    private static func text(of affected: CheckFinding.Affected, in finding: CheckFinding) -> String {
        let run = affected.runID.map { " (run \($0))" } ?? ""
        let place =
            listed([affected.task, finding.unit == .reference ? affected.ref : state(of: affected)]) + run
        let count = affected.n.map { Self.share(Int($0), of: affected.nOf, finding.counted) }
        let facts = listed([count, affected.detail])
        return listed([place, facts], separator: ": ")
    }

    /// The checkpoint by its coordinates, else by what the harness calls it.
    private static func state(of affected: CheckFinding.Affected) -> String? {
        guard let model = affected.model else { return affected.ref }
        let step = affected.trainStep.map { "step \($0)" }
        let rlhf = affected.rlhfStep.flatMap { $0 == 0 ? nil : "RLHF \($0)" }
        let seed = affected.seed.flatMap { $0 == 0 ? nil : "seed \($0)" }
        return listed([model, step, rlhf, seed], separator: " ")
    }

    private static func listed(_ parts: [String?], separator: String = ", ") -> String {
        parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: separator)
    }

    /// `3 of 80 examples`; a noun in the plural.
    private static func share(_ count: Int, of whole: Int64?, _ nouns: String) -> String {
        if let whole { return "\(count) of \(whole) \(nouns)" }
        return counted(count, String(nouns.dropLast()))
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}

// MARK: Lines

extension FindingText {
    /// Paragraphs behind a name in the margin.
    private func section(_ name: String, _ paragraphs: [String], isBroken: Bool = true) -> [String] {
        let indent = 16
        let label = "   " + name + String(repeating: " ", count: indent - 3 - name.count)
        let margin = String(repeating: " ", count: indent)
        return paragraphs.enumerated().flatMap { number, paragraph in
            let first = number == 0 ? label : margin
            return isBroken ? lines(paragraph, indent: indent, first: first) : [first + paragraph]
        }
    }

    /// A text broken at spaces; a word too long for a line stays whole.
    private func lines(_ text: String, indent: Int, first: String) -> [String] {
        var lines = [first]
        var used = first.count
        for word in text.split(separator: " ") {
            let isStart = used == (lines.count == 1 ? first.count : indent)
            if !isStart, used + 1 + word.count > width {
                lines.append(String(repeating: " ", count: indent))
                used = indent
            } else if !isStart {
                lines[lines.count - 1] += " "
                used += 1
            }
            lines[lines.count - 1] += word
            used += word.count
        }
        return lines
    }
}
