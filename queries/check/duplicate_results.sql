-- Runs whose every value equals another run's bit for bit although they claim another checkpoint, task or way of putting
-- it, one row per later run of such a pair.
--
-- Parameters:
--     least  integer  5  fewest examples for which equality is no chance
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  equal
--     n_of    examples  of the run
--     detail  text      the earlier run that it equals
-- Source: issue 3: a public suite whose "five-shot" files are zero-shot; docs/formats.md 12: uploads under two steps. Two
--     computations of different models or prompts do not agree in every digit.
WITH
-- Least and largest values and a whole-numbered sum do not depend on the order of the examples: equal runs agree in
-- them exactly.
outline AS (
    SELECT
        response.run_id,
        COUNT(*) AS n,
        MIN(response.lse_matching) AS least_matching,
        MAX(response.lse_matching) AS most_matching,
        MIN(response.lse_other) AS least_other,
        MAX(response.lse_other) AS most_other,
        SUM(
            CASE WHEN response.lse_matching > -1e6 THEN CAST(response.lse_matching * 1e6 AS BIGINT) END
        ) AS checksum
    FROM response
    GROUP BY response.run_id
),

-- Each run with the first of those that share its outline, and with the one before.
alike AS (
    SELECT
        outline.*,
        MIN(outline.run_id) OVER same_outline AS first_id,
        LAG(outline.run_id) OVER (same_outline ORDER BY outline.run_id) AS previous_id
    FROM outline
    WHERE outline.n >= :least AND outline.least_matching IS NOT NULL
    WINDOW
        same_outline AS (
            PARTITION BY
                outline.n,
                outline.least_matching,
                outline.most_matching,
                outline.least_other,
                outline.most_other,
                outline.checksum
        )
),

pair AS (
    SELECT DISTINCT
        alike.run_id,
        alike.n,
        earlier.value AS earlier_id
    FROM alike
    INNER JOIN JSON_EACH(JSON_ARRAY(alike.first_id, alike.previous_id)) AS earlier
    WHERE alike.previous_id IS NOT NULL
),

candidate AS (
    SELECT
        pair.*,
        run.checkpoint_id <> earlier_run.checkpoint_id AS other_checkpoint,
        run.task_id <> earlier_run.task_id AS other_task
    FROM pair
    INNER JOIN run ON run.run_id = pair.run_id
    INNER JOIN run AS earlier_run ON earlier_run.run_id = pair.earlier_id
    WHERE
        (run.checkpoint_id <> earlier_run.checkpoint_id OR run.protocol_id <> earlier_run.protocol_id)
        AND NOT EXISTS (
            SELECT 1 FROM warm_up_pair
            WHERE
                run.protocol_id = earlier_run.protocol_id
                AND warm_up_pair.checkpoint_id = run.checkpoint_id
                AND warm_up_pair.other_id = earlier_run.checkpoint_id
        )
),

equal AS (
    SELECT
        candidate.*,
        ROW_NUMBER() OVER (
            PARTITION BY candidate.run_id ORDER BY candidate.earlier_id NULLS LAST
        ) AS place
    FROM candidate
    WHERE
        NOT EXISTS (
            SELECT 1
            FROM response
            INNER JOIN example ON example.example_id = response.example_id
            WHERE
                response.run_id = candidate.run_id
                AND NOT EXISTS (
                    SELECT 1
                    FROM example AS same_item
                    INNER JOIN response AS earlier
                        ON earlier.run_id = candidate.earlier_id AND earlier.example_id = same_item.example_id
                    WHERE
                        same_item.item_hash = example.item_hash
                        AND earlier.lse_matching IS response.lse_matching
                        AND earlier.lse_other IS response.lse_other
                )
        )
)

SELECT
    CASE
        WHEN equal.other_checkpoint = 1 THEN 'equal bit for bit under two checkpoints'
        WHEN equal.other_task = 1 THEN 'equal bit for bit under two tasks'
        ELSE 'equal bit for bit under two protocols'
    END AS fault,
    task.name AS task,
    equal.run_id,
    run.ref,
    equal.n,
    run.n_examples AS n_of,
    '"' || protocol.label || '" equals run ' || equal.earlier_id || ' (' || earlier_task.name || ' of '
    || earlier_run.ref || ', "' || earlier_protocol.label || '")' AS detail
FROM equal
INNER JOIN run ON run.run_id = equal.run_id
INNER JOIN task ON task.task_id = run.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
INNER JOIN run AS earlier_run ON earlier_run.run_id = equal.earlier_id
INNER JOIN task AS earlier_task ON earlier_task.task_id = earlier_run.task_id
INNER JOIN protocol AS earlier_protocol ON earlier_protocol.protocol_id = earlier_run.protocol_id
WHERE equal.place = 1
ORDER BY
    equal.other_checkpoint DESC NULLS LAST,
    equal.other_task DESC NULLS LAST,
    task.name NULLS LAST,
    run.ref NULLS LAST,
    equal.run_id NULLS LAST
