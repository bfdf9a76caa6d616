-- Trends for any SQLite client: which runs stand on which line, what they say of every example, and plain points and
-- changes. Everything but the last two views is about runs, of which there are thousands, and in the portable subset.

-- What a trend can be asked of, with the smallest effect of interest on the total change (STATISTICS.md 3.4).
-- default_when_single: 0 where it is asked of every task with choices to compare, 1 where a task with one choice is asked
-- it instead (trend_line.is_single), NULL where it is asked by name only.
CREATE VIEW trend_metric (name, sesoi, default_when_single) AS
VALUES
('logodds', 2e-1, 0),
('p_match', 5e-2, 0),
('credit', 5e-2, 0),
('nll', 1e-1, NULL),
('nll_raw', 1e-1, 1),
('choice_mass', 5e-2, NULL),
('p_match_per_token', 5e-2, NULL),
('p_match_per_char', 5e-2, NULL),
('p_match_per_byte', 5e-2, NULL),
('p_match_uncond', 5e-2, NULL),
('credit_per_token', 5e-2, NULL),
('credit_per_char', 5e-2, NULL),
('credit_per_byte', 5e-2, NULL),
('credit_uncond', 5e-2, NULL);

-- What a run says of an example, one row per response and metric of trend_metric; y is NULL where the response has no
-- such value, so that what is missing can be counted. Name the metrics: the last eight read the array each for itself.
CREATE VIEW response_value AS
SELECT
    m.run_id AS run_id,
    m.example_id AS example_id,
    m.status AS status,
    trend_metric.name AS metric,
    CASE
        WHEN trend_metric.name = 'nll_raw'
            THEN CASE WHEN m.status IN ('ok', 'no_alternative') THEN m.nll_raw END
        WHEN m.status <> 'ok' THEN NULL
        WHEN trend_metric.name = 'logodds' THEN m.logodds
        WHEN trend_metric.name = 'p_match' THEN m.p_match
        WHEN trend_metric.name = 'credit' THEN m.credit
        WHEN trend_metric.name = 'nll' THEN m.nll
        WHEN trend_metric.name = 'choice_mass' THEN m.choice_mass
        ELSE (
            SELECT
                CASE
                    WHEN trend_metric.name = 'p_match_per_token' THEN f.p_match_per_token
                    WHEN trend_metric.name = 'p_match_per_char' THEN f.p_match_per_char
                    WHEN trend_metric.name = 'p_match_per_byte' THEN f.p_match_per_byte
                    WHEN trend_metric.name = 'p_match_uncond' THEN f.p_match_uncond
                    WHEN trend_metric.name = 'credit_per_token' THEN f.credit_per_token
                    WHEN trend_metric.name = 'credit_per_char' THEN f.credit_per_char
                    WHEN trend_metric.name = 'credit_per_byte' THEN f.credit_per_byte
                    WHEN trend_metric.name = 'credit_uncond' THEN f.credit_uncond
                END
            FROM example_metric_full AS f
            WHERE f.run_id = m.run_id AND f.example_id = m.example_id
        )
    END AS y
FROM response_metric AS m
INNER JOIN trend_metric ON trend_metric.name IS NOT NULL;

-- The item that an example puts, by the first example of its task that puts it: one row per example. Examples of two
-- protocols that put one document differently have one item_id.
CREATE VIEW shared_item AS
SELECT
    example.example_id AS example_id,
    (
        SELECT MIN(same.example_id)
        FROM example AS same
        WHERE
            same.item_hash = example.item_hash
            AND same.task_id = example.task_id
            AND same.copy = example.copy
    ) AS item_id
FROM example;

