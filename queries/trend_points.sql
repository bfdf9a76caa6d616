-- The points behind the lines of trend with their intervals, one row per line, metric and state.
--
-- Parameters:
--     axis         text     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at           text     equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric       text     none      one or several, parted by commas, as in trend; else logodds, p_match and credit
--     task         text     none      only this task; % stands for any text
--     behavior     text     none      only tasks of this behavior
--     series       text     none      only models of this series
--     sesoi        real     none      smallest effect of interest on the total change, as in trend
--     allow_mixed  boolean  0         1: also lines that trend refuses for their common share or unknown states
-- Columns:
--     axis          text        as asked
--     task          text        name of the task
--     behavior      text        what the task measures; NULL: not said
--     series        text        models made alike; NULL: unknown
--     line          number      tells the lines of this answer apart
--     model         text        of the state
--     n_params      parameters  embeddings included; NULL: unknown
--     train_step    steps       of the state; NULL: unknown
--     train_tokens  tokens      of the state; NULL: unknown
--     rlhf_step     steps       of the state; NULL: unknown
--     seed          number      NULL: unknown
--     protocol      text        how the task was put
--     metric        text        as asked
--     state         number      place on the line, from 1
--     m             states      on the line
--     run_id        id          the run in this warehouse
--     x             axis units  the coordinate
--     scaled_x      number      log10 of it; for rlhf_step log10(1 + x / smallest positive x)
--     mean          metric      over the common examples; NULL: the line is refused (reason)
--     stderr        metric      clustered (CR1); NULL: one cluster, or as mean
--     low           metric      95 % t interval, for credit Wilson at the effective n; NULL: as stderr
--     high          metric      upper bound
--     n_common      examples    with a value at every state of the line
--     clusters      clusters    among them
--     common_share  share       of the examples of any state
--     n_inf         examples    with an infinite value at this state
--     direction     text        of the line, as in trend
--     shape         text        of the line, as in trend
--     reason        text        why the line is refused; NULL: it is not
-- Source: as trend; every interval is about questions like these, with the checkpoint fixed, and points of a line share examples:
--     judge changes by trend, not by overlapping intervals.
WITH params AS (
    SELECT
        :axis AS axis,
        :at AS at,
        :metric AS metric,
        :task AS task,
        :behavior AS behavior,
        :series AS series,
        :sesoi AS sesoi,
        :allow_mixed AS allow_mixed
),

-- The metrics asked for, with the smallest effect of interest on the total change (STATISTICS.md 3.4).
known_metric (name, sesoi, is_headline, is_normalised) AS (
    VALUES
    ('logodds', 2e-1, 1, 0),
    ('p_match', 5e-2, 1, 0),
    ('credit', 5e-2, 1, 0),
    ('nll', 1e-1, 0, 0),
    ('nll_raw', 1e-1, 0, 0),
    ('choice_mass', 5e-2, 0, 0),
    ('p_match_per_token', 5e-2, 0, 1),
    ('p_match_per_char', 5e-2, 0, 1),
    ('p_match_per_byte', 5e-2, 0, 1),
    ('p_match_uncond', 5e-2, 0, 1),
    ('credit_per_token', 5e-2, 0, 1),
    ('credit_per_char', 5e-2, 0, 1),
    ('credit_per_byte', 5e-2, 0, 1),
    ('credit_uncond', 5e-2, 0, 1)
),

metric AS (
    SELECT
        known_metric.name AS name,
        known_metric.is_normalised AS is_normalised,
        CASE WHEN known_metric.name = 'nll_raw' THEN 1 ELSE 0 END AS is_single,
        COALESCE(params.sesoi, known_metric.sesoi) AS sesoi,
        CASE WHEN params.metric IS NULL THEN 0 ELSE 1 END AS is_asked_for
    FROM known_metric
    CROSS JOIN params
    WHERE
        INSTR(',' || params.metric || ',', ',' || known_metric.name || ',') > 0
        OR (params.metric IS NULL AND (known_metric.is_headline = 1 OR known_metric.name = 'nll_raw'))
),

