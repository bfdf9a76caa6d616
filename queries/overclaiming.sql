-- Whether a model knows which claims are true or says yes to all, both halves shown, one row per primary run of a task with a truth.
--
-- The claim is the matching answer. It is true where the example's truth is the text of a matching choice, or yes, true
-- or 1; false where it is the text of another choice, or no, false or 0. Anything else is an unknown truth and counted.
--
-- Parameters:
--     task      text  none  only this task; % stands for any text
--     behavior  text  none  only tasks of this behavior
--     model     text  none  only this model
--     series    text  none  only models of this series
-- Columns:
--     task                text         name of the task
--     behavior            text         what the task measures; NULL: not said
--     protocol            text         how the task was put
--     series              text         models made alike; NULL: unknown
--     model               text         name of the model
--     n_params            parameters   embeddings included; NULL: unknown
--     train_step          steps        NULL: unknown
--     rlhf_step           steps        NULL: unknown
--     seed                number       NULL: unknown
--     run_id              id           the run in this warehouse
--     clusters            clusters     groups of dependent examples behind the figures
--     n_true              examples     whose claim is true
--     claim_rate_true     share        of them claimed, ties split: the hit rate; NULL: none
--     claim_rate_true_low   share      95 % Wilson interval at the effective n; NULL: fewer than 2 clusters
--     claim_rate_true_high  share      upper bound
--     mean_p_true         probability  of claiming, mean over them; NULL: none
--     n_false             examples     whose claim is false
--     claim_rate_false    share        of them claimed, ties split: the false-alarm rate; NULL: none
--     claim_rate_false_low   share     95 % Wilson interval at the effective n; NULL: fewer than 2 clusters
--     claim_rate_false_high  share     upper bound
--     mean_p_false        probability  of claiming, mean over them; NULL: none
--     yes_rate            share        of all claimed; NULL: no example with a known truth
--     claim_minus_truth   share        yes_rate less the share of true claims: above 0 claims too much
--     auc                 share        of pairs in which the true claim has the higher log-odds; NULL: one class only
--     auc_low             share        95 % interval, bootstrap over clusters; NULL: a resample had one class only
--     auc_high            share        upper bound
--     d_prime             SD           sensitivity, z(hit rate) - z(false-alarm rate), rates log-linearly corrected; NULL: one class only
--     d_prime_low         SD           95 % interval, bootstrap over clusters; NULL: as auc_low
--     d_prime_high        SD           upper bound
--     criterion           SD           negative says yes too easily; NULL: one class only
--     criterion_low       SD           95 % interval, bootstrap over clusters; NULL: as auc_low
--     criterion_high      SD           upper bound
--     balanced_accuracy   share        mean of the accuracies of the two halves; NULL: one class only
--     frac_tied           share        of the examples whose answers tie; NULL: no example with a known truth
--     n_unknown_truth     examples     left out: with an answer, but no truth that says which
--     n_excluded          examples     left out: without two sides to compare
--     warning             text         what weakens the row; NULL: nothing
--     reason              text         why a measure is missing: no_known_truth, one_class_only; NULL: none is
-- Source: docs/statistics.md 1.2; Hautus (1995) for (count + 1/2) / (n + 1); bootstrap of 10,000 resamples, seed 1. A rise of
--     yes_rate with d_prime unmoved and criterion falling is a readier yes, not knowledge.
WITH params AS (
    SELECT
        :task AS task,
        :behavior AS behavior,
        :model AS model,
        :series AS series
),

chosen_task AS (
    SELECT
        task.task_id,
        task.name AS task,
        behavior.name AS behavior
    FROM task
    LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
    CROSS JOIN params
    WHERE
        IS_ASKED(task.name, params.task)
        AND IS_ASKED(behavior.name, params.behavior)
        AND EXISTS (
            SELECT 1
            FROM example
            WHERE example.task_id = task.task_id AND example.truth IS NOT NULL
        )
),

-- A choice's text comes before yes and no: where a choice reads "yes", the truth "yes" is that choice.
named_choice AS (
    SELECT
        example.example_id,
        example.cluster,
        LOWER(TRIM(example.truth)) AS truth,
        (
            SELECT COUNT(*)
            FROM JSON_EACH(example.choices) AS choice
            WHERE TRIM(choice.value) = TRIM(example.truth)
        ) AS n_choices,
        (
            SELECT COUNT(*)
            FROM JSON_EACH(example.choices) AS choice
            INNER JOIN JSON_EACH(example.matching) AS matching ON matching.value = choice.key
            WHERE TRIM(choice.value) = TRIM(example.truth)
        ) AS n_matching
    FROM chosen_task
    CROSS JOIN example ON example.task_id = chosen_task.task_id
),

