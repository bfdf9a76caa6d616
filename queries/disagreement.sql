-- Where mean probability and fraction exceeding tell different stories, one row per run, or per change between neighbours.
--
-- Parameters:
--     task      text  none  only this task; % stands for any text
--     behavior  text  none  only tasks of this behavior
--     series    text  none  only models of this series
--     at_least  real  0     only where both tell it by more than this (probability)
-- Columns:
--     kind               text         sides: one is above 1/2, the other below; change: one rose, the other fell
--     disagreement       probability  the smaller of the two distances from 1/2, or of the two changes; worst first
--     axis               text         what changed between the neighbours; NULL: kind is sides
--     task               text         name of the task
--     behavior           text         what the task measures; NULL: not said
--     protocol           text         how the task was put
--     series             text         models made alike; NULL: unknown
--     model              text         of the (later) checkpoint
--     n_params           parameters   of the (later) checkpoint; NULL: unknown
--     train_step         steps        of the (later) checkpoint; NULL: unknown
--     rlhf_step          steps        of the (later) checkpoint; NULL: unknown
--     seed               number       of the (later) checkpoint; NULL: unknown
--     run_id             id           the (later) run
--     n                  examples     with two sides to compare in it
--     mean_p             probability  of the (later) run
--     frac_exceed        share        of the (later) run
--     from_run           id           the earlier run; NULL: kind is sides
--     from_x             axis units   where the earlier run lies on the axis; NULL: kind is sides
--     mean_p_change      probability  later - earlier; NULL: kind is sides
--     frac_exceed_change  share       later - earlier; NULL: kind is sides
-- Source: both figures are plain means over the examples of their run; neighbours are consecutive primary runs of one
--     task, protocol, series and seed that agree in every coordinate but the axis (n_params, train_step, rlhf_step).
WITH params AS (
    SELECT
        :task AS task,
        :behavior AS behavior,
        :series AS series,
        :at_least AS at_least
),

chosen_run AS (
    SELECT
        run.run_id AS run_id,
        run.protocol_id AS protocol_id,
        model.model_id AS model_id,
        model.name AS model,
        model.series AS series,
        model.n_params AS n_params,
        checkpoint.train_step AS train_step,
        checkpoint.rlhf_step AS rlhf_step,
        checkpoint.seed AS seed,
        checkpoint.variant AS variant,
        task.name AS task,
        behavior.name AS behavior,
        protocol.label AS protocol
    FROM run
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    INNER JOIN task ON task.task_id = run.task_id
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
    CROSS JOIN params
    WHERE
        run.is_primary = 1
        AND (
            params.task IS NULL OR task.name = params.task
            OR (INSTR(params.task, '%') > 0 AND task.name LIKE params.task)
        )
        AND (params.behavior IS NULL OR behavior.name = params.behavior)
        AND (params.series IS NULL OR model.series = params.series)
),

average AS (
    SELECT
        chosen_run.run_id AS run_id,
        COUNT(*) AS n,
        AVG(example_metric.p_match) AS mean_p,
        AVG(example_metric.credit) AS frac_exceed
    FROM chosen_run
    INNER JOIN example_metric ON example_metric.run_id = chosen_run.run_id
    GROUP BY chosen_run.run_id
),

axis AS (
    SELECT 'n_params' AS name
    UNION ALL
    SELECT 'train_step' AS name
    UNION ALL
    SELECT 'rlhf_step' AS name
),

-- A run lies once on each axis; the line it is on is every coordinate but that one.
placed AS (
    SELECT
        axis.name AS axis,
        chosen_run.run_id AS run_id,
        average.n AS n,
        average.mean_p AS mean_p,
        average.frac_exceed AS frac_exceed,
        chosen_run.protocol_id AS protocol_id,
        chosen_run.series AS series,
        chosen_run.seed AS seed,
        chosen_run.variant AS variant,
        CASE WHEN axis.name = 'n_params' THEN -1 ELSE chosen_run.model_id END AS at_model,
        CASE WHEN axis.name = 'train_step' THEN -1 ELSE chosen_run.train_step END AS at_train_step,
        CASE WHEN axis.name = 'rlhf_step' THEN -1 ELSE chosen_run.rlhf_step END AS at_rlhf_step,
        CASE
            WHEN axis.name = 'n_params' THEN chosen_run.n_params
            WHEN axis.name = 'train_step' THEN chosen_run.train_step
            ELSE chosen_run.rlhf_step
        END AS x
    FROM chosen_run
    INNER JOIN average ON average.run_id = chosen_run.run_id
    CROSS JOIN axis
    WHERE chosen_run.series IS NOT NULL
),

