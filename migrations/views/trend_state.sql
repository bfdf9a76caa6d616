-- The states of every line: one row per line and primary run that has responses and a place on the axis, for lines with
-- two distinct x. line is the same text in every answer and every warehouse: axis, at, comparability key, coordinates.
-- state counts from 1 by x. scaled_x is what inference uses: log10 x, for rlhf_step log10(1 + x / smallest positive x).
-- at is 'mixed' on lines that several protocols of one task would make together, where none has all the states: a state
-- with several has the run of the protocol with the most. They are for saying what is refused, and for who insists.
CREATE VIEW trend_state AS
WITH widest AS (
    SELECT
        counted.*,
        MIN(counted.protocol_id) OVER together AS least_protocol,
        MAX(counted.protocol_id) OVER together AS largest_protocol
    FROM (
        SELECT
            placed.*,
            ROW_NUMBER() OVER (
                PARTITION BY
                    placed.axis, placed.task_id, placed.output_type, placed.coordinates, placed.checkpoint_id
                ORDER BY placed.n_states DESC NULLS LAST, placed.line NULLS LAST
            ) AS place
        FROM (
            SELECT
                candidate.*,
                COUNT(*) OVER (PARTITION BY candidate.axis, candidate.task_id, candidate.line) AS n_states
            FROM trend_candidate AS candidate
            WHERE candidate.at = 'equal'
        ) AS placed
    ) AS counted
    WHERE counted.place = 1
    WINDOW together AS (
        PARTITION BY counted.axis, counted.task_id, counted.output_type, counted.coordinates
    )
),

chosen AS (
    SELECT
        candidate.at,
        candidate.line,
        candidate.axis,
        candidate.is_size,
        candidate.coordinates,
        candidate.task_id,
        candidate.protocol_id,
        candidate.output_type,
        candidate.run_id,
        candidate.ref,
        candidate.checkpoint_id,
        candidate.model_id,
        candidate.x
    FROM trend_candidate AS candidate
    WHERE candidate.at = 'equal' OR candidate.place_from_last = 1
    UNION ALL
    SELECT
        'mixed' AS at,
        widest.axis || '|mixed|task=' || REPLACE(task.name, '|', '||') || '|' || widest.output_type
        || widest.coordinates AS line,
        widest.axis,
        widest.is_size,
        widest.coordinates,
        widest.task_id,
        widest.protocol_id,
        widest.output_type,
        widest.run_id,
        widest.ref,
        widest.checkpoint_id,
        widest.model_id,
        widest.x
    FROM widest
    INNER JOIN task ON task.task_id = widest.task_id
    WHERE widest.least_protocol < widest.largest_protocol
),

numbered AS (
    SELECT
        chosen.*,
        ROW_NUMBER() OVER (
            PARTITION BY chosen.axis, chosen.task_id, chosen.line
            ORDER BY chosen.x NULLS LAST, chosen.ref NULLS LAST
        ) AS state,
        COUNT(*) OVER same_line AS m,
        MIN(chosen.x) OVER same_line AS x_first,
        MAX(chosen.x) OVER same_line AS x_last,
        MIN(CASE WHEN chosen.x > 0 THEN chosen.x END) OVER same_line AS x_unit
    FROM chosen
    WINDOW same_line AS (PARTITION BY chosen.axis, chosen.task_id, chosen.line)
)

SELECT
    numbered.axis,
    numbered.at,
    numbered.is_size,
    numbered.line,
    numbered.coordinates,
    numbered.task_id,
    numbered.protocol_id,
    numbered.run_id,
    numbered.checkpoint_id,
    numbered.model_id,
    numbered.state,
    numbered.m,
    numbered.x,
    numbered.x_first,
    numbered.x_last,
    numbered.x_unit,
    CASE
        WHEN numbered.axis = 'rlhf_step' THEN LOG10(1e0 + numbered.x / CAST(numbered.x_unit AS DOUBLE))
        ELSE LOG10(CAST(numbered.x AS DOUBLE))
    END AS scaled_x
FROM numbered
WHERE numbered.x_first < numbered.x_last;
