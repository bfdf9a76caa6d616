-- The lines again, so that asking for one task, axis or line reads the runs of that task only: SQLite carries a
-- condition into a view through its windows and groups where it is on columns that each of them is parted by. What the
-- views say is the same; trend_noise_run says the task, too.

DROP VIEW trend_noise_run;
DROP VIEW trend_line;
DROP VIEW trend_state;

-- The runs that may be states: one row per axis, way to choose states and primary run that has responses and a place on
-- the axis. place_from_last counts a model's base states back from its last.
CREATE VIEW trend_candidate AS
SELECT
    trend_coordinate.axis AS axis,
    trend_coordinate.at AS at,
    trend_coordinate.is_size AS is_size,
    trend_coordinate.axis || '|' || trend_coordinate.at || '|key=' || protocol.comparability_key
    || trend_coordinate.coordinates AS line,
    trend_coordinate.coordinates AS coordinates,
    run.task_id AS task_id,
    run.protocol_id AS protocol_id,
    protocol.output_type AS output_type,
    run.run_id AS run_id,
    run.ref AS ref,
    trend_coordinate.checkpoint_id AS checkpoint_id,
    trend_coordinate.model_id AS model_id,
    trend_coordinate.x AS x,
    ROW_NUMBER() OVER (
        PARTITION BY
            trend_coordinate.axis,
            trend_coordinate.at,
            run.task_id,
            run.protocol_id,
            trend_coordinate.model_id,
            trend_coordinate.coordinates
        ORDER BY
            trend_coordinate.train_step DESC NULLS LAST,
            trend_coordinate.train_tokens DESC NULLS LAST,
            run.ref DESC NULLS LAST
    ) AS place_from_last
FROM trend_coordinate
INNER JOIN run ON run.checkpoint_id = trend_coordinate.checkpoint_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
WHERE run.is_primary = 1 AND run.n_examples > 0;

-- The states of every line: one row per line and primary run that has responses and a place on the axis, for lines with
-- two distinct x. line is the same text in every answer and every warehouse: axis, at, comparability key, coordinates.
-- state counts from 1 by x. scaled_x is what inference uses: log10 x, for rlhf_step log10(1 + x / smallest positive x).
-- at is 'mixed' on lines that several protocols of one task would make together, where none has all the states: a state
-- with several has the run of the protocol with the most. They are for saying what is refused, and for who insists.
CREATE VIEW trend_state AS
WITH widest AS (
    SELECT
        counted.axis AS axis,
        counted.is_size AS is_size,
        counted.coordinates AS coordinates,
        counted.task_id AS task_id,
        counted.protocol_id AS protocol_id,
        counted.output_type AS output_type,
        counted.run_id AS run_id,
        counted.ref AS ref,
        counted.checkpoint_id AS checkpoint_id,
        counted.model_id AS model_id,
        counted.x AS x,
        MIN(counted.protocol_id) OVER (
            PARTITION BY counted.axis, counted.task_id, counted.output_type, counted.coordinates
        ) AS least_protocol,
        MAX(counted.protocol_id) OVER (
            PARTITION BY counted.axis, counted.task_id, counted.output_type, counted.coordinates
        ) AS largest_protocol
    FROM (
        SELECT
            placed.axis AS axis,
            placed.is_size AS is_size,
            placed.coordinates AS coordinates,
            placed.task_id AS task_id,
            placed.protocol_id AS protocol_id,
            placed.output_type AS output_type,
            placed.run_id AS run_id,
            placed.ref AS ref,
            placed.checkpoint_id AS checkpoint_id,
            placed.model_id AS model_id,
            placed.x AS x,
            ROW_NUMBER() OVER (
                PARTITION BY
                    placed.axis, placed.task_id, placed.output_type, placed.coordinates, placed.checkpoint_id
                ORDER BY placed.n_states DESC NULLS LAST, placed.line NULLS LAST
            ) AS place
        FROM (
            SELECT
                candidate.line AS line,
                candidate.axis AS axis,
                candidate.is_size AS is_size,
                candidate.coordinates AS coordinates,
                candidate.task_id AS task_id,
                candidate.protocol_id AS protocol_id,
                candidate.output_type AS output_type,
                candidate.run_id AS run_id,
                candidate.ref AS ref,
                candidate.checkpoint_id AS checkpoint_id,
                candidate.model_id AS model_id,
                candidate.x AS x,
                COUNT(*) OVER (PARTITION BY candidate.axis, candidate.task_id, candidate.line) AS n_states
            FROM trend_candidate AS candidate
            WHERE candidate.at = 'equal'
        ) AS placed
    ) AS counted
    WHERE counted.place = 1
),