neighbour AS (
    SELECT
        placed.axis AS axis,
        placed.run_id AS run_id,
        placed.x AS x,
        placed.mean_p AS mean_p,
        placed.frac_exceed AS frac_exceed,
        LAG(placed.run_id) OVER line AS from_run,
        LAG(placed.x) OVER line AS from_x,
        LAG(placed.mean_p) OVER line AS from_mean_p,
        LAG(placed.frac_exceed) OVER line AS from_frac_exceed
    FROM placed
    WHERE placed.x IS NOT NULL
    WINDOW
        line AS (
            PARTITION BY
                placed.axis,
                placed.protocol_id,
                placed.series,
                placed.seed,
                placed.variant,
                placed.at_model,
                placed.at_train_step,
                placed.at_rlhf_step
            ORDER BY placed.x NULLS LAST, placed.run_id NULLS LAST
        )
),

story AS (
    SELECT
        'sides' AS kind,
        NULL AS axis,
        average.run_id AS run_id,
        NULL AS from_run,
        NULL AS from_x,
        average.mean_p - 5e-1 AS by_p,
        average.frac_exceed - 5e-1 AS by_exceed
    FROM average
    UNION ALL
    SELECT
        'change' AS kind,
        neighbour.axis AS axis,
        neighbour.run_id AS run_id,
        neighbour.from_run AS from_run,
        neighbour.from_x AS from_x,
        neighbour.mean_p - neighbour.from_mean_p AS by_p,
        neighbour.frac_exceed - neighbour.from_frac_exceed AS by_exceed
    FROM neighbour
    WHERE neighbour.x > neighbour.from_x
),

opposed AS (
    SELECT
        story.kind AS kind,
        story.axis AS axis,
        story.run_id AS run_id,
        story.from_run AS from_run,
        story.from_x AS from_x,
        story.by_p AS by_p,
        story.by_exceed AS by_exceed,
        CASE WHEN ABS(story.by_p) < ABS(story.by_exceed) THEN ABS(story.by_p) ELSE ABS(story.by_exceed) END
            AS disagreement
    FROM story
    WHERE story.by_p * story.by_exceed < 0e0
)

SELECT
    opposed.kind AS kind,
    opposed.disagreement AS disagreement,
    opposed.axis AS axis,
    chosen_run.task AS task,
    chosen_run.behavior AS behavior,
    chosen_run.protocol AS protocol,
    chosen_run.series AS series,
    chosen_run.model AS model,
    chosen_run.n_params AS n_params,
    chosen_run.train_step AS train_step,
    chosen_run.rlhf_step AS rlhf_step,
    chosen_run.seed AS seed,
    opposed.run_id AS run_id,
    average.n AS n,
    average.mean_p AS mean_p,
    average.frac_exceed AS frac_exceed,
    opposed.from_run AS from_run,
    opposed.from_x AS from_x,
    CASE WHEN opposed.kind = 'change' THEN opposed.by_p END AS mean_p_change,
    CASE WHEN opposed.kind = 'change' THEN opposed.by_exceed END AS frac_exceed_change
FROM opposed
INNER JOIN chosen_run ON chosen_run.run_id = opposed.run_id
INNER JOIN average ON average.run_id = opposed.run_id
CROSS JOIN params
WHERE opposed.disagreement > params.at_least
ORDER BY
    opposed.disagreement DESC NULLS LAST,
    opposed.kind NULLS LAST,
    opposed.axis NULLS LAST,
    opposed.run_id NULLS LAST
