-- The runs that tell how much a state's mean would differ had the checkpoint been trained again (docs/statistics.md 3.6):
-- one row per group (a protocol and a series, or a model without one), source, unit and run. source 'seeds': a unit is
-- a state trained with two seeds or more, and each run is one of them. 'adjacent_checkpoints', where a group has no
-- such state: a unit is three base states of one model in a row, equally far apart in steps or in log steps, whose
-- second difference is the sum of weight times mean. weight is NULL for seeds.
CREATE VIEW trend_noise_run AS
WITH sibling AS (
    SELECT
        run.task_id,
        run.run_id,
        run.protocol_id,
        protocol.comparability_key
        || COALESCE(
            '|series=' || REPLACE(model.series, '|', '||'), '|model=' || REPLACE(model.name, '|', '||')
        ) AS noise_group,
        model.model_id,
        'model=' || REPLACE(model.name, '|', '||')
        || COALESCE('|train_step=' || checkpoint.train_step, '')
        || COALESCE('|train_tokens=' || checkpoint.train_tokens, '')
        || '|rlhf_step=' || COALESCE(checkpoint.rlhf_step, 0)
        || '|variant=' || REPLACE(checkpoint.variant, '|', '||') AS state_text,
        run.ref,
        checkpoint.seed,
        checkpoint.variant,
        checkpoint.train_step,
        COALESCE(checkpoint.rlhf_step, 0) AS rlhf_step
    FROM run
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    WHERE run.is_primary = 1 AND run.n_examples > 0
),

seeded AS (
    SELECT
        sibling.*,
        CASE WHEN sibling.rlhf_step = 0 AND sibling.train_step > 0 THEN 1 ELSE 0 END AS is_base,
        CASE
            WHEN sibling.seed IS NULL THEN 0
            WHEN MIN(sibling.seed) OVER same_state < MAX(sibling.seed) OVER same_state THEN 1
            ELSE 0
        END AS is_repeated
    FROM sibling
    WINDOW same_state AS (PARTITION BY sibling.task_id, sibling.noise_group, sibling.state_text)
),

-- A level of its own, because SQLite carries no condition through two ways of parting at once.
grouped AS (
    SELECT
        seeded.*,
        MAX(seeded.is_repeated) OVER (PARTITION BY seeded.task_id, seeded.noise_group) AS has_repeated
    FROM seeded
),

history AS (
    SELECT
        grouped.*,
        LAG(grouped.run_id, 1) OVER earlier AS run_before,
        LAG(grouped.run_id, 2) OVER earlier AS run_before_that,
        LAG(grouped.train_step, 1) OVER earlier AS step_before,
        LAG(grouped.train_step, 2) OVER earlier AS step_before_that
    FROM grouped
    WINDOW
        earlier AS (
            PARTITION BY
                grouped.task_id,
                grouped.protocol_id,
                grouped.model_id,
                grouped.seed,
                grouped.variant,
                grouped.is_base
            ORDER BY grouped.train_step NULLS LAST, grouped.ref NULLS LAST
        )
),

place (n, weight) AS (VALUES (0, 1e0), (1, -2e0), (2, 1e0))

SELECT
    history.noise_group,
    CASE WHEN history.is_repeated = 1 THEN 'seeds' ELSE 'adjacent_checkpoints' END AS source,
    CASE WHEN history.is_repeated = 1 THEN history.state_text ELSE history.ref END AS unit,
    CASE
        WHEN place.n = 0 THEN history.run_id
        WHEN place.n = 1 THEN history.run_before
        ELSE history.run_before_that
    END AS run_id,
    CASE WHEN history.is_repeated = 0 THEN place.weight END AS weight,
    history.task_id
FROM history
CROSS JOIN place
WHERE
    CASE
        WHEN history.is_repeated = 1 THEN CASE WHEN place.n = 0 THEN 1 ELSE 0 END
        WHEN
            history.has_repeated = 0 AND history.is_base = 1
            AND history.train_step > history.step_before
            AND history.step_before > history.step_before_that
            AND (
                history.train_step - history.step_before = history.step_before - history.step_before_that
                OR ABS(
                    LOG10(CAST(history.train_step AS DOUBLE))
                    + LOG10(CAST(history.step_before_that AS DOUBLE))
                    - 2e0 * LOG10(CAST(history.step_before AS DOUBLE))
                ) < 1e-6
            )
            THEN 1
        ELSE 0
    END = 1;
