import LogariumOutput
import LogariumStore
import Testing

/// What `check` says of the example, held to the recorded findings and to the log-probs themselves.
struct LabCheck {
    let fixture: IngestFixture

    func expectRecordedFindings() throws {
        let output = StringOutput()
        var writer = OutputFormat.csv.writer(to: output)
        // Without the ids of runs and what holds them.
        let columns = [
            "finding", "severity", "kind", "fault", "task", "model", "train_step", "rlhf_step", "seed", "n",
            "n_of",
            "counted", "detail",
        ]
        try writer.write(SelectedColumns(findings().rows, columns: columns))
        try Golden.expect(output.text, "lab_check.csv")
    }

    /// The same runs and tasks, counted choice by choice from the arrays and from the texts of the questions.
    func expectTruth() throws {
        let faint: [Int64] = try fixture.list(
            """
            SELECT run_id FROM (
                SELECT response.run_id AS run_id, SUM(EXP(logprob.value)) AS mass
                FROM response INNER JOIN example USING (example_id), JSON_EACH(response.logprobs) AS logprob
                WHERE example.n_choices > 1
                GROUP BY response.run_id, response.example_id)
            GROUP BY run_id HAVING AVG(mass) < 0.01 ORDER BY run_id
            """)
        #expect(try affected("low_choice_mass").compactMap(\.runID).sorted() == faint)
        let repeated: [String] = try fixture.list(
            """
            SELECT task.name || ' ' || (COUNT(*) - COUNT(DISTINCT COALESCE(prompt, '') || CHAR(0) || choices))
            FROM example INNER JOIN task USING (task_id)
            GROUP BY task.name HAVING COUNT(*) > COUNT(DISTINCT COALESCE(prompt, '') || CHAR(0) || choices) ORDER BY task.name
            """)
        let found = try affected("duplicated_questions").map { "\($0.task ?? "") \($0.n ?? 0)" }
        #expect(found.sorted() == repeated)
        #expect(Set(try findings().map(\.kind)) == ["low_choice_mass", "duplicated_questions"])
    }

    private func findings() throws -> [CheckFinding] {
        try Check.findings(in: ReadConnection(path: fixture.database))
    }

    private func affected(_ kind: String) throws -> [CheckFinding.Affected] {
        try findings().filter { $0.kind == kind }.flatMap(\.affected)
    }
}
