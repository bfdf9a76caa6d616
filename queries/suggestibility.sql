-- How answers move when the question comes with a suggestion: one row per checkpoint, task, condition, context and measure.
--
-- Each context is held against a baseline context, item by item. A condition is how the task was put otherwise (protocol,
-- intervention, shots); measures are correct, and suggested, the share of answers that are the suggested one.
-- Where a checkpoint has several tasks, rows without a task take all their items together.
-- Rows with minus are differences of differences: the condition's change less that of the condition in minus, on items of both.
-- With cot and direct as protocols: does the suggestion move answers more where there is a chain of thought?
--
-- Parameters:
--     baseline    text     unbiased  the context that the others are held against
--     context     names    none      only these others
--     task        names    none      only these tasks
--     behavior    names    none      only tasks of these behaviors
--     model       names    none      only these models
--     series      names    none      only models of these series
--     train_step  numbers  none      only checkpoints at these train steps
--     rlhf_step   numbers  none      only checkpoints at these RLHF steps
--     seed        numbers  none      only checkpoints of these seeds
-- Default columns: task, n_tasks, model, train_step, rlhf_step, seed, context, measure, condition, minus, n_items,
--     mean_baseline, mean_context, change, change_low, change_high, p, warning, reason
-- Columns:
--     task           text        name of the task; NULL: all that are asked for together
--     behavior       text        what the task measures; NULL: not said, or several tasks
--     n_tasks        tasks       behind the change
--     model          text        name of the model
--     series         text        models made alike; NULL: unknown
--     n_params       parameters  embeddings included; NULL: unknown
--     train_step     steps       NULL: unknown
--     rlhf_step      steps       NULL: unknown
--     seed           number      NULL: unknown
--     variant        text        what else tells checkpoints apart; empty: nothing
--     context        text        that is held against the baseline
--     measure        text        correct, or suggested
--     condition      text        protocol, intervention, shots; NULL: not said
--     minus          text        the condition whose change is taken off; NULL: none is
--     n_items        items       answered in both contexts (and in both conditions)
--     clusters       clusters    groups of dependent items among these
--     mean_baseline  share       of these items; NULL: minus is there
--     mean_context   share       of the same items; NULL: minus is there
--     change         share       context less baseline, item by item; less that of minus
--     stderr         share       clustered (CR1); NULL: one cluster
--     change_low     share       95 % t interval, clusters - 1 degrees of freedom; NULL: one cluster
--     change_high    share       upper bound
--     p              probability  two-sided, of no change; not corrected for the number of rows; NULL: stderr is 0 or NULL
--     warning        text        what weakens the row; NULL: nothing
--     reason         text        why there is no change: no_baseline, no_common_items or answered_twice; NULL: there is
-- Source: Turpin et al. (2023), section 3, for the measures; Miller (2024), section 3.2, for clustered paired differences.
SELECT
    task.name AS task,
    behavior.name AS behavior,
    c.n_tasks,
    p.model,
    p.series,
    p.n_params,
    p.train_step,
    p.rlhf_step,
    p.seed,
    p.variant,
    c.context,
    c.measure,
    c.condition,
    c.minus,
    c.n_items,
    c.clusters,
    c.mean_baseline,
    c.mean_context,
    c.change,
    c.stderr,
    T_LOWER(c.change, c.stderr, c.df) AS change_low,
    T_UPPER(c.change, c.stderr, c.df) AS change_high,
    T_P(c.change, c.stderr, c.df) AS p,
    CASE WHEN c.clusters BETWEEN 1 AND 9 THEN 'fewer than 10 clusters' END AS warning,
    c.reason
FROM CONTEXT_SHIFT(:task, :behavior, :baseline) AS c
INNER JOIN checkpoint_point AS p ON p.checkpoint_id = c.checkpoint_id
LEFT JOIN task ON task.task_id = c.task_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
WHERE
    IS_ASKED(c.context, :context)
    AND IS_ASKED(p.model, :model)
    AND IS_ASKED(p.series, :series)
    AND IS_ASKED(p.train_step, :train_step)
    AND IS_ASKED(p.rlhf_step, :rlhf_step)
    AND IS_ASKED(p.seed, :seed)
ORDER BY
    task.name NULLS FIRST,
    p.place NULLS LAST,
    c.context NULLS LAST,
    c.measure NULLS LAST,
    c.minus NULLS FIRST,
    c.condition NULLS LAST
