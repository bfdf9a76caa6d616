-- The heavy step of trend in the SQL that SQLite, DuckDB and Spark answer alike: the means of every line's states over the
-- examples that all of them answered, and their clustered covariance V. A query ends it with a SELECT from one of its
-- steps; the parameters are those of trend, each in params alone. LINE_TREND and LINE_POINT answer as this does.
--
-- Steps: line_metric, common_count, state_mean, covariance, noise_spread, line_total, basis.
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

-- The lines asked for, once for each metric asked of them: what a row of the answer is.
line_metric AS (
    SELECT
        ROW_NUMBER() OVER (ORDER BY trend_line.line NULLS LAST, trend_metric.name NULLS LAST) AS row_id,
        trend_line.line,
        trend_line.noise_group,
        trend_metric.name AS metric,
        COALESCE(params.sesoi, trend_metric.sesoi) AS sesoi,
        CASE WHEN trend_line.at = 'mixed' THEN 1 ELSE 0 END AS is_mixed,
        params.allow_mixed,
        trend_line.unknown_states * (1 - params.allow_mixed) AS unknown_states,
        trend_line.conflicting_models,
        5e-1 * (1 - params.allow_mixed) AS least_common_share
    FROM trend_line
    CROSS JOIN params
    INNER JOIN trend_metric
        ON
            INSTR(',' || params.metric || ',', ',' || trend_metric.name || ',') > 0
            OR (params.metric IS NULL AND trend_metric.default_when_single = trend_line.is_single)
    WHERE
        trend_line.axis = params.axis
        AND (
            trend_line.at = params.at
            OR (
                trend_line.at IN ('equal', 'mixed')
                AND (params.at = 'equal' OR params.axis NOT LIKE 'n_params%')
            )
        )
        AND (
            params.task IS NULL OR trend_line.task = params.task
            OR (INSTR(params.task, '%') > 0 AND trend_line.task LIKE params.task)
        )
        AND (params.behavior IS NULL OR trend_line.behavior = params.behavior)
        AND (params.series IS NULL OR trend_line.series = params.series)
),

state AS (
    SELECT
        line_metric.row_id,
        line_metric.metric,
        line_metric.is_mixed,
        trend_state.state,
        trend_state.m,
        trend_state.run_id,
        trend_state.x,
        trend_state.scaled_x
    FROM line_metric
    INNER JOIN trend_state ON trend_state.line = line_metric.line
),

-- What the states say of every example; where they were put differently, of every item.
answered AS (
    SELECT
        state.row_id,
        state.state,
        state.m,
        CASE
            WHEN state.is_mixed = 1
                THEN
                    (
                        SELECT shared_item.item_id FROM shared_item
                        WHERE shared_item.example_id = response_value.example_id
                    )
            ELSE response_value.example_id
        END AS example_id,
        response_value.y
    FROM state
    INNER JOIN response_value
        ON response_value.run_id = state.run_id AND response_value.metric = state.metric
),

-- Only the examples that have a value in every state of the line.
common_value AS (
    SELECT
        counted.row_id,
        counted.state,
        counted.example_id,
        example.cluster,
        counted.y
    FROM (
        SELECT
            answered.row_id,
            answered.state,
            answered.m,
            answered.example_id,
            answered.y,
            COUNT(answered.y) OVER (PARTITION BY answered.row_id, answered.example_id) AS n_values
        FROM answered
    ) AS counted
    INNER JOIN example ON example.example_id = counted.example_id
    WHERE counted.n_values = counted.m
),

common_count AS (
    SELECT
        common_value.row_id,
        COUNT(*) AS n,
        COUNT(DISTINCT common_value.cluster) AS clusters
    FROM common_value
    WHERE common_value.state = 1
    GROUP BY common_value.row_id
),