chosen AS (
    SELECT
        candidate.at AS at,
        candidate.line AS line,
        candidate.axis AS axis,
        candidate.is_size AS is_size,
        candidate.coordinates AS coordinates,
        candidate.task_id AS task_id,
        candidate.protocol_id AS protocol_id,
        candidate.output_type AS output_type,
        candidate.run_id AS run_id,
        candidate.ref AS ref,
        candidate.checkpoint_id AS checkpoint_id,
        candidate.model_id AS model_id,
        candidate.x AS x
    FROM trend_candidate AS candidate
    WHERE candidate.at = 'equal' OR candidate.place_from_last = 1
    UNION ALL
    SELECT
        'mixed' AS at,
        widest.axis || '|mixed|task=' || REPLACE(task.name, '|', '||') || '|' || widest.output_type
        || widest.coordinates AS line,
        widest.axis AS axis,
        widest.is_size AS is_size,
        widest.coordinates AS coordinates,
        widest.task_id AS task_id,
        widest.protocol_id AS protocol_id,
        widest.output_type AS output_type,
        widest.run_id AS run_id,
        widest.ref AS ref,
        widest.checkpoint_id AS checkpoint_id,
        widest.model_id AS model_id,
        widest.x AS x
    FROM widest
    INNER JOIN task ON task.task_id = widest.task_id
    WHERE widest.least_protocol < widest.largest_protocol
),

