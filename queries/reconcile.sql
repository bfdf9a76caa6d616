-- What the harness reported against what its own rule gives on the stored responses, one row per reported metric.
--
-- Parameters:
--     task     text  none  only this task or group; % stands for any text
--     verdict  text  none  only rows of this verdict
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
--     filter                text         the harness's filter
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
WITH RECURSIVE params AS (
    SELECT
        :task AS task,
        :verdict AS verdict
),

reported AS (
    SELECT
        reported_metric.reported_metric_id,
        reported_metric.source_file_id,
        reported_metric.ref,
        reported_metric.checkpoint_id,
        reported_metric.name,
        reported_metric.is_group,
        reported_metric.members,
        reported_metric.metric,
        reported_metric.filter,
        reported_metric.value,
        reported_metric.value_text,
        reported_metric.stderr,
        reported_metric.n,
        run.run_id,
        run.n_examples AS n_stored,
        protocol.output_type,
        score_check.n_equal,
        score_check.n_differs,
        score_check.n_inferred_gold,
        score_check.n_not_computable,
        score_check.max_difference
    FROM reported_metric
    LEFT JOIN run ON run.run_id = reported_metric.run_id AND run.n_examples > 0
    LEFT JOIN protocol ON protocol.protocol_id = run.protocol_id
    LEFT JOIN score_check ON score_check.run_id = run.run_id AND score_check.metric = reported_metric.metric
),

-- Per-example scores as reported: the rule is the task's own where no line of them was recomputed.
score_mean AS (
    SELECT
        score.run_id,
        score.metric,
        score.filter,
        COUNT(*) AS n,
        SUM(CASE WHEN score.status = 'nan' THEN 1 ELSE 0 END) AS n_nan,
        SUM(CASE WHEN score.status IN ('missing', 'not_a_number') THEN 1 ELSE 0 END) AS n_unusable,
        AVG(score.value) AS mean_value,
        SUM(score.value) / NULLIF(SUM(score.weight), 0e0) AS weighted_value
    FROM score
    GROUP BY score.run_id, score.metric, score.filter
),

ruled AS (
    SELECT
        reported.reported_metric_id,
        reported.run_id,
        reported.metric,
        reported.filter,
        CASE
            WHEN reported.metric IN ('word_perplexity', 'byte_perplexity', 'bits_per_byte') THEN 'weighted'
            WHEN reported.metric IN ('f1', 'mcc', 'bleu', 'chrf', 'ter', 'bypass') THEN 'not_a_mean'
            WHEN
                score_mean.n IS NOT NULL
                AND COALESCE(reported.n_equal, 0) + COALESCE(reported.n_differs, 0) = 0
                AND COALESCE(reported.n_inferred_gold, 0) = 0
                THEN 'scores'
            WHEN
                reported.output_type = 'multiple_choice'
                AND reported.metric IN ('acc', 'acc_norm', 'acc_bytes', 'acc_mutual_info')
                THEN 'argmax'
            WHEN reported.output_type = 'multiple_choice' AND reported.metric = 'exact_match' THEN 'greedy'
            WHEN reported.output_type = 'multiple_choice' AND reported.metric = 'brier_score' THEN 'brier'
            WHEN reported.output_type = 'loglikelihood' AND reported.metric = 'acc' THEN 'greedy_single'
            WHEN reported.output_type = 'loglikelihood' AND reported.metric = 'perplexity' THEN 'perplexity'
            ELSE 'none'
        END AS rule
    FROM reported
    LEFT JOIN score_mean
        ON
            score_mean.run_id = reported.run_id
            AND score_mean.metric = reported.metric
            AND score_mean.filter = reported.filter
    WHERE reported.is_group = 0 AND reported.run_id IS NOT NULL
),

wanted AS (
    SELECT DISTINCT
        ruled.run_id,
        ruled.metric,
        ruled.rule
    FROM ruled
    WHERE ruled.rule IN ('argmax', 'greedy', 'brier', 'greedy_single', 'perplexity')
),

gold AS (
    SELECT
        wanted_run.run_id,
        SUM(CASE WHEN example.matching_source = 'score' THEN 1 ELSE 0 END) AS n_from_score,
        SUM(CASE WHEN example.matching IS NULL THEN 1 ELSE 0 END) AS n_unknown
    FROM (SELECT DISTINCT wanted.run_id AS run_id FROM wanted) AS wanted_run
    CROSS JOIN response ON response.run_id = wanted_run.run_id
    CROSS JOIN example ON example.example_id = response.example_id
    GROUP BY wanted_run.run_id
),

