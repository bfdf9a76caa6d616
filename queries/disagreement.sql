-- Where mean probability and fraction exceeding tell different stories, one row per run, or per change between neighbours.
--
-- Parameters:
--     task        names    none  only these tasks
--     behavior    names    none  only tasks of these behaviors
--     series      names    none  only models of these series
--     model       names    none  only these models
--     train_step  numbers  none  only checkpoints at these train steps
--     rlhf_step   numbers  none  only checkpoints at these RLHF steps
--     seed        numbers  none  only checkpoints of these seeds
--     protocol    names    none  only runs put so, by the label of the protocol
--     at_least    real     0     only where both tell it by more than this (probability)
-- Default columns: kind, axis, task, protocol, model, seed, from_x, train_step, rlhf_step, mean_p_match,
--     mean_credit, mean_p_match_change, mean_credit_change
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
--     mean_p_match             probability  of the (later) run
--     mean_credit        share        of the (later) run
--     from_run           id           the earlier run; NULL: kind is sides
--     from_x             axis units   where the earlier run lies on the axis; NULL: kind is sides
--     mean_p_match_change      probability  later - earlier; NULL: kind is sides
--     mean_credit_change  share       later - earlier; NULL: kind is sides
-- Source: both figures are plain means over the examples of their run; neighbours are consecutive states of a line as trend
--     draws it (view trend_candidate, models at equal steps), on the axes n_params, train_step and rlhf_step.
WITH average AS MATERIALIZED (
    SELECT
        p.*,
        m.n,
        m.mean_p_match,
        m.mean_credit
    FROM run_point AS p
    CROSS JOIN RUN_MEASURE(p.run_id) AS m
    WHERE
        p.is_primary = 1
        AND m.n > 0
        AND IS_ASKED(p.task, :task)
        AND IS_ASKED(p.behavior, :behavior)
        AND IS_ASKED(p.series, :series)
        AND IS_ASKED(p.model, :model)
        AND IS_ASKED(p.train_step, :train_step)
        AND IS_ASKED(p.rlhf_step, :rlhf_step)
        AND IS_ASKED(p.seed, :seed)
        AND IS_ASKED(p.protocol, :protocol)
),

neighbour AS (
    SELECT
        s.axis,
        s.run_id,
        s.x,
        LAG(s.run_id) OVER line AS from_run,
        LAG(s.x) OVER line AS from_x
    FROM trend_candidate AS s
    WHERE s.at = 'equal' AND s.axis IN ('n_params', 'train_step', 'rlhf_step')
    WINDOW line AS (PARTITION BY s.axis, s.line ORDER BY s.x NULLS LAST, s.ref NULLS LAST)
),

story AS (
    SELECT
        'sides' AS kind,
        NULL AS axis,
        average.run_id,
        NULL AS from_run,
        NULL AS from_x,
        average.mean_p_match - 5e-1 AS by_p,
        average.mean_credit - 5e-1 AS by_exceed
    FROM average
    UNION ALL
    SELECT
        'change' AS kind,
        neighbour.axis,
        neighbour.run_id,
        neighbour.from_run,
        neighbour.from_x,
        later.mean_p_match - earlier.mean_p_match AS by_p,
        later.mean_credit - earlier.mean_credit AS by_exceed
    FROM neighbour
    INNER JOIN average AS later ON later.run_id = neighbour.run_id
    INNER JOIN average AS earlier ON earlier.run_id = neighbour.from_run
    WHERE neighbour.from_x < neighbour.x
),

opposed AS (
    SELECT
        story.*,
        MIN(ABS(story.by_p), ABS(story.by_exceed)) AS disagreement
    FROM story
    WHERE story.by_p * story.by_exceed < 0e0
)

SELECT
    opposed.kind,
    opposed.disagreement,
    opposed.axis,
    average.task,
    average.behavior,
    average.protocol,
    average.series,
    average.model,
    average.n_params,
    average.train_step,
    average.rlhf_step,
    average.seed,
    opposed.run_id,
    average.n,
    average.mean_p_match,
    average.mean_credit,
    opposed.from_run,
    opposed.from_x,
    CASE WHEN opposed.kind = 'change' THEN opposed.by_p END AS mean_p_match_change,
    CASE WHEN opposed.kind = 'change' THEN opposed.by_exceed END AS mean_credit_change
FROM opposed
INNER JOIN average ON average.run_id = opposed.run_id
WHERE opposed.disagreement > :at_least
ORDER BY
    opposed.disagreement DESC NULLS LAST,
    opposed.kind NULLS LAST,
    opposed.axis NULLS LAST,
    opposed.run_id NULLS LAST
