/// Results that are not what they are called.
extension CheckKind {
    static let labels = [
        CheckKind(
            "duplicate_results", .error, .run,
            consequence:
                "One of the two labels is wrong, or one checkpoint has two names: a line through both shows no change where nothing was "
                + "measured, and a comparison of the two an effect of exactly zero.",
            remedy:
                "Ask who made the files which label is true, evaluate what is missing, and put a wrong checkpoint right; "
                + "where both names are of one checkpoint, give them one model and step.",
            command: "logarium models set {ref} --train-step N"),
        CheckKind(
            "duplicate_reports", .error, .reference, counted: "values",
            consequence:
                "One of the two labels is wrong, or one checkpoint has two names: a comparison of the two shows an effect of exactly zero that "
                + "nobody measured.",
            remedy:
                "Ask who made the files which label is true, and put a wrong checkpoint right; where both names are of "
                + "one checkpoint, give them one model and step.",
            command: "logarium models set {ref} --train-step N"),
        CheckKind(
            "declared_shots", .error, .run,
            consequence:
                "Results read as few-shot that are zero-shot (or the reverse) are set beside others as if the "
                + "prompt were the same.",
            remedy:
                "Count the examples in the prompt; rename the file, or evaluate again with --num_fewshot as meant.",
            command: "logarium query examples -p task={task} -p run_id={run} --limit 1"),
    ]
}