-- Where a checkpoint stands on an axis: one row per axis, way to choose states (at) and checkpoint that has a place
-- there. coordinates spells out all that the states of one line have in common. at is 'equal' (models at equal steps)
-- or, on the two axes of size, also 'final' (each model's last base state, whichever it is: trend_state chooses it).
-- An unknown RLHF step counts as none; a model of no known series is on no axis of size; the training axes hold base
-- states; a coordinate of 0 has a place on rlhf_step alone, where the scale is log10(1 + x / smallest positive x).
CREATE VIEW trend_coordinate AS
WITH axis (name, way, is_size, is_training) AS (
    VALUES
    ('n_params', 'equal', 1, 0),
    ('n_params', 'final', 1, 0),
    ('n_params_non_embedding', 'equal', 1, 0),
    ('n_params_non_embedding', 'final', 1, 0),
    ('train_tokens', 'equal', 0, 1),
    ('train_step', 'equal', 0, 1),
    ('rlhf_step', 'equal', 0, 0)
),

placed AS (
    SELECT
        axis.name AS axis,
        axis.way AS at,
        axis.is_size AS is_size,
        checkpoint.checkpoint_id AS checkpoint_id,
        model.model_id AS model_id,
        checkpoint.train_step AS train_step,
        checkpoint.train_tokens AS train_tokens,
        CASE
            WHEN axis.name = 'n_params' THEN model.n_params
            WHEN axis.name = 'n_params_non_embedding' THEN model.n_params_non_embedding
            WHEN axis.name = 'train_tokens' THEN checkpoint.train_tokens
            WHEN axis.name = 'train_step' THEN checkpoint.train_step
            ELSE COALESCE(checkpoint.rlhf_step, 0)
        END AS x,
        -- a | inside a name is doubled, so that two lines never have one text
        COALESCE('|series=' || REPLACE(model.series, '|', '||'), '')
        || CASE WHEN axis.is_size = 1 THEN '' ELSE '|model=' || REPLACE(model.name, '|', '||') END
        || CASE
            WHEN axis.is_training = 1 OR axis.way = 'final' THEN ''
            WHEN checkpoint.train_step IS NOT NULL THEN '|train_step=' || checkpoint.train_step
            WHEN checkpoint.train_tokens IS NOT NULL THEN '|train_tokens=' || checkpoint.train_tokens
            ELSE '|train_step=?'
        END
        || CASE
            WHEN axis.name = 'rlhf_step' THEN '' ELSE '|rlhf_step=' || COALESCE(checkpoint.rlhf_step, 0)
        END
        || COALESCE('|seed=' || checkpoint.seed, '|seed=?')
        || CASE
            WHEN checkpoint.variant = '' THEN '' ELSE '|variant=' || REPLACE(checkpoint.variant, '|', '||')
        END AS coordinates
    FROM checkpoint
    INNER JOIN model ON model.model_id = checkpoint.model_id
    CROSS JOIN axis
    WHERE
        CASE
            WHEN axis.name = 'rlhf_step' THEN 1
            WHEN axis.is_size = 1 AND model.series IS NULL THEN 0
            WHEN axis.way = 'equal' AND axis.is_size = 1 THEN 1
            WHEN COALESCE(checkpoint.rlhf_step, 0) = 0 THEN 1
            ELSE 0
        END = 1
)

SELECT
    placed.axis AS axis,
    placed.at AS at,
    placed.is_size AS is_size,
    placed.checkpoint_id AS checkpoint_id,
    placed.model_id AS model_id,
    placed.train_step AS train_step,
    placed.train_tokens AS train_tokens,
    placed.x AS x,
    placed.coordinates AS coordinates
FROM placed
WHERE placed.x > 0 OR (placed.x = 0 AND placed.axis = 'rlhf_step');

-- The states of every line: one row per line and primary run that has responses and a place on the axis, for lines with
-- two distinct x. line is the same text in every answer and every warehouse: axis, at, comparability key, coordinates.
-- state counts from 1 by x. scaled_x is what inference uses: log10 x, for rlhf_step log10(1 + x / smallest positive x).
-- at is 'mixed' on lines that several protocols of one task would make together, where none has all the states: a state
-- with several has the run of the protocol with the most. They are for saying what is refused, and for who insists.
CREATE VIEW trend_state AS
WITH candidate AS (
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
    WHERE run.is_primary = 1 AND run.n_examples > 0
),

-- Of every checkpoint the run of the protocol with the most states of the line.
widest AS (
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
                COUNT(*) OVER (PARTITION BY candidate.line) AS n_states
            FROM candidate
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
    FROM candidate
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
            PARTITION BY chosen.line ORDER BY chosen.x NULLS LAST, chosen.ref NULLS LAST
        ) AS state,
        COUNT(*) OVER (PARTITION BY chosen.line) AS m,
        MIN(chosen.x) OVER (PARTITION BY chosen.line) AS x_first,
        MAX(chosen.x) OVER (PARTITION BY chosen.line) AS x_last,
        MIN(CASE WHEN chosen.x > 0 THEN chosen.x END) OVER (PARTITION BY chosen.line) AS x_unit
    FROM chosen
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
    MAX(s.task_id) AS task_id,
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
GROUP BY s.line, s.axis, s.at;

-- The runs that tell how much a state's mean would differ had the checkpoint been trained again (STATISTICS.md 3.6):
-- one row per group (a protocol and a series, or a model without one), source, unit and run. source 'seeds': a unit is
-- a state trained with two seeds or more, and each run is one of them. 'adjacent_checkpoints', where a group has no
-- such state: a unit is three base states of one model in a row, equally far apart in steps or in log steps, whose
-- second difference is the sum of weight times mean. weight is NULL for seeds.
CREATE VIEW trend_noise_run AS
WITH sibling AS (
    SELECT
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

repeated AS (
    SELECT
        sibling.run_id AS run_id,
        sibling.noise_group AS noise_group,
        sibling.state_text AS state_text
    FROM (
        SELECT
            sibling.run_id AS run_id,
            sibling.noise_group AS noise_group,
            sibling.state_text AS state_text,
            sibling.seed AS seed,
            MIN(sibling.seed) OVER (PARTITION BY sibling.noise_group, sibling.state_text) AS least_seed,
            MAX(sibling.seed) OVER (PARTITION BY sibling.noise_group, sibling.state_text) AS largest_seed
        FROM sibling
    ) AS sibling
    WHERE sibling.seed IS NOT NULL AND sibling.least_seed < sibling.largest_seed
),

history AS (
    SELECT
        sibling.noise_group AS noise_group,
        sibling.state_text AS state_text,
        sibling.ref AS ref,
        sibling.run_id AS run_id,
        LAG(sibling.run_id, 1) OVER earlier AS run_before,
        LAG(sibling.run_id, 2) OVER earlier AS run_before_that,
        sibling.train_step AS step,
        LAG(sibling.train_step, 1) OVER earlier AS step_before,
        LAG(sibling.train_step, 2) OVER earlier AS step_before_that
    FROM sibling
    WHERE
        sibling.rlhf_step = 0 AND sibling.train_step > 0
        AND sibling.noise_group NOT IN (SELECT repeated.noise_group FROM repeated)
    WINDOW
        earlier AS (
            PARTITION BY sibling.protocol_id, sibling.model_id, sibling.seed, sibling.variant
            ORDER BY sibling.train_step NULLS LAST, sibling.ref NULLS LAST
        )
),

place (n, weight) AS (VALUES (0, 1e0), (1, -2e0), (2, 1e0))

SELECT
    repeated.noise_group AS noise_group,
    'seeds' AS source,
    repeated.state_text AS unit,
    repeated.run_id AS run_id,
    NULL AS weight
FROM repeated
UNION ALL
SELECT
    history.noise_group AS noise_group,
    'adjacent_checkpoints' AS source,
    history.ref AS unit,
    CASE
        WHEN place.n = 0 THEN history.run_id
        WHEN place.n = 1 THEN history.run_before
        ELSE history.run_before_that
    END AS run_id,
    place.weight AS weight
FROM history
CROSS JOIN place
WHERE
    history.step > history.step_before
    AND history.step_before > history.step_before_that
    AND (
        history.step - history.step_before = history.step_before - history.step_before_that
        OR ABS(
            LOG10(CAST(history.step AS DOUBLE)) + LOG10(CAST(history.step_before_that AS DOUBLE))
            - 2e0 * LOG10(CAST(history.step_before AS DOUBLE))
        ) < 1e-6
    );

-- The points: one row per primary run that has ok responses, with the clustered (CR1) stderr of its means over its own
-- questions. Asked by run_id or task_id it reads only those responses: windows, because SQLite pushes a condition
-- through them and not through two levels of GROUP BY. A stderr is NULL for one cluster, or where a value is infinite.
CREATE VIEW trend_point AS
WITH cluster_total AS (
    SELECT
        run.task_id AS task_id,
        run.run_id AS run_id,
        example.cluster AS cluster,
        COUNT(*) AS n,
        SUM(m.p_match) AS p_match,
        SUM(m.credit) AS credit,
        SUM(m.logodds) AS logodds
    FROM run
    CROSS JOIN example_metric AS m ON m.run_id = run.run_id
    CROSS JOIN example ON example.example_id = m.example_id
    WHERE run.is_primary = 1
    GROUP BY run.task_id, run.run_id, example.cluster
),

mean AS (
    SELECT
        c.task_id AS task_id,
        c.run_id AS run_id,
        c.n AS n_cluster,
        c.p_match AS p_match,
        c.credit AS credit,
        c.logodds AS logodds,
        ROW_NUMBER() OVER w AS place,
        COUNT(*) OVER w AS clusters,
        SUM(c.n) OVER w AS n,
        SUM(c.p_match) OVER w / SUM(c.n) OVER w AS mean_p,
        SUM(c.credit) OVER w / SUM(c.n) OVER w AS frac_exceed,
        SUM(c.logodds) OVER w / SUM(c.n) OVER w AS mean_logodds
    FROM cluster_total AS c
    WINDOW w AS (PARTITION BY c.task_id, c.run_id)
),

residual AS (
    SELECT
        mean.task_id AS task_id,
        mean.run_id AS run_id,
        mean.place AS place,
        mean.n AS n,
        mean.clusters AS clusters,
        mean.mean_p AS mean_p,
        mean.frac_exceed AS frac_exceed,
        mean.mean_logodds AS mean_logodds,
        mean.p_match - mean.n_cluster * mean.mean_p AS p_match,
        mean.credit - mean.n_cluster * mean.frac_exceed AS credit,
        mean.logodds - mean.n_cluster * mean.mean_logodds AS logodds
    FROM mean
),

point AS (
    SELECT
        r.task_id AS task_id,
        r.run_id AS run_id,
        r.place AS place,
        r.n AS n,
        r.clusters AS clusters,
        r.mean_p AS mean_p,
        r.frac_exceed AS frac_exceed,
        r.mean_logodds AS mean_logodds,
        SQRT(SUM(r.p_match * r.p_match) OVER w * r.clusters / NULLIF(r.clusters - 1e0, 0e0)) / r.n
            AS mean_p_stderr,
        SQRT(SUM(r.credit * r.credit) OVER w * r.clusters / NULLIF(r.clusters - 1e0, 0e0)) / r.n
            AS frac_exceed_stderr,
        SQRT(SUM(r.logodds * r.logodds) OVER w * r.clusters / NULLIF(r.clusters - 1e0, 0e0)) / r.n
            AS mean_logodds_stderr
    FROM residual AS r
    WINDOW w AS (PARTITION BY r.task_id, r.run_id)
)

SELECT
    point.run_id AS run_id,
    point.task_id AS task_id,
    task.name AS task,
    behavior.name AS behavior,
    run.protocol_id AS protocol_id,
    protocol.label AS protocol,
    model.name AS model,
    model.series AS series,
    model.n_params AS n_params,
    model.n_params_non_embedding AS n_params_non_embedding,
    checkpoint.train_step AS train_step,
    checkpoint.train_tokens AS train_tokens,
    checkpoint.rlhf_step AS rlhf_step,
    checkpoint.seed AS seed,
    checkpoint.variant AS variant,
    point.n AS n,
    point.clusters AS clusters,
    point.mean_p AS mean_p,
    point.mean_p_stderr AS mean_p_stderr,
    point.frac_exceed AS frac_exceed,
    point.frac_exceed_stderr AS frac_exceed_stderr,
    point.mean_logodds AS mean_logodds,
    point.mean_logodds_stderr AS mean_logodds_stderr
FROM point
INNER JOIN run ON run.run_id = point.run_id
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN task ON task.task_id = point.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
WHERE point.place = 1;

-- The paired change between neighbouring states of a line, on the examples that these two share: not a trend of the
-- line. One row per line (at 'equal'), state with an earlier neighbour, and headline metric. Asked by task_id, to_run,
-- axis or line it reads only those responses. The stderr is clustered (CR1), NULL for one cluster or where a value is
-- infinite; z is change / stderr, NULL where that is 0.
CREATE VIEW trend_change AS
WITH neighbour AS (
    SELECT
        pair.axis AS axis,
        pair.line AS line,
        pair.task_id AS task_id,
        pair.from_run AS from_run,
        pair.to_run AS to_run,
        pair.from_x AS from_x,
        pair.to_x AS to_x
    FROM (
        SELECT
            s.axis AS axis,
            s.line AS line,
            s.task_id AS task_id,
            LAG(s.run_id) OVER (PARTITION BY s.line ORDER BY s.state) AS from_run,
            s.run_id AS to_run,
            LAG(s.x) OVER (PARTITION BY s.line ORDER BY s.state) AS from_x,
            s.x AS to_x
        FROM trend_state AS s
        WHERE s.at = 'equal'
    ) AS pair
    WHERE pair.from_x < pair.to_x
),

cluster_change AS (
    SELECT
        neighbour.axis AS axis,
        neighbour.line AS line,
        neighbour.task_id AS task_id,
        neighbour.from_run AS from_run,
        neighbour.to_run AS to_run,
        MAX(neighbour.from_x) AS from_x,
        MAX(neighbour.to_x) AS to_x,
        trend_metric.name AS metric,
        example.cluster AS cluster,
        COUNT(*) AS n,
        SUM(
            CASE
                WHEN trend_metric.name = 'logodds' THEN later.logodds - earlier.logodds
                WHEN trend_metric.name = 'p_match' THEN later.p_match - earlier.p_match
                WHEN trend_metric.name = 'credit' THEN later.credit - earlier.credit
            END
        ) AS change
    FROM neighbour
    INNER JOIN example_metric AS later ON later.run_id = neighbour.to_run
    INNER JOIN example_metric AS earlier
        ON earlier.run_id = neighbour.from_run AND earlier.example_id = later.example_id
    INNER JOIN example ON example.example_id = later.example_id
    INNER JOIN trend_metric ON trend_metric.default_when_single = 0
    GROUP BY
        neighbour.axis,
        neighbour.line,
        neighbour.task_id,
        neighbour.from_run,
        neighbour.to_run,
        trend_metric.name,
        example.cluster
),

mean AS (
    SELECT
        c.axis AS axis,
        c.line AS line,
        c.task_id AS task_id,
        c.from_run AS from_run,
        c.to_run AS to_run,
        c.from_x AS from_x,
        c.to_x AS to_x,
        c.metric AS metric,
        c.n AS n_cluster,
        c.change AS total,
        ROW_NUMBER() OVER w AS place,
        COUNT(*) OVER w AS clusters,
        SUM(c.n) OVER w AS n_common,
        SUM(c.change) OVER w / SUM(c.n) OVER w AS change
    FROM cluster_change AS c
    WINDOW w AS (PARTITION BY c.axis, c.line, c.task_id, c.from_run, c.to_run, c.metric)
),

paired AS (
    SELECT
        mean.axis AS axis,
        mean.line AS line,
        mean.task_id AS task_id,
        mean.from_run AS from_run,
        mean.to_run AS to_run,
        mean.from_x AS from_x,
        mean.to_x AS to_x,
        mean.metric AS metric,
        mean.place AS place,
        mean.n_common AS n_common,
        mean.clusters AS clusters,
        mean.change AS change,
        SQRT(
            SUM(
                (mean.total - mean.n_cluster * mean.change) * (mean.total - mean.n_cluster * mean.change)
            ) OVER w
            * mean.clusters / NULLIF(mean.clusters - 1e0, 0e0)
        ) / mean.n_common AS stderr
    FROM mean
    WINDOW w AS (PARTITION BY mean.axis, mean.line, mean.task_id, mean.from_run, mean.to_run, mean.metric)
)

SELECT
    paired.axis AS axis,
    paired.line AS line,
    paired.task_id AS task_id,
    task.name AS task,
    protocol.label AS protocol,
    model.series AS series,
    checkpoint.seed AS seed,
    from_model.name AS from_model,
    model.name AS to_model,
    from_checkpoint.train_step AS from_train_step,
    checkpoint.train_step AS to_train_step,
    from_checkpoint.rlhf_step AS from_rlhf_step,
    checkpoint.rlhf_step AS to_rlhf_step,
    paired.from_run AS from_run,
    paired.to_run AS to_run,
    paired.from_x AS from_x,
    paired.to_x AS to_x,
    paired.metric AS metric,
    paired.n_common AS n_common,
    paired.clusters AS clusters,
    paired.change AS change,
    paired.stderr AS stderr,
    paired.change / NULLIF(paired.stderr, 0e0) AS z
FROM paired
INNER JOIN run ON run.run_id = paired.to_run
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN run AS from_run ON from_run.run_id = paired.from_run
INNER JOIN checkpoint AS from_checkpoint ON from_checkpoint.checkpoint_id = from_run.checkpoint_id
INNER JOIN model AS from_model ON from_model.model_id = from_checkpoint.model_id
INNER JOIN task ON task.task_id = paired.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
WHERE paired.place = 1;