claim AS (
    SELECT
        named_choice.example_id,
        named_choice.cluster,
        CASE
            WHEN named_choice.n_matching > 0 AND named_choice.n_matching < named_choice.n_choices THEN NULL
            WHEN named_choice.n_matching > 0 THEN 1
            WHEN named_choice.n_choices > 0 THEN 0
            WHEN named_choice.truth IN ('yes', 'true', '1') THEN 1
            WHEN named_choice.truth IN ('no', 'false', '0') THEN 0
        END AS is_true
    FROM named_choice
),

chosen_run AS (
    SELECT
        run.run_id,
        chosen_task.task,
        chosen_task.behavior,
        protocol.label AS protocol,
        model.series,
        model.name AS model,
        model.n_params,
        checkpoint.train_step,
        checkpoint.rlhf_step,
        checkpoint.seed
    FROM chosen_task
    INNER JOIN run ON run.task_id = chosen_task.task_id
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    CROSS JOIN params
    WHERE
        run.is_primary = 1
        AND run.n_examples > 0
        AND IS_ASKED(model.name, params.model)
        AND IS_ASKED(model.series, params.series)
),

answer AS (
    SELECT
        chosen_run.run_id,
        claim.cluster,
        claim.is_true,
        response_metric.credit,
        response_metric.p_match,
        response_metric.logodds,
        response_metric.tied
    FROM chosen_run
    CROSS JOIN response_metric ON response_metric.run_id = chosen_run.run_id
    INNER JOIN claim ON claim.example_id = response_metric.example_id
),

half AS (
    SELECT
        answer.run_id,
        answer.is_true,
        COUNT(*) AS n,
        COUNT(DISTINCT answer.cluster) AS clusters,
        AVG(answer.credit) AS rate,
        AVG(answer.p_match) AS mean_p_match
    FROM answer
    WHERE answer.credit IS NOT NULL AND answer.is_true IS NOT NULL
    GROUP BY answer.run_id, answer.is_true
),

cluster_residual AS (
    SELECT
        answer.run_id,
        answer.is_true,
        answer.cluster,
        SUM(answer.credit - half.rate) AS residual
    FROM answer
    INNER JOIN half ON half.run_id = answer.run_id AND half.is_true = answer.is_true
    WHERE answer.credit IS NOT NULL
    GROUP BY answer.run_id, answer.is_true, answer.cluster
),

half_spread AS (
    SELECT
        half.run_id,
        half.is_true,
        MAX(half.n) AS n,
        MAX(half.clusters) AS clusters,
        MAX(half.rate) AS rate,
        MAX(half.mean_p_match) AS mean_p_match,
        SQRT(
            SUM(cluster_residual.residual * cluster_residual.residual) * MAX(half.clusters)
            / NULLIF(MAX(half.clusters) - 1e0, 0e0)
        ) / MAX(half.n) AS stderr
    FROM half
    INNER JOIN cluster_residual
        ON cluster_residual.run_id = half.run_id AND cluster_residual.is_true = half.is_true
    GROUP BY half.run_id, half.is_true
),

-- The n of independent examples that would leave the rate as uncertain.
bounded_half AS (
    SELECT
        half_spread.*,
        CASE
            WHEN half_spread.stderr IS NULL THEN NULL
            WHEN half_spread.rate IN (0e0, 1e0) OR half_spread.stderr = 0e0 THEN half_spread.clusters
            ELSE
                MIN(
                    half_spread.n,
                    half_spread.rate * (1e0 - half_spread.rate) / (half_spread.stderr * half_spread.stderr)
                )
        END AS n_eff
    FROM half_spread
),

