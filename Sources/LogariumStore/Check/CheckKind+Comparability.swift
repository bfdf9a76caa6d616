import LogariumCore

/// Runs that one line must not join.
extension CheckKind {
    static let comparability = [
        CheckKind(
            "mixed_protocols", .warning, .way, counted: "runs",
            consequence:
                "A line through both would show the change of the task as a change of the model. Logarium never "
                + "joins them, so each line has fewer states than the task has runs.",
            remedy: "Evaluate the missing cells in one way, and compare the ways only within a checkpoint.",
            command: "logarium query coverage -p task={task}"),
        CheckKind(
            "own_chat_templates", .note, .way, counted: "runs",
            consequence:
                "A chat template belongs to its model: each was asked in its own format. Logarium joins no line "
                + "through them, and a difference between the models may be one of format.",
            remedy:
                "Nothing is to be mended. For one wording, evaluate the models once without a chat template as well.",
            command: "logarium query coverage -p task={task}",
            search: .code { connection, _ in try OwnChatTemplates.rows(connection) }),
        CheckKind(
            "common_share", .warning, .line,
            consequence:
                "A line rests on the examples that all its states have: it loses the rest, seldom at random, and "
                + "means over different examples can rise where every example falls.",
            remedy: "Evaluate the states that lack examples on the whole set, or leave them out of the line.",
            command: "logarium query coverage -p task={task}"),
        CheckKind(
            "different_examples", .warning, .run,
            consequence:
                "Checkpoints were asked different sets under one name (another version of the data, or long "
                + "prompts dropped): their plain means are not comparable.",
            remedy:
                "Compare task_version, n_examples and samples_file of the runs; evaluate all checkpoints on one version.",
            command: "logarium query runs -p task={task}"),
        CheckKind(
            "partial_runs", .warning, .run,
            consequence:
                "A mean over part of the examples is not the task's score, and a line that includes the run "
                + "shrinks to that part.",
            remedy:
                "Ingest the missing file, or evaluate without a limit; until then let a whole run stand for the checkpoint.",
            command: "logarium runs choose RUN_ID"),
        CheckKind(
            "missing_samples", .warning, .run,
            consequence:
                "There are no log-probs to compute from: the run is on no line and in no comparison but those of "
                + "what was reported, and nothing can check that.",
            remedy: "Ingest the samples (lm-eval writes them with --log_samples), or ask trend_reported.",
            command: "logarium query runs -p task={task}"),
        CheckKind(
            "overfull_runs", .warning, .run,
            consequence:
                "Its means are over other examples than the reported ones: a file was appended to, or its results "
                + "were overwritten by another run's.",
            remedy: "Find the run's own pair of files and ingest that with --on-conflict replace.",
            command: "logarium query runs -p task={task}"),
        CheckKind(
            "mixed_conditions", .note, .run, counted: "runs",
            consequence:
                "Precision and engine alone change log-probs: a small step of a line at these runs may be theirs "
                + "and not the model's.",
            remedy:
                "Evaluate again under the conditions of the others, or both ways once to see the difference.",
            command: "logarium query runs -p task={task}"),
    ]
}

/// Ways of putting a task that differ in no more than the chat template that each model brings.
enum OwnChatTemplates {
    static func rows(_ connection: ReadConnection) throws -> [CheckRow] {
        var rows: [CheckRow] = []
        let query = try QueryCatalog.check("mixed_protocols")
        try connection.prepare(query, given: ["own": "1"]).forEachRow { rows.append(CheckRow($0)) }
        return rows
    }
}