numbered AS (
    SELECT
        chosen.axis AS axis,
        chosen.at AS at,
        chosen.is_size AS is_size,
        chosen.line AS line,
        chosen.coordinates AS coordinates,
        chosen.task_id AS task_id,
        chosen.protocol_id AS protocol_id,
        chosen.run_id AS run_id,
        chosen.checkpoint_id AS checkpoint_id,
        chosen.model_id AS model_id,
        chosen.x AS x,
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
    numbered.axis AS axis,
    numbered.at AS at,
    numbered.is_size AS is_size,
    numbered.line AS line,
    numbered.coordinates AS coordinates,
    numbered.task_id AS task_id,
    numbered.protocol_id AS protocol_id,
    numbered.run_id AS run_id,
    numbered.checkpoint_id AS checkpoint_id,
    numbered.model_id AS model_id,
    numbered.state AS state,
    numbered.m AS m,
    numbered.x AS x,
    numbered.x_first AS x_first,
    numbered.x_last AS x_last,
    numbered.x_unit AS x_unit,
    CASE
        WHEN numbered.axis = 'rlhf_step' THEN LOG10(1e0 + numbered.x / CAST(numbered.x_unit AS DOUBLE))
        ELSE LOG10(CAST(numbered.x AS DOUBLE))
    END AS scaled_x
FROM numbered
WHERE numbered.x_first < numbered.x_last;

-- Every line, one row each, with its names and the coordinates that are equal at all its states (NULL: it varies or is
-- unknown). n_protocols is above 1 on mixed lines, which have no key and no noise. unknown_states: how many states cannot be told apart from another by what is known of them; is_single: its
-- responses have one choice, nothing to compare; noise_group: where trend_noise_run has its runs.
CREATE VIEW trend_line AS
SELECT
    s.line AS line,
    s.axis AS axis,
    s.at AS at,
    MAX(s.coordinates) AS coordinates,
    s.task_id AS task_id,
    MAX(task.name) AS task,
    MAX(task.family) AS family,
    MAX(task.more_is) AS more_is,
    MAX(behavior.name) AS behavior,
    MAX(model.series) AS series,
    CASE WHEN COUNT(DISTINCT s.model_id) = 1 THEN MAX(model.name) END AS model,
    CASE
        WHEN COUNT(checkpoint.train_step) = COUNT(*) AND COUNT(DISTINCT checkpoint.train_step) = 1
            THEN MAX(checkpoint.train_step)
    END AS train_step,
    CASE
        WHEN COUNT(checkpoint.train_tokens) = COUNT(*) AND COUNT(DISTINCT checkpoint.train_tokens) = 1
            THEN MAX(checkpoint.train_tokens)
    END AS train_tokens,
    CASE
        WHEN COUNT(DISTINCT COALESCE(checkpoint.rlhf_step, 0)) = 1 THEN MAX(COALESCE(checkpoint.rlhf_step, 0))
    END AS rlhf_step,
    MAX(checkpoint.seed) AS seed,
    MAX(checkpoint.variant) AS variant,
    COUNT(DISTINCT s.protocol_id) AS n_protocols,
    CASE WHEN COUNT(DISTINCT s.protocol_id) = 1 THEN MAX(s.protocol_id) END AS protocol_id,
    CASE
        WHEN COUNT(DISTINCT s.protocol_id) = 1 THEN MAX(protocol.label)
        ELSE
            COUNT(DISTINCT s.protocol_id) || ' protocols, ' || MIN(protocol.label)
            || ' to ' || MAX(protocol.label)
    END AS protocol,
    CASE WHEN COUNT(DISTINCT s.protocol_id) = 1 THEN MAX(protocol.comparability_key) END AS comparability_key,
    MAX(CASE WHEN protocol.output_type IN ('loglikelihood', 'loglikelihood_rolling') THEN 1 ELSE 0 END)
        AS is_single,
    COUNT(*) AS m,
    MAX(s.x_first) AS x_first,
    MAX(s.x_last) AS x_last,
    MAX(s.x_unit) AS x_unit,
    COUNT(*)
    - CASE WHEN MAX(s.is_size) = 1 THEN COUNT(DISTINCT s.model_id) ELSE COUNT(DISTINCT s.x) END
        AS unknown_states,
    CASE
        WHEN COUNT(DISTINCT s.protocol_id) = 1
            THEN
                MAX(protocol.comparability_key)
                || COALESCE(
                    '|series=' || REPLACE(MAX(model.series), '|', '||'),
                    '|model=' || REPLACE(MAX(model.name), '|', '||')
                )
    END AS noise_group
FROM trend_state AS s
INNER JOIN checkpoint ON checkpoint.checkpoint_id = s.checkpoint_id
INNER JOIN model ON model.model_id = s.model_id
INNER JOIN task ON task.task_id = s.task_id
INNER JOIN protocol ON protocol.protocol_id = s.protocol_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
GROUP BY s.axis, s.task_id, s.at, s.line;

-- The runs that tell how much a state's mean would differ had the checkpoint been trained again (STATISTICS.md 3.6):
-- one row per group (a protocol and a series, or a model without one), source, unit and run. source 'seeds': a unit is
-- a state trained with two seeds or more, and each run is one of them. 'adjacent_checkpoints', where a group has no
-- such state: a unit is three base states of one model in a row, equally far apart in steps or in log steps, whose
-- second difference is the sum of weight times mean. weight is NULL for seeds.
CREATE VIEW trend_noise_run AS
WITH sibling AS (
    SELECT
        run.task_id AS task_id,
        run.run_id AS run_id,
        run.protocol_id AS protocol_id,
        protocol.comparability_key
        || COALESCE(
            '|series=' || REPLACE(model.series, '|', '||'), '|model=' || REPLACE(model.name, '|', '||')
        ) AS noise_group,
        model.model_id AS model_id,
        'model=' || REPLACE(model.name, '|', '||')
        || COALESCE('|train_step=' || checkpoint.train_step, '')
        || COALESCE('|train_tokens=' || checkpoint.train_tokens, '')
        || '|rlhf_step=' || COALESCE(checkpoint.rlhf_step, 0)
        || '|variant=' || REPLACE(checkpoint.variant, '|', '||') AS state_text,
        run.ref AS ref,
        checkpoint.seed AS seed,
        checkpoint.variant AS variant,
        checkpoint.train_step AS train_step,
        COALESCE(checkpoint.rlhf_step, 0) AS rlhf_step
    FROM run
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    WHERE run.is_primary = 1 AND run.n_examples > 0
),

seeded AS (
    SELECT
        sibling.task_id AS task_id,
        sibling.run_id AS run_id,
        sibling.protocol_id AS protocol_id,
        sibling.noise_group AS noise_group,
        sibling.model_id AS model_id,
        sibling.state_text AS state_text,
        sibling.ref AS ref,
        sibling.seed AS seed,
        sibling.variant AS variant,
        sibling.train_step AS train_step,
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
        seeded.task_id AS task_id,
        seeded.run_id AS run_id,
        seeded.protocol_id AS protocol_id,
        seeded.noise_group AS noise_group,
        seeded.model_id AS model_id,
        seeded.state_text AS state_text,
        seeded.ref AS ref,
        seeded.seed AS seed,
        seeded.variant AS variant,
        seeded.train_step AS train_step,
        seeded.is_base AS is_base,
        seeded.is_repeated AS is_repeated,
        MAX(seeded.is_repeated) OVER (PARTITION BY seeded.task_id, seeded.noise_group) AS has_repeated
    FROM seeded
),

history AS (
    SELECT
        grouped.task_id AS task_id,
        grouped.noise_group AS noise_group,
        grouped.state_text AS state_text,
        grouped.ref AS ref,
        grouped.is_base AS is_base,
        grouped.is_repeated AS is_repeated,
        grouped.has_repeated AS has_repeated,
        grouped.run_id AS run_id,
        LAG(grouped.run_id, 1) OVER earlier AS run_before,
        LAG(grouped.run_id, 2) OVER earlier AS run_before_that,
        grouped.train_step AS step,
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
    history.noise_group AS noise_group,
    CASE WHEN history.is_repeated = 1 THEN 'seeds' ELSE 'adjacent_checkpoints' END AS source,
    CASE WHEN history.is_repeated = 1 THEN history.state_text ELSE history.ref END AS unit,
    CASE
        WHEN place.n = 0 THEN history.run_id
        WHEN place.n = 1 THEN history.run_before
        ELSE history.run_before_that
    END AS run_id,
    CASE WHEN history.is_repeated = 0 THEN place.weight END AS weight,
    history.task_id AS task_id
FROM history
CROSS JOIN place
WHERE
    CASE
        WHEN history.is_repeated = 1 THEN CASE WHEN place.n = 0 THEN 1 ELSE 0 END
        WHEN
            history.has_repeated = 0 AND history.is_base = 1
            AND history.step > history.step_before
            AND history.step_before > history.step_before_that
            AND (
                history.step - history.step_before = history.step_before - history.step_before_that
                OR ABS(
                    LOG10(CAST(history.step AS DOUBLE)) + LOG10(CAST(history.step_before_that AS DOUBLE))
                    - 2e0 * LOG10(CAST(history.step_before AS DOUBLE))
                ) < 1e-6
            )
            THEN 1
        ELSE 0
    END = 1;