-- One row per run, rule, example and choice: the number whose largest is the prediction.
choice AS (
    SELECT
        wanted.run_id,
        wanted.metric,
        response.example_id,
        logprob.key AS position,
        CASE
            WHEN wanted.metric IN ('acc', 'brier_score') THEN logprob.value
            WHEN wanted.metric = 'acc_norm'
                THEN
                    CASE
                        WHEN JSON_EXTRACT(example.choice_chars, '$[' || logprob.key || ']') = 0 THEN -9e999
                        ELSE
                            logprob.value
                            / CAST(JSON_EXTRACT(example.choice_chars, '$[' || logprob.key || ']') AS DOUBLE)
                    END
            WHEN wanted.metric = 'acc_bytes'
                THEN
                    CASE
                        WHEN JSON_EXTRACT(example.choice_bytes, '$[' || logprob.key || ']') = 0 THEN -9e999
                        ELSE
                            logprob.value
                            / CAST(JSON_EXTRACT(example.choice_bytes, '$[' || logprob.key || ']') AS DOUBLE)
                    END
            WHEN wanted.metric = 'acc_mutual_info'
                THEN
                    logprob.value
                    - CAST(JSON_EXTRACT(response.unconditional, '$[' || logprob.key || ']') AS DOUBLE)
        END AS score,
        CASE
            WHEN response.status = 'missing_choice' THEN 0
            WHEN wanted.metric = 'acc_norm' AND example.choice_chars IS NULL THEN 0
            WHEN wanted.metric = 'acc_bytes' AND example.choice_bytes IS NULL THEN 0
            WHEN wanted.metric = 'acc_mutual_info' AND response.unconditional IS NULL THEN 0
            ELSE 1
        END AS computable,
        CASE
            WHEN
                EXISTS (
                    SELECT 1 FROM JSON_EACH(example.matching) AS matching WHERE matching.value = logprob.key
                )
                THEN 1e0
            ELSE 0e0
        END AS matches
    FROM wanted
    CROSS JOIN response ON response.run_id = wanted.run_id
    CROSS JOIN example ON example.example_id = response.example_id,
        JSON_EACH(response.logprobs) AS logprob
    WHERE wanted.rule IN ('argmax', 'brier')
),

-- place 1 is the prediction: NaN (a computable NULL) first, then the largest, then the first.
placed AS (
    SELECT
        choice.*,
        ROW_NUMBER() OVER (
            PARTITION BY choice.run_id, choice.metric, choice.example_id
            ORDER BY choice.score DESC NULLS FIRST, choice.position NULLS LAST
        ) AS place,
        FIRST_VALUE(choice.score) OVER (
            PARTITION BY choice.run_id, choice.metric, choice.example_id
            ORDER BY choice.score DESC NULLS FIRST, choice.position NULLS LAST
        ) AS top
    FROM choice
),

per_example AS (
    SELECT
        placed.run_id,
        placed.metric,
        placed.example_id,
        MIN(placed.computable) AS computable,
        CASE
            WHEN placed.metric <> 'brier_score' THEN MAX(CASE WHEN placed.place = 1 THEN placed.matches END)
            -- Sum over choices of (p - [gold])^2 = sum p^2 - 2 p_gold + 1, with p = e / sum e
            WHEN COUNT(placed.score) = COUNT(*)
                THEN
                    SUM(EXP(2e0 * (placed.score - placed.top)))
                    / POWER(SUM(EXP(placed.score - placed.top)), 2)
                    - 2e0 * SUM(placed.matches * EXP(placed.score - placed.top))
                    / SUM(EXP(placed.score - placed.top))
                    + 1e0
        END AS value
    FROM placed
    GROUP BY placed.run_id, placed.metric, placed.example_id
    UNION ALL
    SELECT
        wanted.run_id,
        wanted.metric,
        response.example_id,
        CASE WHEN response.greedy IS NULL THEN 0 ELSE 1 END AS computable,
        CASE
            WHEN wanted.rule = 'greedy_single' THEN CAST(response.greedy & 1 AS DOUBLE)
            WHEN
                EXISTS (
                    SELECT 1 FROM JSON_EACH(example.matching) AS matching
                    WHERE (response.greedy >> matching.value) & 1 = 1
                )
                THEN 1e0
            ELSE 0e0
        END AS value
    FROM wanted
    CROSS JOIN response ON response.run_id = wanted.run_id
    CROSS JOIN example ON example.example_id = response.example_id
    WHERE wanted.rule IN ('greedy', 'greedy_single')
    UNION ALL
    SELECT
        wanted.run_id,
        wanted.metric,
        response.example_id,
        CASE WHEN response.status = 'missing_choice' THEN 0 ELSE 1 END AS computable,
        CAST(JSON_EXTRACT(response.logprobs, '$[0]') AS DOUBLE) AS value
    FROM wanted
    CROSS JOIN response ON response.run_id = wanted.run_id
    WHERE wanted.rule = 'perplexity'
),