-- A state with an infinite value has no mean here: nothing is dropped to get one.
state_mean AS (
    SELECT
        common_value.row_id,
        common_value.state,
        SUM(CASE WHEN ABS(common_value.y) > 1e308 THEN 1 ELSE 0 END) AS n_inf,
        CASE
            WHEN SUM(CASE WHEN ABS(common_value.y) > 1e308 THEN 1 ELSE 0 END) = 0
                THEN AVG(CASE WHEN ABS(common_value.y) > 1e308 THEN NULL ELSE common_value.y END)
        END AS mean
    FROM common_value
    GROUP BY common_value.row_id, common_value.state
),

cluster_residual AS (
    SELECT
        common_value.row_id,
        common_value.cluster,
        common_value.state,
        SUM(common_value.y - state_mean.mean) AS residual
    FROM common_value
    INNER JOIN state_mean
        ON
            state_mean.row_id = common_value.row_id
            AND state_mean.state = common_value.state
            AND state_mean.n_inf = 0
    GROUP BY common_value.row_id, common_value.cluster, common_value.state
),

-- The upper triangle of V: C / (C - 1) * sum over clusters of the products of residuals / n^2.
covariance AS (
    SELECT
        earlier.row_id,
        earlier.state,
        later.state AS other,
        SUM(earlier.residual * later.residual) * MAX(common_count.clusters)
        / NULLIF(MAX(common_count.clusters) - 1e0, 0e0)
        / (CAST(MAX(common_count.n) AS DOUBLE) * MAX(common_count.n)) AS covariance
    FROM cluster_residual AS earlier
    INNER JOIN cluster_residual AS later
        ON
            later.row_id = earlier.row_id
            AND later.cluster = earlier.cluster
            AND later.state >= earlier.state
    INNER JOIN common_count ON common_count.row_id = earlier.row_id
    GROUP BY earlier.row_id, earlier.state, later.state
),

-- The mean of a run over its own examples, with its clustered variance: for the checkpoint noise.
noise_metric AS (
    SELECT DISTINCT
        line_metric.noise_group,
        line_metric.metric
    FROM line_metric
),

noise_value AS (
    SELECT
        noise_run.run_id,
        noise_run.metric,
        example.cluster,
        response_value.y
    FROM (
        SELECT DISTINCT
            trend_noise_run.run_id,
            noise_metric.metric
        FROM trend_noise_run
        INNER JOIN noise_metric ON noise_metric.noise_group = trend_noise_run.noise_group
    ) AS noise_run
    INNER JOIN response_value
        ON response_value.run_id = noise_run.run_id AND response_value.metric = noise_run.metric
    INNER JOIN example ON example.example_id = response_value.example_id
    WHERE response_value.y IS NOT NULL
),

noise_mean AS (
    SELECT
        noise_value.run_id,
        noise_value.metric,
        COUNT(*) AS n,
        COUNT(DISTINCT noise_value.cluster) AS clusters,
        AVG(CASE WHEN ABS(noise_value.y) > 1e308 THEN NULL ELSE noise_value.y END) AS mean
    FROM noise_value
    GROUP BY noise_value.run_id, noise_value.metric
    HAVING SUM(CASE WHEN ABS(noise_value.y) > 1e308 THEN 1 ELSE 0 END) = 0
),

noise_residual AS (
    SELECT
        noise_value.run_id,
        noise_value.metric,
        SUM(noise_value.y - noise_mean.mean) AS residual
    FROM noise_value
    INNER JOIN noise_mean
        ON noise_mean.run_id = noise_value.run_id AND noise_mean.metric = noise_value.metric
    GROUP BY noise_value.run_id, noise_value.metric, noise_value.cluster
),

noise_spread AS (
    SELECT
        noise_mean.run_id,
        noise_mean.metric,
        MAX(noise_mean.mean) AS mean,
        SUM(noise_residual.residual * noise_residual.residual) * MAX(noise_mean.clusters)
        / NULLIF(MAX(noise_mean.clusters) - 1e0, 0e0)
        / (CAST(MAX(noise_mean.n) AS DOUBLE) * MAX(noise_mean.n)) AS variance
    FROM noise_mean
    INNER JOIN noise_residual
        ON noise_residual.run_id = noise_mean.run_id AND noise_residual.metric = noise_mean.metric
    GROUP BY noise_mean.run_id, noise_mean.metric
),