-- The primary runs that the parameters choose.
point AS (
    SELECT
        params.axis AS axis,
        params.at AS state_choice,
        run.run_id AS run_id,
        run.protocol_id AS protocol_id,
        CASE WHEN protocol.output_type IN ('loglikelihood', 'loglikelihood_rolling') THEN 1 ELSE 0 END
            AS is_single,
        model.model_id AS model_id,
        model.series AS series,
        model.n_params AS n_params,
        model.n_params_non_embedding AS n_params_non_embedding,
        checkpoint.train_step AS train_step,
        checkpoint.train_tokens AS train_tokens,
        COALESCE(checkpoint.rlhf_step, 0) AS rlhf_step,
        checkpoint.seed AS seed,
        checkpoint.variant AS variant,
        ROW_NUMBER() OVER (
            PARTITION BY
                run.protocol_id,
                model.model_id,
                checkpoint.seed,
                checkpoint.variant,
                CASE WHEN COALESCE(checkpoint.rlhf_step, 0) = 0 THEN 1 ELSE 0 END
            ORDER BY
                checkpoint.train_step DESC NULLS LAST,
                checkpoint.train_tokens DESC NULLS LAST,
                run.run_id DESC NULLS LAST
        ) AS place_from_last
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

-- A line is every coordinate but the axis; -1 stands where a coordinate may vary.
placed AS (
    SELECT
        point.axis AS axis,
        point.run_id AS run_id,
        point.protocol_id AS protocol_id,
        point.is_single AS is_single,
        point.model_id AS model_id,
        point.series AS series,
        point.seed AS seed,
        point.variant AS variant,
        point.train_step AS train_step,
        point.train_tokens AS train_tokens,
        point.rlhf_step AS rlhf_step,
        CASE WHEN point.axis IN ('n_params', 'n_params_non_embedding') THEN -1 ELSE point.model_id END
            AS at_model,
        CASE
            WHEN point.axis IN ('train_step', 'train_tokens') OR point.state_choice = 'final' THEN -1
            ELSE point.train_step
        END AS at_train_step,
        CASE
            WHEN point.axis IN ('train_step', 'train_tokens') OR point.state_choice = 'final' THEN -1
            WHEN point.train_step IS NOT NULL THEN -1
            ELSE point.train_tokens
        END AS at_train_tokens,
        CASE WHEN point.axis = 'rlhf_step' THEN -1 ELSE point.rlhf_step END AS at_rlhf_step,
        CASE
            WHEN point.axis = 'n_params' THEN point.n_params
            WHEN point.axis = 'n_params_non_embedding' THEN point.n_params_non_embedding
            WHEN point.axis = 'train_step' THEN point.train_step
            WHEN point.axis = 'train_tokens' THEN point.train_tokens
            WHEN point.axis = 'rlhf_step' THEN point.rlhf_step
        END AS x
    FROM point
    WHERE
        (
            point.axis IN ('n_params', 'n_params_non_embedding')
            AND point.series IS NOT NULL
            AND (point.state_choice = 'equal' OR (point.rlhf_step = 0 AND point.place_from_last = 1))
        )
        OR (point.axis IN ('train_step', 'train_tokens') AND point.rlhf_step = 0)
        OR point.axis = 'rlhf_step'
),

numbered AS (
    SELECT
        placed.axis AS axis,
        placed.run_id AS run_id,
        placed.protocol_id AS protocol_id,
        placed.is_single AS is_single,
        placed.model_id AS model_id,
        placed.series AS series,
        placed.seed AS seed,
        placed.variant AS variant,
        placed.train_step AS train_step,
        placed.train_tokens AS train_tokens,
        placed.rlhf_step AS rlhf_step,
        placed.x AS x,
        DENSE_RANK() OVER (
            ORDER BY
                placed.protocol_id NULLS LAST,
                placed.series NULLS LAST,
                placed.at_model NULLS LAST,
                placed.at_train_step NULLS LAST,
                placed.at_train_tokens NULLS LAST,
                placed.at_rlhf_step NULLS LAST,
                placed.seed NULLS LAST,
                placed.variant NULLS LAST
        ) AS line_id
    FROM placed
    WHERE placed.x > 0 OR (placed.x = 0 AND placed.axis = 'rlhf_step')
),

-- n_known counts what the states of a line can be told apart by: fewer than m, and some are unknown.
line AS (
    SELECT
        numbered.line_id AS line_id,
        MAX(numbered.axis) AS axis,
        MAX(numbered.protocol_id) AS protocol_id,
        MAX(numbered.is_single) AS is_single,
        MAX(numbered.series) AS series,
        MAX(numbered.seed) AS seed,
        MAX(numbered.variant) AS variant,
        CASE WHEN COUNT(DISTINCT numbered.model_id) = 1 THEN MAX(numbered.model_id) END AS model_id,
        CASE
            WHEN COUNT(numbered.train_step) = COUNT(*) AND COUNT(DISTINCT numbered.train_step) = 1
                THEN MAX(numbered.train_step)
        END AS train_step,
        CASE
            WHEN COUNT(numbered.train_tokens) = COUNT(*) AND COUNT(DISTINCT numbered.train_tokens) = 1
                THEN MAX(numbered.train_tokens)
        END AS train_tokens,
        CASE WHEN COUNT(DISTINCT numbered.rlhf_step) = 1 THEN MAX(numbered.rlhf_step) END AS rlhf_step,
        COUNT(*) AS m,
        CASE
            WHEN MAX(numbered.axis) IN ('n_params', 'n_params_non_embedding')
                THEN COUNT(DISTINCT numbered.model_id)
            ELSE COUNT(DISTINCT numbered.x)
        END AS n_known,
        CAST(MIN(CASE WHEN numbered.x > 0 THEN numbered.x END) AS DOUBLE) AS x_unit
    FROM numbered
    GROUP BY numbered.line_id
    HAVING COUNT(DISTINCT numbered.x) >= 2
),

state AS (
    SELECT
        numbered.line_id AS line_id,
        numbered.run_id AS run_id,
        ROW_NUMBER() OVER (
            PARTITION BY numbered.line_id ORDER BY numbered.x NULLS LAST, numbered.run_id NULLS LAST
        ) AS state,
        numbered.x AS x,
        CASE
            WHEN line.axis = 'rlhf_step' THEN LOG10(1e0 + numbered.x / line.x_unit)
            ELSE LOG10(CAST(numbered.x AS DOUBLE))
        END AS scaled_x,
        line.m AS m,
        line.is_single AS is_single
    FROM numbered
    INNER JOIN line ON line.line_id = numbered.line_id
),

-- Runs that tell how much a checkpoint's mean would differ had it been trained again: seeds of one state,
-- or else the history of a base model (only_model keeps models without a series apart).
sibling AS (
    SELECT
        point.run_id AS run_id,
        point.protocol_id AS protocol_id,
        COALESCE(point.series, '') AS series,
        CASE WHEN point.series IS NULL THEN point.model_id ELSE -1 END AS only_model,
        point.model_id AS model_id,
        point.seed AS seed,
        point.variant AS variant,
        point.train_step AS train_step,
        point.rlhf_step AS rlhf_step,
        DENSE_RANK() OVER (
            ORDER BY
                point.protocol_id NULLS LAST,
                point.model_id NULLS LAST,
                point.train_step NULLS LAST,
                point.train_tokens NULLS LAST,
                point.rlhf_step NULLS LAST,
                point.variant NULLS LAST
        ) AS seed_group,
        CASE
            WHEN point.seed IS NULL THEN 0
            ELSE
                COUNT(point.seed) OVER (
                    PARTITION BY
                        point.protocol_id,
                        point.model_id,
                        point.train_step,
                        point.train_tokens,
                        point.rlhf_step,
                        point.variant
                )
        END AS n_seeds
    FROM point
),

noise_run AS (
    SELECT
        counted.run_id AS run_id,
        counted.protocol_id AS protocol_id,
        counted.series AS series,
        counted.only_model AS only_model,
        counted.model_id AS model_id,
        counted.seed AS seed,
        counted.variant AS variant,
        counted.train_step AS train_step,
        counted.seed_group AS seed_group,
        counted.n_seeds AS n_seeds
    FROM (
        SELECT
            sibling.run_id AS run_id,
            sibling.protocol_id AS protocol_id,
            sibling.series AS series,
            sibling.only_model AS only_model,
            sibling.model_id AS model_id,
            sibling.seed AS seed,
            sibling.variant AS variant,
            sibling.train_step AS train_step,
            sibling.rlhf_step AS rlhf_step,
            sibling.seed_group AS seed_group,
            sibling.n_seeds AS n_seeds,
            MAX(sibling.n_seeds) OVER (
                PARTITION BY sibling.protocol_id, sibling.series, sibling.only_model
            ) AS most_seeds
        FROM sibling
    ) AS counted
    WHERE
        counted.n_seeds > 1
        OR (counted.most_seeds < 2 AND counted.rlhf_step = 0 AND counted.train_step > 0)
),

measured_run AS (
    SELECT
        point.run_id AS run_id,
        point.is_single AS is_single,
        state.line_id AS line_id,
        state.state AS state,
        state.m AS m,
        CASE WHEN noise_run.run_id IS NULL THEN 0 ELSE 1 END AS is_noise
    FROM point
    LEFT JOIN state ON state.run_id = point.run_id
    LEFT JOIN noise_run ON noise_run.run_id = point.run_id
    WHERE state.line_id IS NOT NULL OR noise_run.run_id IS NOT NULL
),

-- What every run says of every example, metric by metric; NULL where the example has no value.
example_value AS (
    SELECT
        measured_run.run_id AS run_id,
        measured_run.line_id AS line_id,
        measured_run.state AS state,
        measured_run.m AS m,
        measured_run.is_noise AS is_noise,
        metric.name AS metric,
        response_metric.example_id AS example_id,
        CASE
            WHEN metric.name = 'nll_raw'
                THEN
                    CASE
                        WHEN response_metric.status IN ('ok', 'no_alternative') THEN response_metric.nll_raw
                    END
            WHEN response_metric.status <> 'ok' THEN NULL
            WHEN metric.name = 'logodds' THEN response_metric.logodds
            WHEN metric.name = 'p_match' THEN response_metric.p_match
            WHEN metric.name = 'credit' THEN response_metric.credit
            WHEN metric.name = 'nll' THEN response_metric.nll
            WHEN metric.name = 'choice_mass' THEN response_metric.choice_mass
        END AS y
    FROM measured_run
    INNER JOIN response_metric ON response_metric.run_id = measured_run.run_id
    INNER JOIN metric
        ON
            metric.is_normalised = 0
            AND (metric.is_asked_for = 1 OR metric.is_single = measured_run.is_single)
    UNION ALL
    SELECT
        measured_run.run_id AS run_id,
        measured_run.line_id AS line_id,
        measured_run.state AS state,
        measured_run.m AS m,
        measured_run.is_noise AS is_noise,
        metric.name AS metric,
        normalised.example_id AS example_id,
        CASE
            WHEN metric.name = 'p_match_per_token' THEN normalised.p_match_per_token
            WHEN metric.name = 'p_match_per_char' THEN normalised.p_match_per_char
            WHEN metric.name = 'p_match_per_byte' THEN normalised.p_match_per_byte
            WHEN metric.name = 'p_match_uncond' THEN normalised.p_match_uncond
            WHEN metric.name = 'credit_per_token' THEN normalised.credit_per_token
            WHEN metric.name = 'credit_per_char' THEN normalised.credit_per_char
            WHEN metric.name = 'credit_per_byte' THEN normalised.credit_per_byte
            WHEN metric.name = 'credit_uncond' THEN normalised.credit_uncond
        END AS y
    FROM metric
    CROSS JOIN measured_run
    INNER JOIN example_metric_full AS normalised ON normalised.run_id = measured_run.run_id
    WHERE metric.is_normalised = 1
),

-- Only the examples that have a value in every state of the line.
common_value AS (
    SELECT
        counted.line_id AS line_id,
        counted.metric AS metric,
        counted.state AS state,
        counted.example_id AS example_id,
        example.cluster AS cluster,
        example.subset AS subset,
        counted.y AS y
    FROM (
        SELECT
            example_value.line_id AS line_id,
            example_value.metric AS metric,
            example_value.example_id AS example_id,
            example_value.state AS state,
            example_value.m AS m,
            example_value.y AS y,
            COUNT(example_value.y) OVER (
                PARTITION BY example_value.line_id, example_value.metric, example_value.example_id
            ) AS n_values
        FROM example_value
        WHERE example_value.line_id IS NOT NULL
    ) AS counted
    INNER JOIN example ON example.example_id = counted.example_id
    WHERE counted.n_values = counted.m
),

common_count AS (
    SELECT
        common_value.line_id AS line_id,
        common_value.metric AS metric,
        COUNT(*) AS n,
        COUNT(DISTINCT common_value.cluster) AS clusters
    FROM common_value
    WHERE common_value.state = 1
    GROUP BY common_value.line_id, common_value.metric
),

-- A state with an infinite value has no mean here: nothing is dropped to get one.
state_mean AS (
    SELECT
        common_value.line_id AS line_id,
        common_value.metric AS metric,
        common_value.state AS state,
        SUM(CASE WHEN ABS(common_value.y) > 1e308 THEN 1 ELSE 0 END) AS n_inf,
        CASE
            WHEN SUM(CASE WHEN ABS(common_value.y) > 1e308 THEN 1 ELSE 0 END) = 0
                THEN AVG(CASE WHEN ABS(common_value.y) > 1e308 THEN NULL ELSE common_value.y END)
        END AS mean
    FROM common_value
    GROUP BY common_value.line_id, common_value.metric, common_value.state
),

cluster_residual AS (
    SELECT
        common_value.line_id AS line_id,
        common_value.metric AS metric,
        common_value.cluster AS cluster,
        common_value.state AS state,
        SUM(common_value.y - state_mean.mean) AS residual
    FROM common_value
    INNER JOIN state_mean
        ON
            state_mean.line_id = common_value.line_id
            AND state_mean.metric = common_value.metric
            AND state_mean.state = common_value.state
            AND state_mean.n_inf = 0
    GROUP BY common_value.line_id, common_value.metric, common_value.cluster, common_value.state
),

-- The upper triangle of V: C / (C - 1) * sum over clusters of the products of residuals / n^2.
covariance AS (
    SELECT
        earlier.line_id AS line_id,
        earlier.metric AS metric,
        earlier.state AS state,
        later.state AS other,
        SUM(earlier.residual * later.residual) * MAX(common_count.clusters)
        / NULLIF(MAX(common_count.clusters) - 1e0, 0e0)
        / (CAST(MAX(common_count.n) AS DOUBLE) * MAX(common_count.n)) AS covariance
    FROM cluster_residual AS earlier
    INNER JOIN cluster_residual AS later
        ON
            later.line_id = earlier.line_id
            AND later.metric = earlier.metric
            AND later.cluster = earlier.cluster
            AND later.state >= earlier.state
    INNER JOIN common_count
        ON common_count.line_id = earlier.line_id AND common_count.metric = earlier.metric
    GROUP BY earlier.line_id, earlier.metric, earlier.state, later.state
),

-- The mean of a run over its own examples, with its clustered variance: for the checkpoint noise.
run_value AS (
    SELECT
        example_value.run_id AS run_id,
        example_value.metric AS metric,
        example.cluster AS cluster,
        example_value.y AS y
    FROM example_value
    INNER JOIN example ON example.example_id = example_value.example_id
    WHERE example_value.is_noise = 1 AND example_value.y IS NOT NULL
),

run_mean AS (
    SELECT
        run_value.run_id AS run_id,
        run_value.metric AS metric,
        COUNT(*) AS n,
        COUNT(DISTINCT run_value.cluster) AS clusters,
        AVG(CASE WHEN ABS(run_value.y) > 1e308 THEN NULL ELSE run_value.y END) AS mean
    FROM run_value
    GROUP BY run_value.run_id, run_value.metric
    HAVING SUM(CASE WHEN ABS(run_value.y) > 1e308 THEN 1 ELSE 0 END) = 0
),

run_residual AS (
    SELECT
        run_value.run_id AS run_id,
        run_value.metric AS metric,
        run_value.cluster AS cluster,
        SUM(run_value.y - run_mean.mean) AS residual
    FROM run_value
    INNER JOIN run_mean ON run_mean.run_id = run_value.run_id AND run_mean.metric = run_value.metric
    GROUP BY run_value.run_id, run_value.metric, run_value.cluster
),

run_spread AS (
    SELECT
        run_mean.run_id AS run_id,
        run_mean.metric AS metric,
        MAX(run_mean.mean) AS mean,
        SUM(run_residual.residual * run_residual.residual) * MAX(run_mean.clusters)
        / NULLIF(MAX(run_mean.clusters) - 1e0, 0e0)
        / (CAST(MAX(run_mean.n) AS DOUBLE) * MAX(run_mean.n)) AS variance
    FROM run_mean
    INNER JOIN run_residual
        ON run_residual.run_id = run_mean.run_id AND run_residual.metric = run_mean.metric
    GROUP BY run_mean.run_id, run_mean.metric
),

-- Second differences of a model's history, where three steps are equally far apart in steps or in log steps.
history AS (
    SELECT
        noise_run.protocol_id AS protocol_id,
        noise_run.series AS series,
        noise_run.only_model AS only_model,
        noise_run.n_seeds AS n_seeds,
        run_spread.metric AS metric,
        noise_run.train_step AS step,
        LAG(noise_run.train_step, 1) OVER earlier AS step_before,
        LAG(noise_run.train_step, 2) OVER earlier AS step_before_that,
        run_spread.mean - 2e0 * LAG(run_spread.mean, 1) OVER earlier + LAG(run_spread.mean, 2) OVER earlier
            AS second_difference
    FROM noise_run
    INNER JOIN run_spread ON run_spread.run_id = noise_run.run_id
    WINDOW
        earlier AS (
            PARTITION BY
                noise_run.protocol_id,
                noise_run.model_id,
                noise_run.seed,
                noise_run.variant,
                run_spread.metric
            ORDER BY noise_run.train_step NULLS LAST, noise_run.run_id NULLS LAST
        )
),

adjacent_noise AS (
    SELECT
        history.protocol_id AS protocol_id,
        history.series AS series,
        history.only_model AS only_model,
        history.metric AS metric,
        AVG(history.second_difference * history.second_difference) / 6e0 AS variance
    FROM history
    WHERE
        history.n_seeds < 2
        AND history.step > history.step_before
        AND history.step_before > history.step_before_that
        AND (
            history.step - history.step_before = history.step_before - history.step_before_that
            OR ABS(
                LOG10(CAST(history.step AS DOUBLE)) + LOG10(CAST(history.step_before_that AS DOUBLE))
                - 2e0 * LOG10(CAST(history.step_before AS DOUBLE))
            ) < 1e-6
        )
    GROUP BY history.protocol_id, history.series, history.only_model, history.metric
),

-- What the states of a line answered, and what had to be left out.
line_total AS (
    SELECT
        state.line_id AS line_id,
        COUNT(DISTINCT response_metric.example_id) AS n_union,
        AVG(CASE WHEN response_metric.status = 'ok' THEN response_metric.choice_mass END) AS mean_choice_mass,
        AVG(CASE WHEN response_metric.status = 'ok' THEN CAST(response_metric.tied AS DOUBLE) END)
            AS frac_tied,
        SUM(CASE WHEN response_metric.status = 'ok' THEN 0 ELSE 1 END) AS n_excluded,
        SUM(CASE WHEN response_metric.status = 'missing_choice' THEN 1 ELSE 0 END) AS n_missing_choice,
        SUM(CASE WHEN response_metric.status = 'nan' THEN 1 ELSE 0 END) AS n_nan,
        SUM(CASE WHEN response_metric.status = 'all_neg_inf' THEN 1 ELSE 0 END) AS n_all_neg_inf,
        SUM(CASE WHEN response_metric.status = 'positive_logprob' THEN 1 ELSE 0 END) AS n_positive_logprob,
        SUM(CASE WHEN response_metric.status = 'no_alternative' THEN 1 ELSE 0 END) AS n_no_alternative,
        SUM(CASE WHEN response_metric.status = 'invalid_match' THEN 1 ELSE 0 END) AS n_invalid_match
    FROM state
    INNER JOIN response_metric ON response_metric.run_id = state.run_id
    GROUP BY state.line_id
),

-- One row per line and metric, with what is common to its states.
line_metric AS (
    SELECT
        line.line_id AS line_id,
        metric.name AS metric,
        metric.sesoi AS sesoi,
        line.protocol_id AS protocol_id,
        COALESCE(line.series, '') AS noise_series,
        CASE WHEN line.series IS NULL THEN line.model_id ELSE -1 END AS only_model,
        COALESCE(common_count.n, 0) AS n_common,
        COALESCE(common_count.clusters, 0) AS clusters,
        CAST(COALESCE(common_count.n, 0) AS DOUBLE) / NULLIF(line_total.n_union, 0e0) AS common_share,
        infinite.n_inf AS n_inf,
        CASE
            WHEN COALESCE(common_count.n, 0) = 0 THEN 'no_common_examples'
            WHEN line.n_known < line.m AND params.allow_mixed = 0 THEN 'unknown_states'
            WHEN
                CAST(common_count.n AS DOUBLE) / NULLIF(line_total.n_union, 0e0) < 5e-1
                AND params.allow_mixed = 0
                THEN 'common_share'
            WHEN infinite.n_inf > 0 THEN 'n_inf'
        END AS reason
    FROM line
    CROSS JOIN params
    INNER JOIN metric ON metric.is_asked_for = 1 OR metric.is_single = line.is_single
    INNER JOIN line_total ON line_total.line_id = line.line_id
    LEFT JOIN common_count ON common_count.line_id = line.line_id AND common_count.metric = metric.name
    LEFT JOIN (
        SELECT
            state_mean.line_id AS line_id,
            state_mean.metric AS metric,
            SUM(state_mean.n_inf) AS n_inf
        FROM state_mean
        GROUP BY state_mean.line_id, state_mean.metric
    ) AS infinite
        ON infinite.line_id = line.line_id AND infinite.metric = metric.name
),

-- Portable up to here.

noise AS (
    SELECT
        noise_run.protocol_id AS protocol_id,
        noise_run.series AS series,
        noise_run.only_model AS only_model,
        run_spread.metric AS metric,
        'seeds' AS source,
        CHECKPOINT_NOISE_SEEDS(noise_run.seed_group, run_spread.mean, run_spread.variance) AS variance
    FROM noise_run
    INNER JOIN run_spread ON run_spread.run_id = noise_run.run_id
    WHERE noise_run.n_seeds > 1
    GROUP BY noise_run.protocol_id, noise_run.series, noise_run.only_model, run_spread.metric
    UNION ALL
    SELECT
        adjacent_noise.protocol_id AS protocol_id,
        adjacent_noise.series AS series,
        adjacent_noise.only_model AS only_model,
        adjacent_noise.metric AS metric,
        'adjacent_checkpoints' AS source,
        adjacent_noise.variance AS variance
    FROM adjacent_noise
),

-- The light step: one JSON object per line and metric.
analysis AS (
    SELECT
        line_metric.line_id AS line_id,
        line_metric.metric AS metric,
        MAX(CASE WHEN noise.variance IS NOT NULL THEN noise.source END) AS sigma_source,
        TREND_LINE(
            covariance.state,
            covariance.other,
            state.scaled_x,
            line_metric.n_common,
            line_metric.clusters,
            state_mean.mean,
            covariance.covariance,
            line_metric.sesoi,
            noise.variance
        ) AS answer
    FROM line_metric
    INNER JOIN covariance
        ON covariance.line_id = line_metric.line_id AND covariance.metric = line_metric.metric
    INNER JOIN state_mean
        ON
            state_mean.line_id = covariance.line_id
            AND state_mean.metric = covariance.metric
            AND state_mean.state = covariance.state
    INNER JOIN state ON state.line_id = covariance.line_id AND state.state = covariance.state
    LEFT JOIN noise
        ON
            noise.protocol_id = line_metric.protocol_id
            AND noise.series = line_metric.noise_series
            AND noise.only_model = line_metric.only_model
            AND noise.metric = line_metric.metric
    WHERE line_metric.reason IS NULL
    GROUP BY line_metric.line_id, line_metric.metric
),

-- Every line and metric with its names, its coordinates and its answer.
answered_line AS (
    SELECT
        line.line_id AS line_id,
        line.axis AS axis,
        task.task_id AS task_id,
        task.name AS task,
        task.family AS family,
        task.more_is AS more_is,
        behavior.name AS behavior,
        line.series AS series,
        model.name AS model,
        line.model_id AS model_id,
        line.train_step AS train_step,
        line.train_tokens AS train_tokens,
        line.rlhf_step AS rlhf_step,
        line.seed AS seed,
        line.variant AS variant,
        protocol.protocol_id AS protocol_id,
        protocol.label AS protocol,
        protocol.comparability_key AS comparability_key,
        line_metric.metric AS metric,
        line_metric.sesoi AS sesoi,
        line.m AS m,
        first_state.x AS x_first,
        last_state.x AS x_last,
        line_metric.n_common AS n_common,
        line_total.n_union AS n_union,
        line_metric.common_share AS common_share,
        line_metric.clusters AS clusters,
        line_metric.n_inf AS n_inf,
        line_total.mean_choice_mass AS mean_choice_mass,
        line_total.frac_tied AS frac_tied,
        line_total.n_excluded AS n_excluded,
        line_total.n_missing_choice AS n_missing_choice,
        line_total.n_nan AS n_nan,
        line_total.n_all_neg_inf AS n_all_neg_inf,
        line_total.n_positive_logprob AS n_positive_logprob,
        line_total.n_no_alternative AS n_no_alternative,
        line_total.n_invalid_match AS n_invalid_match,
        line.n_known AS n_known,
        line_metric.reason AS refusal,
        analysis.sigma_source AS sigma_source,
        analysis.answer AS answer
    FROM line_metric
    INNER JOIN line ON line.line_id = line_metric.line_id
    INNER JOIN line_total ON line_total.line_id = line.line_id
    INNER JOIN state AS first_state ON first_state.line_id = line.line_id AND first_state.state = 1
    INNER JOIN state AS last_state ON last_state.line_id = line.line_id AND last_state.state = line.m
    INNER JOIN protocol ON protocol.protocol_id = line.protocol_id
    INNER JOIN task ON task.task_id = protocol.task_id
    LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
    LEFT JOIN model ON model.model_id = line.model_id
    LEFT JOIN analysis ON analysis.line_id = line_metric.line_id AND analysis.metric = line_metric.metric
),

point_estimate AS (
    SELECT
        answered_line.line_id AS line_id,
        answered_line.metric AS metric,
        state.state AS state,
        state.run_id AS run_id,
        state.x AS x,
        state.scaled_x AS scaled_x,
        state_mean.n_inf AS n_inf,
        CASE WHEN answered_line.refusal IS NULL THEN state_mean.mean END AS mean,
        CASE WHEN answered_line.refusal IS NULL THEN SQRT(covariance.covariance) END AS stderr,
        T_QUANTILE(975e-3, answered_line.clusters - 1) AS t,
        -- Wilson's n_eff, as in the query metrics
        CASE
            WHEN state_mean.mean IN (0e0, 1e0) OR covariance.covariance = 0e0 THEN answered_line.clusters
            ELSE
                MIN(
                    answered_line.n_common,
                    state_mean.mean * (1e0 - state_mean.mean) / covariance.covariance
                )
        END AS n_effective
    FROM answered_line
    INNER JOIN state ON state.line_id = answered_line.line_id
    LEFT JOIN state_mean
        ON
            state_mean.line_id = answered_line.line_id
            AND state_mean.metric = answered_line.metric
            AND state_mean.state = state.state
    LEFT JOIN covariance
        ON
            covariance.line_id = answered_line.line_id
            AND covariance.metric = answered_line.metric
            AND covariance.state = state.state
            AND covariance.other = state.state
)

SELECT
    answered_line.axis AS axis,
    answered_line.task AS task,
    answered_line.behavior AS behavior,
    answered_line.series AS series,
    DENSE_RANK() OVER (ORDER BY answered_line.line_id NULLS LAST) AS line,
    model.name AS model,
    model.n_params AS n_params,
    checkpoint.train_step AS train_step,
    checkpoint.train_tokens AS train_tokens,
    checkpoint.rlhf_step AS rlhf_step,
    answered_line.seed AS seed,
    answered_line.protocol AS protocol,
    answered_line.metric AS metric,
    point_estimate.state AS state,
    answered_line.m AS m,
    point_estimate.run_id AS run_id,
    point_estimate.x AS x,
    point_estimate.scaled_x AS scaled_x,
    point_estimate.mean AS mean,
    point_estimate.stderr AS stderr,
    CASE
        WHEN answered_line.metric LIKE 'credit%' THEN WILSON_LOWER(point_estimate.mean, point_estimate.n_effective)
        ELSE point_estimate.mean - point_estimate.t * point_estimate.stderr
    END AS low,
    CASE
        WHEN answered_line.metric LIKE 'credit%' THEN WILSON_UPPER(point_estimate.mean, point_estimate.n_effective)
        ELSE point_estimate.mean + point_estimate.t * point_estimate.stderr
    END AS high,
    answered_line.n_common AS n_common,
    answered_line.clusters AS clusters,
    answered_line.common_share AS common_share,
    point_estimate.n_inf AS n_inf,
    JSON_EXTRACT(answered_line.answer, '$.direction') AS direction,
    JSON_EXTRACT(answered_line.answer, '$.shape') AS shape,
    answered_line.refusal AS reason
FROM answered_line
INNER JOIN point_estimate
    ON point_estimate.line_id = answered_line.line_id AND point_estimate.metric = answered_line.metric
INNER JOIN run ON run.run_id = point_estimate.run_id
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
ORDER BY
    answered_line.behavior NULLS LAST,
    answered_line.task NULLS LAST,
    answered_line.line_id NULLS LAST,
    answered_line.metric NULLS LAST,
    point_estimate.state NULLS LAST
