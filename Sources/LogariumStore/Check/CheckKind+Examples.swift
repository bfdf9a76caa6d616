/// Question sets that mislead whoever averages over them.
extension CheckKind {
    static let examples = [
        CheckKind(
            "unknown_gold", .warning, .task,
            consequence:
                "These examples have no probability of matching and are excluded from every two-sided metric.",
            remedy: "Name the field of the document that holds the matching choice.",
            command: "logarium tasks set {task} --matching FIELD"),
        CheckKind(
            "inferred_gold", .warning, .task,
            consequence:
                "The matching choice was read off the harness's score, so its score can never disagree: the "
                + "comparison with it proves nothing, and a wrong score would be taken for a gold.",
            remedy: "Name the field of the document that holds the matching choice.",
            command: "logarium tasks set {task} --matching FIELD"),
        CheckKind(
            "position_imbalance", .warning, .task,
            consequence:
                "A model that always leans to that answer scores well above chance without any of the behavior; "
                + "a change of such a leaning looks like a change of the behavior.",
            remedy: "Report the balanced means of each run; balance the answers of the set.",
            command:
                "logarium sql \"SELECT run_id, mean_p_match_balanced, mean_credit_balanced FROM run_metric_full "
                + "INNER JOIN task USING (task_id) WHERE task.name = :task\" -p task={task}"),
        CheckKind(
            "duplicated_questions", .note, .task,
            consequence:
                "They are not independent: a stderr over examples is too small. Logarium counts a question and "
                + "its copies as one cluster; other tools do not.",
            remedy: "Quote clusters beside n, or remove the copies from the set.",
            command: "logarium query metrics -p task={task}"),
    ]
}