recomputed AS (
    SELECT
        per_example.run_id,
        per_example.metric,
        COUNT(*) AS n,
        SUM(1 - per_example.computable) AS n_not_computable,
        -- A computable NULL is a NaN, and one NaN makes the mean NaN.
        SUM(CASE WHEN per_example.computable = 1 AND per_example.value IS NULL THEN 1 ELSE 0 END) AS n_nan,
        CASE
            WHEN per_example.metric = 'perplexity' THEN EXP(-AVG(per_example.value))
            ELSE AVG(per_example.value)
        END AS value
    FROM per_example
    GROUP BY per_example.run_id, per_example.metric
),

task_value AS (
    SELECT
        ruled.reported_metric_id,
        ruled.rule,
        CASE
            WHEN ruled.rule IN ('weighted', 'scores') THEN score_mean.n
            WHEN ruled.rule NOT IN ('none', 'not_a_mean') THEN recomputed.n
        END AS n,
        CASE
            WHEN ruled.rule IN ('weighted', 'scores') THEN score_mean.n_nan
            ELSE COALESCE(recomputed.n_nan, 0)
        END AS n_nan,
        CASE
            WHEN ruled.metric = 'bits_per_byte' THEN -score_mean.weighted_value / LN(2e0)
            WHEN ruled.rule = 'weighted' THEN EXP(-score_mean.weighted_value)
            WHEN ruled.rule = 'scores' THEN score_mean.mean_value
            ELSE recomputed.value
        END AS value,
        CASE
            WHEN ruled.rule = 'none' THEN 'no rule of the harness is known for this metric'
            WHEN ruled.rule = 'not_a_mean'
                THEN 'the harness does not report this metric as a mean over examples'
            WHEN ruled.rule IN ('weighted', 'scores') AND score_mean.n IS NULL THEN 'no scores are stored'
            WHEN ruled.rule IN ('weighted', 'scores') AND score_mean.n_unusable > 0
                THEN 'scores that are no numbers: ' || score_mean.n_unusable
            WHEN ruled.rule IN ('weighted', 'scores') THEN NULL
            WHEN recomputed.n IS NULL THEN 'no responses are stored'
            WHEN ruled.rule IN ('argmax', 'greedy', 'brier') AND gold.n_unknown > 0
                THEN 'examples of unknown gold: ' || gold.n_unknown
            WHEN recomputed.n_not_computable > 0
                THEN 'responses without what the rule needs: ' || recomputed.n_not_computable
        END AS obstacle,
        CASE WHEN ruled.rule IN ('argmax', 'greedy', 'brier') THEN COALESCE(gold.n_from_score, 0) ELSE 0 END
            AS n_from_score
    FROM ruled
    LEFT JOIN score_mean
        ON
            score_mean.run_id = ruled.run_id
            AND score_mean.metric = ruled.metric
            AND score_mean.filter = ruled.filter
    LEFT JOIN recomputed ON recomputed.run_id = ruled.run_id AND recomputed.metric = ruled.metric
    LEFT JOIN gold ON gold.run_id = ruled.run_id
),