-- What the states of a line answered, and what had to be left out.
line_total AS (
    SELECT
        line_run.line,
        COUNT(
            DISTINCT
            CASE
                WHEN line_run.is_mixed = 1
                    THEN
                        (
                            SELECT shared_item.item_id FROM shared_item
                            WHERE shared_item.example_id = m.example_id
                        )
                ELSE m.example_id
            END
        ) AS n_union,
        AVG(CASE WHEN m.status = 'ok' THEN m.choice_mass END) AS mean_choice_mass,
        AVG(CASE WHEN m.status = 'ok' THEN CAST(m.tied AS DOUBLE) END) AS frac_tied,
        SUM(CASE WHEN m.status = 'ok' THEN 0 ELSE 1 END) AS n_excluded,
        SUM(CASE WHEN m.status = 'missing_choice' THEN 1 ELSE 0 END) AS n_missing_choice,
        SUM(CASE WHEN m.status = 'nan' THEN 1 ELSE 0 END) AS n_nan,
        SUM(CASE WHEN m.status = 'all_neg_inf' THEN 1 ELSE 0 END) AS n_all_neg_inf,
        SUM(CASE WHEN m.status = 'positive_logprob' THEN 1 ELSE 0 END) AS n_positive_logprob,
        SUM(CASE WHEN m.status = 'no_alternative' THEN 1 ELSE 0 END) AS n_no_alternative,
        SUM(CASE WHEN m.status = 'invalid_match' THEN 1 ELSE 0 END) AS n_invalid_match
    FROM (
        SELECT DISTINCT
            line_metric.line,
            line_metric.is_mixed,
            state.run_id
        FROM line_metric
        INNER JOIN state ON state.row_id = line_metric.row_id
    ) AS line_run
    INNER JOIN response_metric AS m ON m.run_id = line_run.run_id
    GROUP BY line_run.line
),

-- Second differences of three states in a row.
second_difference AS (
    SELECT
        trend_noise_run.noise_group,
        noise_spread.metric,
        SUM(trend_noise_run.weight * noise_spread.mean) AS difference
    FROM trend_noise_run
    INNER JOIN noise_spread ON noise_spread.run_id = trend_noise_run.run_id
    WHERE trend_noise_run.source = 'adjacent_checkpoints'
    GROUP BY trend_noise_run.noise_group, noise_spread.metric, trend_noise_run.unit
    HAVING COUNT(*) = 3
),

-- What every row rests on, and why some are refused.
basis AS (
    SELECT
        line_metric.row_id,
        line_metric.line,
        line_metric.metric,
        line_metric.sesoi,
        line_metric.noise_group,
        COALESCE(common_count.n, 0) AS n_common,
        COALESCE(common_count.clusters, 0) AS clusters,
        CAST(COALESCE(common_count.n, 0) AS DOUBLE) / line_total.n_union AS common_share,
        CASE
            WHEN line_metric.conflicting_models > 0 THEN 'conflicting_models'
            WHEN line_metric.is_mixed > line_metric.allow_mixed THEN 'mixed_protocols'
            WHEN COALESCE(common_count.n, 0) = 0 THEN 'no_common_examples'
            WHEN line_metric.unknown_states > 0 THEN 'unknown_states'
            WHEN CAST(common_count.n AS DOUBLE) / line_total.n_union < line_metric.least_common_share
                THEN 'common_share'
            WHEN infinite.n_inf > 0 THEN 'n_inf'
        END AS refusal
    FROM line_metric
    INNER JOIN line_total ON line_total.line = line_metric.line
    LEFT JOIN common_count ON common_count.row_id = line_metric.row_id
    LEFT JOIN (
        SELECT
            state_mean.row_id,
            SUM(state_mean.n_inf) AS n_inf
        FROM state_mean
        GROUP BY state_mean.row_id
    ) AS infinite
        ON infinite.row_id = line_metric.row_id
)
