-- The heavy step of trend from the columns of runs; line_metric and state are the query's own.
WITH line_metric AS (
    SELECT
        1 AS row_id,
        trend_line.line AS line,
        trend_line.noise_group AS noise_group,
        'logodds' AS metric
    FROM trend_line
),

state AS (
    SELECT
        line_metric.row_id AS row_id,
        line_metric.metric AS metric,
        0 AS is_mixed,
        trend_state.state AS state,
        trend_state.run_id AS run_id
    FROM line_metric
    INNER JOIN trend_state ON trend_state.line = line_metric.line
),

-- Heavy step: the same answer as the portable one.

line_run AS (
    SELECT
        state.row_id AS row_id,
        state.metric AS metric,
        state.is_mixed AS is_mixed,
        JSON_GROUP_OBJECT(state.state, state.run_id) AS runs
    FROM state
    GROUP BY state.row_id, state.metric, state.is_mixed
),

moment AS (
    SELECT
        line_run.row_id AS row_id,
        pair.state AS state,
        pair.other AS other,
        pair.n AS n,
        pair.clusters AS clusters,
        pair.n_union AS n_union,
        pair.n_inf AS n_inf,
        pair.mean AS mean,
        pair.covariance AS covariance
    FROM line_run
    CROSS JOIN LINE_MOMENT(line_run.runs, line_run.metric, line_run.is_mixed) AS pair
),

common_count AS (
    SELECT
        moment.row_id AS row_id,
        moment.n AS n,
        moment.clusters AS clusters,
        moment.n_union AS n_union
    FROM moment
    WHERE moment.state = 1 AND moment.other = 1
),

state_mean AS (
    SELECT
        moment.row_id AS row_id,
        moment.state AS state,
        moment.n_inf AS n_inf,
        moment.mean AS mean
    FROM moment
    WHERE moment.other = moment.state
),

covariance AS (
    SELECT
        moment.row_id AS row_id,
        moment.state AS state,
        moment.other AS other,
        moment.covariance AS covariance
    FROM moment
),

noise_spread AS (
    SELECT
        noise_run.run_id AS run_id,
        noise_run.metric AS metric,
        own.mean AS mean,
        own.variance AS variance
    FROM (
        SELECT DISTINCT
            trend_noise_run.run_id AS run_id,
            noise_metric.metric AS metric
        FROM trend_noise_run
        INNER JOIN (
            SELECT DISTINCT
                line_metric.noise_group AS noise_group,
                line_metric.metric AS metric
            FROM line_metric
        ) AS noise_metric
            ON noise_metric.noise_group = trend_noise_run.noise_group
    ) AS noise_run
    CROSS JOIN RUN_MOMENT(noise_run.run_id, noise_run.metric) AS own
    WHERE own.mean IS NOT NULL
),

line_total AS (
    SELECT
        line_run.line AS line,
        MAX(line_run.n_union) AS n_union,
        SUM(measure.n * measure.mean_choice_mass) / NULLIF(SUM(measure.n), 0) AS mean_choice_mass,
        SUM(measure.n * measure.frac_tied) / NULLIF(SUM(measure.n), 0) AS frac_tied,
        SUM(measure.n_excluded) AS n_excluded,
        SUM(measure.n_missing_choice) AS n_missing_choice,
        SUM(measure.n_nan) AS n_nan,
        SUM(measure.n_all_neg_inf) AS n_all_neg_inf,
        SUM(measure.n_positive_logprob) AS n_positive_logprob,
        SUM(measure.n_no_alternative) AS n_no_alternative,
        SUM(measure.n_invalid_match) AS n_invalid_match
    FROM (
        SELECT DISTINCT
            line_metric.line AS line,
            state.run_id AS run_id,
            common_count.n_union AS n_union
        FROM line_metric
        CROSS JOIN common_count ON common_count.row_id = line_metric.row_id
        CROSS JOIN state ON state.row_id = line_metric.row_id
    ) AS line_run
    CROSS JOIN RUN_MEASURE(line_run.run_id) AS measure
    GROUP BY line_run.line
)

-- Heavy step ends.
SELECT
    covariance.row_id AS row_id,
    covariance.state AS state,
    covariance.other AS other,
    covariance.covariance AS covariance,
    state_mean.mean AS mean,
    line_total.n_union AS n_union,
    noise_spread.variance AS variance
FROM covariance
INNER JOIN state_mean ON state_mean.row_id = covariance.row_id
INNER JOIN line_metric ON line_metric.row_id = covariance.row_id
INNER JOIN line_total ON line_total.line = line_metric.line
LEFT JOIN noise_spread ON noise_spread.metric = line_metric.metric
