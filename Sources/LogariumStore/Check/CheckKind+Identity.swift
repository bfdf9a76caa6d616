/// Checkpoints of which it is not known what they are.
extension CheckKind {
    static let identity = [
        CheckKind(
            "conflicting_identity", .error, .reference, counted: "runs",
            consequence:
                "If the value that holds is the wrong one, the point stands at the wrong place of every line.",
            remedy: "Find out which is true; mend models.csv and apply it, or decide.",
            command: "logarium models set {ref} --n-params N --train-step N"),
        CheckKind(
            "disagreeing_rules", .error, .reference, counted: "runs",
            consequence:
                "The first row that matches was taken; if a later one is right, the point stands at the wrong "
                + "place of every line.",
            remedy: "Make the globs of the rows exclude each other, then apply the file again.",
            command: "logarium models apply models.csv",
            search: .code(DisagreeingRules.rows)),
        CheckKind(
            "indistinguishable_states", .error, .reference, counted: "checkpoints",
            consequence:
                "They may be one state or several: trend refuses a line that holds them, for it would put "
                + "them at one place.",
            remedy: "Say what tells them apart: a coordinate, else a variant.",
            command: "logarium models set {ref} --train-step N --rlhf-step N --seed N"),
        CheckKind(
            "unknown_identity", .warning, .reference, counted: "runs",
            consequence:
                "What is unknown is on no line along that axis: the trend is drawn without these runs.",
            remedy: "State it, here or in a row of models.csv.",
            command: "logarium models set {ref} --series NAME --n-params N --train-step N"),
        CheckKind(
            "overruled_identity", .note, .reference, counted: "runs",
            consequence:
                "The decided value is used everywhere; if it is a slip of the pen, the point stands at the wrong "
                + "place of every line.",
            remedy: "Make sure that it is meant, or let the source speak again.",
            command: "logarium models set {ref} --clear COLUMN"),
        CheckKind(
            "inferred_identity", .note, .reference, counted: "runs",
            consequence:
                "A guess from a name is used as if it were stated; where the name misleads (a version, a date, "
                + "a rounded size), the point stands at the wrong place.",
            remedy: "Confirm or correct it, here or in a row of models.csv.",
            command: "logarium models set {ref} --n-params N --train-step N"),
    ]
}
