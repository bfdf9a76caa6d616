-- The points of behaviors: the plain mean over a behavior's tests state by state, one row per set of lines that agree in all but the task, state and metric.
--
-- A task without a behavior stands for itself. A state that some test lacks has no mean, since other tests would fake a
-- movement. The interval is over tests like these, as that of behavior_trend: how far they lie apart counts, and a behavior
-- of two tests has next to none. Of a single test it is over questions like these.
--
-- Parameters:
--     axis         axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at           states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric       metrics  none      one or several, parted by commas, as in trend; else logodds, p_match and credit (nll_raw where there is one choice)
--     task         names    none      only these tasks
--     behavior     names    none      only tasks of these behaviors
--     series       names    none      only models of these series
--     model        names    none      only states of these models
--     train_step   numbers  none      only states at these train steps
--     rlhf_step    numbers  none      only states at these RLHF steps; 0 is none either
--     seed         numbers  none      only states of these seeds
--     protocol     names    none      only states put so, by the label of the protocol
--     allow_mixed  boolean  0         1: also lines that trend refuses for their common share or unknown states
-- Default columns: axis, behavior, task, series, model, train_step, rlhf_step, seed, variant, protocol, metric,
--     n_tests, x, mean, low, high, n_common, n_lacking
-- Columns:
--     axis          text        as asked
--     behavior      text        what the tests measure; NULL: not said
--     task          text        the one test; NULL: several
--     series        text        models made alike; NULL: unknown
--     model         text        of the state
--     n_params      parameters  embeddings included; NULL: unknown
--     train_step    steps       of the state; NULL: unknown
--     rlhf_step     steps       of the state; NULL: unknown
--     seed          number      NULL: unknown
--     variant       text        what else tells the checkpoints apart; empty: nothing
--     protocol      text        how the tests were put
--     metric        text        as asked
--     unit          text        of the metric: nats, probability, share (also of a score of 0 and 1 alone) or number
--     n_tests       tests       lines behind the set
--     state         number      place among the states of the set, from 1
--     x             axis units  the coordinate
--     mean          metric      over the tests; NULL: some test has none here
--     stderr        metric      between the tests: their SD over the square root of n_tests; of a single test over its questions; NULL: as mean
--     low           metric      95 % t interval with n_tests - 1 df; of a single test as in trend_points; NULL: as stderr
--     high          metric      upper bound
--     stderr_fixed  metric      over questions, the tests taken as fixed: square root of the sum of their squared stderrs, over n_tests; NULL: as mean, or a test without one
--     n_common      examples    behind the tests' means, together
--     n_lacking     tests       without a mean here: the state is a gap where any are
--     baseline      metric      mean over the tests at step 0, which a log axis has no place for; NULL: some test has none
--     line          text        identifies the set: axis, at, coordinates, protocol, behavior or task
-- Source: docs/statistics.md 4: tests like these; 2: the standard error of a mean over a fixed list of tests.
WITH test AS (
    SELECT
        t.*,
        t.axis || '|' || t.at || t.coordinates || '|protocol=' || t.protocol
        || COALESCE('|behavior=' || t.behavior, '|task=' || t.task) AS team,
        ROW_NUMBER() OVER (PARTITION BY t.line, t.metric, t.x ORDER BY t.state) AS copy,
        checkpoint.train_step AS own_train_step,
        checkpoint.rlhf_step AS own_rlhf_step,
        model.name AS own_model,
        model.n_params AS own_n_params
    FROM
        LINE_POINT(
            :axis, :at, :metric, :task, :behavior, :series, NULL, :allow_mixed,
            :model, :train_step, :rlhf_step, :seed, :protocol
        ) AS t
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = t.checkpoint_id
    INNER JOIN model ON model.model_id = t.model_id
    WHERE t.at <> 'mixed' OR :allow_mixed = 1
),

placed AS (
    SELECT
        test.*,
        AVG(test.mean) OVER (PARTITION BY test.team, test.metric, test.x, test.copy) AS team_mean
    FROM test
),

team AS (
    SELECT
        test.team,
        test.metric,
        SUM(test.state = 1) AS n_tests
    FROM test
    GROUP BY test.team, test.metric
),

point AS (
    SELECT
        placed.*,
        team.n_tests,
        COUNT(placed.mean) AS n_means,
        COUNT(placed.mean_stderr) AS n_stderrs,
        COUNT(placed.baseline) AS n_baselines,
        SQRT(SUM(placed.mean_stderr * placed.mean_stderr)) / COUNT(*) AS fixed_error,
        SQRT(
            SUM((placed.mean - placed.team_mean) * (placed.mean - placed.team_mean))
            / NULLIF(COUNT(*) - 1, 0) / COUNT(*)
        ) AS tests_error,
        AVG(placed.baseline) AS team_baseline,
        SUM(placed.n_common) AS team_common,
        MIN(placed.line) AS first_line
    FROM placed
    INNER JOIN team ON team.team = placed.team AND team.metric = placed.metric
    GROUP BY placed.team, placed.metric, placed.x, placed.copy
),

drawn AS (
    SELECT
        point.*,
        CASE WHEN point.n_means = point.n_tests THEN point.team_mean END AS y,
        CASE
            WHEN point.n_means < point.n_tests THEN NULL
            WHEN point.n_tests > 1 THEN point.tests_error
            WHEN point.n_stderrs = 1 THEN point.fixed_error
        END AS error,
        CASE
            WHEN point.n_means = point.n_tests AND point.n_stderrs = point.n_tests THEN point.fixed_error
        END AS error_fixed
    FROM point
)

SELECT
    d.axis,
    d.behavior,
    CASE WHEN d.n_tests = 1 OR d.behavior IS NULL THEN d.task END AS task,
    d.series,
    d.own_model AS model,
    d.own_n_params AS n_params,
    d.own_train_step AS train_step,
    d.own_rlhf_step AS rlhf_step,
    d.seed,
    d.variant,
    d.protocol,
    d.metric,
    d.unit,
    d.n_tests,
    ROW_NUMBER() OVER (PARTITION BY d.team, d.metric ORDER BY d.x NULLS LAST, d.copy) AS state,
    d.x,
    d.y AS mean,
    d.error AS stderr,
    CASE
        WHEN d.n_tests > 1 THEN T_LOWER(d.y, d.error, d.n_tests - 1)
        WHEN d.unit = 'share' THEN CLUSTERED_WILSON_LOWER(d.y, d.error, d.n_common, d.clusters)
        ELSE T_LOWER(d.y, d.error, d.df)
    END AS low,
    CASE
        WHEN d.n_tests > 1 THEN T_UPPER(d.y, d.error, d.n_tests - 1)
        WHEN d.unit = 'share' THEN CLUSTERED_WILSON_UPPER(d.y, d.error, d.n_common, d.clusters)
        ELSE T_UPPER(d.y, d.error, d.df)
    END AS high,
    d.error_fixed AS stderr_fixed,
    d.team_common AS n_common,
    d.n_tests - d.n_means AS n_lacking,
    CASE WHEN d.n_baselines = d.n_tests THEN d.team_baseline END AS baseline,
    d.team AS line
FROM drawn AS d
LEFT JOIN trend_metric ON trend_metric.name = d.metric
ORDER BY
    d.behavior NULLS LAST,
    d.task NULLS LAST,
    d.team NULLS LAST,
    trend_metric.place NULLS LAST,
    d.metric NULLS LAST,
    state NULLS LAST
