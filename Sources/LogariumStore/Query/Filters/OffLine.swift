/// Why a run with log-probs is on no line of an axis.
enum OffLine: String {
    case noSeries, noCoordinate, rlhf, base, zero, alone

    /// Whether the axis is not about such runs at all: that is told only where there is no answer.
    var isOfAnotherKind: Bool { self == .rlhf || self == .base }

    /// - Parameter axis: one of the axes' names: it goes into the text.
    static func sql(axis: String) -> String {
        let (x, isSize) = (column(axis), axis.hasPrefix("n_params"))
        return """
            CASE
                WHEN \(isSize ? 1 : 0) AND model.series IS NULL THEN 'noSeries'
                WHEN \(x) IS NULL THEN 'noCoordinate'
                WHEN \(axis.hasPrefix("train_") ? 1 : 0) AND COALESCE(checkpoint.rlhf_step, 0) > 0 THEN 'rlhf'
                WHEN \(axis == "rlhf_step" ? 1 : 0) AND COALESCE(checkpoint.rlhf_step, 0) = 0 THEN 'base'
                WHEN \(axis == "rlhf_step" ? 0 : 1) AND \(x) = 0 THEN 'zero'
                ELSE 'alone'
            END
            """
    }

    /// - Parameter task: a parameter with the one task that is asked for, whose lines alone are then looked at.
    static func condition(axis: String, task: String?) -> String {
        let states =
            task.map {
                "task AS one CROSS JOIN TREND_STATE_OF('\(axis)', one.task_id) AS s WHERE one.name = \($0)"
            }
            ?? "trend_state AS s WHERE s.axis = '\(axis)'"
        return """
            run.is_primary = 1
            AND (
                EXISTS (SELECT 1 FROM response WHERE response.run_id = run.run_id)
                OR EXISTS (SELECT 1 FROM score WHERE score.run_id = run.run_id)
            )
            AND run.run_id NOT IN (SELECT s.run_id FROM \(states))
            """
    }

    private static func column(_ axis: String) -> String {
        switch axis {
        case "n_params", "n_params_non_embedding": "model.\(axis)"
        case "train_step", "train_tokens": "checkpoint.\(axis)"
        default: "COALESCE(checkpoint.rlhf_step, 0)"
        }
    }

    /// For people, and what to do.
    func words(axis: String, runs: Int64, models: Int64) -> String {
        switch self {
        case .noSeries:
            "\(runs) of \(models.of("model")) of no known series (`logarium models set MODEL --series NAME`)"
        case .noCoordinate: "\(runs) whose \(axis) is not known (`logarium query references`)"
        case .rlhf: "\(runs) after RLHF, which training axes leave out"
        case .base: "\(runs) before any RLHF"
        case .zero: "\(runs) at step 0, which a log scale has no place for: baselines beside the lines"
        case .alone:
            "\(runs) alone: no other state agrees with them in task, prompt and every other coordinate"
        }
    }
}