task_result AS (
    SELECT
        reported.reported_metric_id,
        task_value.n,
        CASE WHEN task_value.obstacle IS NULL AND task_value.n_nan = 0 THEN task_value.value END AS value,
        CASE WHEN task_value.obstacle IS NULL AND task_value.n_nan > 0 THEN 1 ELSE 0 END AS is_nan,
        CASE
            WHEN reported.run_id IS NULL THEN 'no_samples'
            WHEN task_value.n_from_score > 0 THEN 'gold_inferred'
            WHEN task_value.obstacle IS NOT NULL THEN 'not_recomputable'
            WHEN reported.n IS NOT NULL AND reported.n <> task_value.n THEN 'not_recomputable'
            WHEN task_value.rule = 'scores' THEN 'from_scores'
            ELSE 'equal'
        END AS standing,
        CASE
            WHEN reported.run_id IS NULL THEN 'the samples of this task are not in the warehouse'
            WHEN task_value.n_from_score > 0
                THEN 'golds taken from the score itself: ' || task_value.n_from_score
            WHEN task_value.obstacle IS NOT NULL THEN task_value.obstacle
            WHEN reported.n IS NOT NULL AND reported.n <> task_value.n
                THEN 'reported on ' || reported.n || ' examples, stored ' || task_value.n
            WHEN task_value.rule = 'scores' THEN 'the rule is the task''s own'
        END AS reason,
        CASE task_value.rule
            WHEN 'argmax' THEN 'share of examples whose first largest choice is a gold'
            WHEN 'greedy' THEN 'share of examples with a greedy gold'
            WHEN 'greedy_single' THEN 'share of greedy continuations'
            WHEN 'brier' THEN 'mean over examples of the summed squared error'
            WHEN 'perplexity' THEN 'exp of the mean negative log-likelihood'
            WHEN 'weighted' THEN 'log-likelihood per word or byte over the whole corpus'
            WHEN 'scores' THEN 'mean of reported per-example scores'
        END AS method
    FROM reported
    LEFT JOIN task_value ON task_value.reported_metric_id = reported.reported_metric_id
    WHERE reported.is_group = 0
),

