-- What the harness reported against what its own rule gives on the stored responses, one row per reported metric.
--
-- Parameters:
--     task     names  none  only these tasks or groups
--     verdict  names  none  only rows of this verdict
-- Default columns: model, train_step, rlhf_step, seed, name, metric, filter_name, n, reported, recomputed,
--     difference, verdict, reason
-- Columns:
--     ref                   text         what the harness calls the checkpoint
--     model                 text         name of the model
--     n_params              parameters   NULL: unknown
--     train_step            steps        NULL: unknown
--     rlhf_step             steps        NULL: unknown
--     seed                  number       NULL: unknown
--     name                  text         task or group
--     is_group              boolean      1: a group
--     metric                text         the harness's name of the metric
--     filter_name           text         the harness's filter
--     run_id                id           NULL: a group, or no samples
--     n                     examples     behind the recomputed value; NULL: nothing was recomputed
--     reported              metric unit  NULL: not a number
--     reported_text         text         what was written where it is not a finite number; NULL: it is
--     reported_stderr       metric unit  NULL: not reported
--     recomputed            metric unit  by the harness's rule; NULL: not recomputable, or not a number
--     difference            metric unit  recomputed - reported; NULL: one is missing
--     verdict               text         equal, differs, from_scores, gold_inferred, not_recomputable, no_samples
--     method                text         the rule; NULL: none applies
--     reason                text         why the verdict is not equal; NULL: it is
--     n_equal               examples     whose own score was recomputed and equal; NULL: not checked
--     n_differs             examples     whose own score was recomputed and differs
--     n_inferred_gold       examples     whose gold came from that score: says nothing
--     n_not_computable      examples     whose own score cannot be recomputed
--     max_difference        metric unit  largest difference among n_differs; NULL: none
--     source_file           path         where the figure was reported
-- Source: lm_eval/api/task.py and metrics.py, 0.4.0 to 0.5.0.dev1: the first of a tie wins, NaN wins all; equal means
--     |difference| <= 1e-9 max(1, |reported|). from_scores is the mean of the per-example scores as reported, by a rule
--     of the task's own, and gold_inferred a gold taken from the score itself: neither counts as agreement.
WITH RECURSIVE task_result AS (
    SELECT
        reported.*,
        r.n AS n_recomputed,
        r.value AS recomputed,
        r.method,
        COALESCE(r.is_nan, 0) AS is_nan,
        CASE
            WHEN run.run_id IS NULL THEN 'no_samples'
            WHEN r.n_gold_from_score > 0 THEN 'gold_inferred'
            WHEN r.obstacle IS NOT NULL OR reported.n <> r.n THEN 'not_recomputable'
            WHEN r.is_from_scores = 1 THEN 'from_scores'
            ELSE 'equal'
        END AS standing,
        CASE
            WHEN run.run_id IS NULL THEN 'the samples of this task are not in the warehouse'
            WHEN r.n_gold_from_score > 0 THEN 'golds taken from the score itself: ' || r.n_gold_from_score
            WHEN r.obstacle IS NOT NULL THEN r.obstacle
            WHEN reported.n <> r.n THEN 'reported on ' || reported.n || ' examples, stored ' || r.n
            WHEN r.is_from_scores = 1 THEN 'the rule is the task''s own'
        END AS reason
    FROM reported_metric AS reported
    LEFT JOIN run ON run.run_id = reported.run_id AND run.n_examples > 0
    LEFT JOIN RUN_RECOMPUTED(run.run_id, reported.metric, reported.filter_name) AS r
    WHERE reported.is_group = 0
),

-- A group's figure is over its tasks, those of its subgroups included.
leaf AS (
    SELECT
        whole.reported_metric_id AS group_id,
        member.value AS name
    FROM reported_metric AS whole, JSON_EACH(whole.members) AS member
    WHERE whole.is_group = 1
    UNION
    SELECT
        leaf.group_id,
        member.value AS name
    FROM leaf
    CROSS JOIN reported_metric AS whole ON whole.reported_metric_id = leaf.group_id
    INNER JOIN reported_metric AS subgroup
        ON
            subgroup.source_file_id = whole.source_file_id
            AND subgroup.ref = whole.ref
            AND subgroup.name = leaf.name
            AND subgroup.metric = whole.metric
            AND subgroup.filter_name = whole.filter_name
            AND subgroup.is_group = 1,
        JSON_EACH(subgroup.members) AS member
),

unknown_leaf AS (
    SELECT
        leaf.group_id,
        COUNT(*) AS n_unknown
    FROM leaf
    INNER JOIN reported_metric AS whole ON whole.reported_metric_id = leaf.group_id
    WHERE
        NOT EXISTS (
            SELECT 1 FROM reported_metric AS part
            WHERE
                part.source_file_id = whole.source_file_id
                AND part.ref = whole.ref
                AND part.name = leaf.name
        )
    GROUP BY leaf.group_id
),

