/// Numbers that are wrong, or that say little.
extension CheckKind {
    static let values = [
        CheckKind(
            "reported_differs", .error, .report,
            consequence:
                "The harness worked from other log-probs than the stored ones, or by another rule: one of the "
                + "two figures is wrong, and a comparison with a published number is with another measurement.",
            remedy: "Ask who ran it for the samples and results of one and the same run.",
            command: "logarium query reconcile -p task={task} -p verdict=differs",
            search: .code(ReportedDiffers.rows)),
        CheckKind(
            "mixed_scales", .warning, .task, counted: "values",
            consequence:
                "A value of .41 beside one of 45.2 is drawn as a rise of a hundredfold where there is none.",
            remedy:
                "Ask who made the tables which are percentages, divide those by 100 and ingest them again.",
            command: "logarium query reconcile -p task={task}"),
        CheckKind(
            "score_differs", .error, .run,
            consequence:
                "The scores of these examples do not follow from their log-probs: the samples were edited, or "
                + "scored by another rule than the harness states.",
            remedy:
                "Ask for the harness version and task file that wrote them; ingest the right file with --on-conflict replace.",
            command: "logarium sql \"SELECT * FROM score_check WHERE run_id = {run}\""),
        CheckKind(
            "unusable_logprobs", .warning, .run,
            consequence:
                "Excluded examples are seldom lost at random, and infinite log-odds leave the mean log-odds "
                + "undefined: what remains is the mean of an easier or harder set.",
            remedy: "Evaluate again in float32, with a context long enough for the longest prompt.",
            command: "logarium query examples -p task={task} -p run_id={run}"),
        CheckKind(
            "ties", .warning, .run,
            consequence:
                "Ties get split credit here but go to the first choice in the harness; in numbers they mean "
                + "that the scoring cannot tell the choices apart, and the fraction exceeding is near chance.",
            remedy:
                "Look for choices that share their first token and for log-probs of low precision (dtype); evaluate again.",
            command: "logarium query examples -p task={task} -p run_id={run}"),
        CheckKind(
            "low_choice_mass", .warning, .run,
            consequence:
                "The model would hardly ever give any of these answers: mean probability and fraction exceeding "
                + "compare rare events, and their trend may be one of format, not of the behavior.",
            remedy:
                "Show the choice mass beside the metric and leave such states out of the claim, or put the question in the model's format (shots, chat template).",
            command: "logarium query metrics -p task={task}"),
    ]
}