detected AS (
    SELECT
        answer.run_id,
        COUNT(
            DISTINCT CASE
                WHEN answer.credit IS NOT NULL AND answer.is_true IS NOT NULL THEN answer.cluster
            END
        ) AS clusters,
        SUM(answer.credit IS NULL) AS n_excluded,
        SUM(answer.credit IS NOT NULL AND answer.is_true IS NULL) AS n_unknown_truth,
        AVG(CASE WHEN answer.is_true IS NOT NULL AND answer.credit IS NOT NULL THEN 1e0 * answer.tied END)
            AS frac_tied,
        SIGNAL_DETECTION(answer.credit, answer.is_true, answer.logodds, answer.cluster) AS detection
    FROM answer
    GROUP BY answer.run_id
)

SELECT
    chosen_run.task,
    chosen_run.behavior,
    chosen_run.protocol,
    chosen_run.series,
    chosen_run.model,
    chosen_run.n_params,
    chosen_run.train_step,
    chosen_run.rlhf_step,
    chosen_run.seed,
    chosen_run.run_id,
    detected.clusters,
    COALESCE(true_half.n, 0) AS n_true,
    true_half.rate AS claim_rate_true,
    WILSON_LOWER(true_half.rate, true_half.n_eff) AS claim_rate_true_low,
    WILSON_UPPER(true_half.rate, true_half.n_eff) AS claim_rate_true_high,
    true_half.mean_p_match AS mean_p_true,
    COALESCE(false_half.n, 0) AS n_false,
    false_half.rate AS claim_rate_false,
    WILSON_LOWER(false_half.rate, false_half.n_eff) AS claim_rate_false_low,
    WILSON_UPPER(false_half.rate, false_half.n_eff) AS claim_rate_false_high,
    false_half.mean_p_match AS mean_p_false,
    JSON_EXTRACT(detected.detection, '$.yes_rate') AS yes_rate,
    JSON_EXTRACT(detected.detection, '$.claim_minus_truth') AS claim_minus_truth,
    JSON_EXTRACT(detected.detection, '$.auc') AS auc,
    JSON_EXTRACT(detected.detection, '$.auc_low') AS auc_low,
    JSON_EXTRACT(detected.detection, '$.auc_high') AS auc_high,
    JSON_EXTRACT(detected.detection, '$.d_prime') AS d_prime,
    JSON_EXTRACT(detected.detection, '$.d_prime_low') AS d_prime_low,
    JSON_EXTRACT(detected.detection, '$.d_prime_high') AS d_prime_high,
    JSON_EXTRACT(detected.detection, '$.criterion') AS criterion,
    JSON_EXTRACT(detected.detection, '$.criterion_low') AS criterion_low,
    JSON_EXTRACT(detected.detection, '$.criterion_high') AS criterion_high,
    JSON_EXTRACT(detected.detection, '$.balanced_accuracy') AS balanced_accuracy,
    detected.frac_tied,
    detected.n_unknown_truth,
    detected.n_excluded,
    NULLIF(
        SUBSTR(
            CASE
                WHEN detected.detection IS NOT NULL AND detected.clusters < 10 THEN '; fewer than 10 clusters'
                ELSE ''
            END
            || CASE
                WHEN true_half.rate IN (0e0, 1e0) OR false_half.rate IN (0e0, 1e0)
                    THEN '; a rate of 0 or 1: d_prime and criterion rest on its correction'
                ELSE ''
            END
            || CASE WHEN detected.frac_tied > 1e-2 THEN '; more than 1 % ties' ELSE '' END
            || CASE WHEN detected.n_unknown_truth > 0 THEN '; truths that are unknown' ELSE '' END,
            3
        ),
        ''
    ) AS warning,
    CASE
        WHEN detected.detection IS NULL THEN 'no_known_truth'
        ELSE NULLIF(JSON_EXTRACT(detected.detection, '$.status'), 'ok')
    END AS reason
FROM chosen_run
INNER JOIN detected ON detected.run_id = chosen_run.run_id
LEFT JOIN bounded_half AS true_half ON true_half.run_id = chosen_run.run_id AND true_half.is_true = 1
LEFT JOIN bounded_half AS false_half ON false_half.run_id = chosen_run.run_id AND false_half.is_true = 0
ORDER BY
    chosen_run.task NULLS LAST,
    chosen_run.protocol NULLS LAST,
    chosen_run.series NULLS LAST,
    chosen_run.n_params NULLS LAST,
    chosen_run.model NULLS LAST,
    chosen_run.seed NULLS LAST,
    chosen_run.train_step NULLS LAST,
    chosen_run.rlhf_step NULLS LAST,
    chosen_run.run_id NULLS LAST