member AS (
    SELECT
        whole.reported_metric_id AS group_id,
        COUNT(*) AS n_tasks,
        SUM(part.n_recomputed) AS n,
        SUM(part.n_recomputed * part.recomputed) / NULLIF(CAST(SUM(part.n_recomputed) AS DOUBLE), 0e0)
            AS weighted,
        AVG(part.recomputed) AS plain,
        MAX(part.is_nan) AS is_nan,
        SUM(part.standing = 'no_samples') AS n_no_samples,
        SUM(part.standing = 'gold_inferred') AS n_gold_inferred,
        SUM(part.standing = 'not_recomputable') AS n_not_recomputable,
        SUM(part.standing = 'from_scores') AS n_from_scores
    FROM leaf
    INNER JOIN reported_metric AS whole ON whole.reported_metric_id = leaf.group_id
    INNER JOIN task_result AS part
        ON
            part.source_file_id = whole.source_file_id
            AND part.ref = whole.ref
            AND part.name = leaf.name
            AND part.metric = whole.metric
            AND part.filter_name = whole.filter_name
    GROUP BY whole.reported_metric_id
),

-- The source does not say whether a group weighs by size: the reading that agrees is taken.
group_result AS (
    SELECT
        whole.*,
        member.n AS n_recomputed,
        CASE
            WHEN member.is_nan = 1 OR unknown_leaf.n_unknown > 0 THEN NULL
            WHEN ABS(member.plain - whole.value) <= 1e-9 THEN member.plain
            ELSE member.weighted
        END AS recomputed,
        CASE
            WHEN
                ABS(member.plain - whole.value) <= 1e-9
                AND ABS(member.weighted - whole.value) <= 1e-9 IS NOT 1
                THEN 'plain mean of members'
            ELSE 'mean of members by size'
        END AS method,
        COALESCE(member.is_nan, 0) AS is_nan,
        CASE
            WHEN member.n_tasks IS NULL OR unknown_leaf.n_unknown > 0 THEN 'not_recomputable'
            WHEN member.n_no_samples > 0 THEN 'no_samples'
            WHEN member.n_gold_inferred > 0 THEN 'gold_inferred'
            WHEN member.n_not_recomputable > 0 THEN 'not_recomputable'
            WHEN member.n_from_scores > 0 THEN 'from_scores'
            ELSE 'equal'
        END AS standing,
        CASE
            WHEN unknown_leaf.n_unknown > 0 THEN 'members without a result: ' || unknown_leaf.n_unknown
            WHEN member.n_tasks IS NULL THEN 'no member reports this metric'
            WHEN member.n_no_samples > 0
                THEN 'members whose samples are not in the warehouse: ' || member.n_no_samples
            WHEN member.n_gold_inferred > 0
                THEN 'members whose gold was taken from the score: ' || member.n_gold_inferred
            WHEN member.n_not_recomputable > 0
                THEN 'members that cannot be recomputed: ' || member.n_not_recomputable
            WHEN member.n_from_scores > 0 THEN 'members by a rule of their own: ' || member.n_from_scores
        END AS reason
    FROM reported_metric AS whole
    LEFT JOIN member ON member.group_id = whole.reported_metric_id
    LEFT JOIN unknown_leaf ON unknown_leaf.group_id = whole.reported_metric_id
    WHERE whole.is_group = 1
),

result AS (
    SELECT task_result.* FROM task_result
    UNION ALL
    SELECT group_result.* FROM group_result
),

compared AS (
    SELECT
        result.*,
        CASE
            WHEN result.standing NOT IN ('equal', 'from_scores') THEN result.standing
            WHEN LOWER(result.value_text) = 'nan' AND result.is_nan = 1 THEN result.standing
            WHEN LOWER(result.value_text) IN ('inf', 'infinity') AND result.recomputed > 1e308
                THEN result.standing
            WHEN result.value IS NULL AND result.value_text IS NULL THEN 'not_recomputable'
            -- Also two infinities, which have no difference.
            WHEN result.recomputed = result.value THEN result.standing
            WHEN ABS(result.recomputed - result.value) <= 1e-9 * MAX(ABS(result.value), 1e0)
                THEN result.standing
            ELSE 'differs'
        END AS verdict
    FROM result
)

SELECT
    c.ref,
    model.name AS model,
    model.n_params,
    checkpoint.train_step,
    checkpoint.rlhf_step,
    checkpoint.seed,
    c.name,
    c.is_group,
    c.metric,
    c.filter_name,
    run.run_id,
    c.n_recomputed AS n,
    c.value AS reported,
    c.value_text AS reported_text,
    c.stderr AS reported_stderr,
    c.recomputed,
    c.recomputed - c.value AS difference,
    c.verdict,
    c.method,
    CASE c.verdict
        WHEN 'differs' THEN COALESCE(c.reason || '; ', '') || 'the two values differ'
        WHEN 'not_recomputable' THEN COALESCE(c.reason, 'no value was reported')
        ELSE c.reason
    END AS reason,
    score_check.n_equal,
    score_check.n_differs,
    score_check.n_inferred_gold,
    score_check.n_not_computable,
    score_check.max_difference,
    source_file.path
    || CASE WHEN source_file.member = '' THEN '' ELSE ':' || source_file.member END AS source_file
FROM compared AS c
INNER JOIN checkpoint ON checkpoint.checkpoint_id = c.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN source_file ON source_file.source_file_id = c.source_file_id
LEFT JOIN run ON run.run_id = c.run_id AND run.n_examples > 0
LEFT JOIN score_check ON score_check.run_id = run.run_id AND score_check.metric = c.metric
WHERE IS_ASKED(c.name, :task) AND IS_ASKED(c.verdict, :verdict)
ORDER BY
    c.verdict = 'differs' DESC,
    c.name NULLS LAST,
    c.metric NULLS LAST,
    c.filter_name NULLS LAST,
    c.ref NULLS LAST,
    source_file.path NULLS LAST,
    source_file.member NULLS LAST