-- A group's figure is over its tasks, those of its subgroups included.
leaf AS (
    SELECT
        reported.reported_metric_id AS group_id,
        member.value AS name
    FROM reported, JSON_EACH(reported.members) AS member
    WHERE reported.is_group = 1
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
            AND subgroup.filter = whole.filter
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

group_value AS (
    SELECT
        whole.reported_metric_id,
        COUNT(*) AS n_tasks,
        SUM(task_result.n) AS n,
        SUM(task_result.n * task_result.value)
        / NULLIF(CAST(SUM(task_result.n) AS DOUBLE), 0e0) AS weighted_value,
        AVG(task_result.value) AS plain_value,
        MAX(task_result.is_nan) AS is_nan,
        SUM(CASE WHEN task_result.standing = 'no_samples' THEN 1 ELSE 0 END) AS n_no_samples,
        SUM(CASE WHEN task_result.standing = 'gold_inferred' THEN 1 ELSE 0 END) AS n_gold_inferred,
        SUM(CASE WHEN task_result.standing = 'not_recomputable' THEN 1 ELSE 0 END) AS n_not_recomputable,
        SUM(CASE WHEN task_result.standing = 'from_scores' THEN 1 ELSE 0 END) AS n_from_scores
    FROM leaf
    INNER JOIN reported_metric AS whole ON whole.reported_metric_id = leaf.group_id
    CROSS JOIN reported_metric AS part
        ON
            part.source_file_id = whole.source_file_id
            AND part.ref = whole.ref
            AND part.name = leaf.name
            AND part.metric = whole.metric
            AND part.filter = whole.filter
            AND part.is_group = 0
    CROSS JOIN task_result ON task_result.reported_metric_id = part.reported_metric_id
    GROUP BY whole.reported_metric_id
),

group_result AS (
    SELECT
        reported.reported_metric_id,
        group_value.n,
        CASE
            WHEN group_value.is_nan = 1 OR unknown_leaf.n_unknown > 0 THEN NULL
            -- The source does not say whether it weighted by size: take the reading that agrees.
            WHEN ABS(group_value.plain_value - reported.value) <= 1e-9 THEN group_value.plain_value
            ELSE group_value.weighted_value
        END AS value,
        COALESCE(group_value.is_nan, 0) AS is_nan,
        CASE
            WHEN group_value.n_tasks IS NULL OR unknown_leaf.n_unknown > 0 THEN 'not_recomputable'
            WHEN group_value.n_no_samples > 0 THEN 'no_samples'
            WHEN group_value.n_gold_inferred > 0 THEN 'gold_inferred'
            WHEN group_value.n_not_recomputable > 0 THEN 'not_recomputable'
            WHEN group_value.n_from_scores > 0 THEN 'from_scores'
            ELSE 'equal'
        END AS standing,
        CASE
            WHEN unknown_leaf.n_unknown > 0 THEN 'members without a result: ' || unknown_leaf.n_unknown
            WHEN group_value.n_tasks IS NULL THEN 'no member reports this metric'
            WHEN group_value.n_no_samples > 0
                THEN 'members whose samples are not in the warehouse: ' || group_value.n_no_samples
            WHEN group_value.n_gold_inferred > 0
                THEN 'members whose gold was taken from the score: ' || group_value.n_gold_inferred
            WHEN group_value.n_not_recomputable > 0
                THEN 'members that cannot be recomputed: ' || group_value.n_not_recomputable
            WHEN group_value.n_from_scores > 0
                THEN 'members by a rule of their own: ' || group_value.n_from_scores
        END AS reason,
        CASE
            WHEN ABS(group_value.weighted_value - reported.value) <= 1e-9 THEN 'mean of members by size'
            WHEN ABS(group_value.plain_value - reported.value) <= 1e-9 THEN 'plain mean of members'
            ELSE 'mean of members by size'
        END AS method
    FROM reported
    LEFT JOIN group_value ON group_value.reported_metric_id = reported.reported_metric_id
    LEFT JOIN unknown_leaf ON unknown_leaf.group_id = reported.reported_metric_id
    WHERE reported.is_group = 1
),

result AS (
    SELECT
        task_result.reported_metric_id,
        task_result.n,
        task_result.value,
        task_result.is_nan,
        task_result.standing,
        task_result.reason,
        task_result.method
    FROM task_result
    UNION ALL
    SELECT
        group_result.reported_metric_id,
        group_result.n,
        group_result.value,
        group_result.is_nan,
        group_result.standing,
        group_result.reason,
        group_result.method
    FROM group_result
),

compared AS (
    SELECT
        result.reported_metric_id,
        CASE
            WHEN result.standing NOT IN ('equal', 'from_scores') THEN result.standing
            WHEN LOWER(reported.value_text) = 'nan' AND result.is_nan = 1 THEN result.standing
            WHEN LOWER(reported.value_text) IN ('inf', 'infinity') AND result.value > 1e308
                THEN result.standing
            WHEN reported.value IS NULL AND reported.value_text IS NULL THEN 'not_recomputable'
            -- Also two infinities, which have no difference.
            WHEN result.value = reported.value THEN result.standing
            WHEN
                ABS(result.value - reported.value)
                <= 1e-9 * CASE WHEN ABS(reported.value) > 1e0 THEN ABS(reported.value) ELSE 1e0 END
                THEN result.standing
            ELSE 'differs'
        END AS verdict
    FROM result
    INNER JOIN reported ON reported.reported_metric_id = result.reported_metric_id
)

SELECT
    reported.ref,
    model.name AS model,
    model.n_params,
    checkpoint.train_step,
    checkpoint.rlhf_step,
    checkpoint.seed,
    reported.name,
    reported.is_group,
    reported.metric,
    reported.filter,
    reported.run_id,
    result.n,
    reported.value AS reported,
    reported.value_text AS reported_text,
    reported.stderr AS reported_stderr,
    result.value AS recomputed,
    result.value - reported.value AS difference,
    compared.verdict,
    result.method,
    CASE
        WHEN compared.verdict = 'differs' THEN COALESCE(result.reason || '; ', '') || 'the two values differ'
        WHEN compared.verdict = 'not_recomputable' THEN COALESCE(result.reason, 'no value was reported')
        ELSE result.reason
    END AS reason,
    reported.n_equal,
    reported.n_differs,
    reported.n_inferred_gold,
    reported.n_not_computable,
    reported.max_difference,
    source_file.path || CASE WHEN source_file.member = '' THEN '' ELSE ':' || source_file.member END AS source_file
FROM reported
INNER JOIN result ON result.reported_metric_id = reported.reported_metric_id
INNER JOIN compared ON compared.reported_metric_id = reported.reported_metric_id
INNER JOIN checkpoint ON checkpoint.checkpoint_id = reported.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN source_file ON source_file.source_file_id = reported.source_file_id
CROSS JOIN params
WHERE
    IS_ASKED(reported.name, params.task)
    AND IS_ASKED(compared.verdict, params.verdict)
ORDER BY
    CASE compared.verdict WHEN 'differs' THEN 0 ELSE 1 END,
    reported.name NULLS LAST,
    reported.metric NULLS LAST,
    reported.filter NULLS LAST,
    reported.ref NULLS LAST,
    source_file.path NULLS LAST,
    source_file.member NULLS LAST
