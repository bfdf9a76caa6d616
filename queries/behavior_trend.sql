-- Whether all tests of a behavior rise or fall along an axis, and what their number bounds, one row per behavior, set of lines and metric.
--
-- A test is a task, or with test=question a cluster of its questions. Tasks of one family ask the same items: they are
-- one test, the mean of their lines. Rising is more of the matching answers; where tasks differ in more_is, those where
-- more is worse are turned round first, and orientation says so. Every figure is conditional on these checkpoints, which
-- all tests share; prompting can show presence, not absence: never read all_falling without share_rising_upper.
--
-- Parameters:
--     axis      axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at        states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric    metrics  none      one or several of trend_metric's names, parted by commas; none: logodds, p_match, credit (nll_raw where there is one choice)
--     behavior  text     none      only this behavior
--     task      text     none      only this task; % stands for any text
--     series    text     none      only models of this series
--     test      text     task      what counts as a test: task or question
--     sesoi     real     none      changes up to this are flat; none: .05 (probabilities), .1 (nats), .2 (log-odds)
--     top       integer  3         how many tests to name at each end
-- Columns:
--     axis                 text         as asked
--     behavior             text         what the tests measure; NULL: not said
--     series               text         models made alike; NULL: unknown
--     model                text         of the lines; NULL: it varies
--     train_step           steps        equal at every state; NULL: it varies or is unknown
--     rlhf_step            steps        equal at every state, 0 where there was none; NULL: it varies
--     seed                 number       equal at every state; NULL: unknown
--     variant              text         what else tells the checkpoints apart; empty: nothing
--     metric               text         as asked
--     test                 text         task or question, as asked
--     orientation          text         as scored, or better: tests where more is worse are turned round
--     n_tests              tests        with a change; a family counts once
--     n_clusters           clusters     independent groups of questions behind the tests
--     n_lines_refused      lines        left out: for a common share under .5, states that cannot be told apart, infinite values
--     n_unoriented_tasks   tasks        left out of a behavior that had to be turned, for want of more_is
--     m                    states       on the lines, at most
--     x_first              axis units   smallest coordinate
--     x_last               axis units   largest coordinate
--     band                 metric       changes up to it are flat
--     n_rising             tests        change above 0
--     n_falling            tests        change below 0
--     n_unchanged          tests        change of 0 (under 1e-12: rounding)
--     n_rising_beyond      tests        change above the band
--     n_falling_beyond     tests        change below minus the band
--     n_flat               tests        change within the band
--     n_strictly_rising    tests        that rise at every step
--     n_strictly_falling   tests        that fall at every step
--     all_rising           boolean      1: every test rises; read it with share_falling_upper
--     all_falling          boolean      1: every test falls; read it with share_rising_upper
--     share_rising_upper   share        one-sided exact 95 % upper bound of the share of such tests that rise
--     share_falling_upper  share        the same of those that fall
--     sign_p               probability  exact two-sided sign test, unchanged tests left out; NULL: all unchanged
--     n_rising_bh          tests        that rise by themselves at a false discovery rate of 5 %; NULL: no test has a p
--     n_falling_bh         tests        that fall by themselves at that rate; NULL: no test has a p
--     p_all_rise           probability  of the least sure test, one-sided: small says that all rise; NULL: a test has no p
--     p_all_fall           probability  the same for all fall; NULL: a test has no p
--     mean_change          metric       mean over tests, fitted over the range; NULL: no two tests share all states
--     mean_low             metric       95 % t interval over tests; NULL: one test
--     mean_high            metric       upper bound
--     mean_shape           text         shape of the mean line over tests; NULL: fewer than three x or one test
--     mean_law_p           probability  of a slope of the mean line over the states as a sample; NULL: fewer than three states
--     mean_noise_to_explain  metric     smallest checkpoint noise that makes the finding on the mean line chance; inf: none does
--     pooled_change        metric       mean of the tests' true changes: random effects, REML; NULL: fewer than two tests, or one without a stderr above 0
--     pooled_low           metric       95 % Hartung-Knapp interval, factor at least 1
--     pooled_high          metric       upper bound
--     prediction_low       metric       where 95 % of such tests' true changes fall; NULL: fewer than three tests, or as pooled_change
--     prediction_high      metric       upper bound
--     share_expected_rising  share      of such tests by the pooled model: Phi(mean / tau); NULL: as pooled_change
--     tau                  metric       SD of the true changes between tests; NULL: as pooled_change
--     i2                   share        of the variation that is between tests; NULL: as pooled_change
--     heterogeneity_p      probability  of one common change (Cochran's Q); NULL: as pooled_change
--     n_with_stderr        tests        with a stderr above 0 of their own: only where all have one are they pooled
--     dl_change            metric       pooled by DerSimonian and Laird instead; NULL: as pooled_change
--     dl_tau               metric       SD between tests by them; NULL: as pooled_change
--     shapes               JSON         how many lines have which shape; NULL: test is question
--     most_rising          JSON         the tests with the largest changes: test, change, p_bh (null: no stderr)
--     most_falling         JSON         the tests with the smallest changes
--     frac_tied            share        of ties between a matching and another choice; NULL: no comparison
--     mean_choice_mass     probability  mean probability of all choices together; NULL: no comparison
--     n_excluded           responses    without a value, over all states and tests
--     scope                text         of which claim
--     warning              text         what weakens the row; NULL: nothing
--     reason               text         why nothing is claimed: all_refused, no_orientation, unknown_test; NULL: something is
-- Source: STATISTICS.md 4. A family's stderr is the mean of its lines' (as if one sample). Benjamini and Hochberg (1995).
WITH params AS (
    SELECT
        :axis AS axis,
        :at AS at,
        :metric AS metric,
        :behavior AS behavior,
        :task AS task,
        :series AS series,
        :test AS test,
        :sesoi AS sesoi,
        :top AS top
),

-- Lines: logarium reads those of the tasks asked for, as queries/native/lines.sql says.

-- A group is what one row answers for: a behavior, and all coordinates of its lines but the protocol.
line_metric AS (
    SELECT
        trend_line.line AS line,
        trend_metric.name AS metric,
        COALESCE(params.sesoi, trend_metric.sesoi) AS sesoi,
        COALESCE('family ' || trend_line.family, 'task ' || trend_line.task) AS family,
        COALESCE(trend_line.family, trend_line.task) AS family_name,
        trend_line.task_id AS task_id,
        trend_line.more_is AS more_is,
        trend_line.behavior AS behavior,
        trend_line.series AS series,
        trend_line.model AS model,
        trend_line.train_step AS train_step,
        trend_line.rlhf_step AS rlhf_step,
        trend_line.seed AS seed,
        trend_line.variant AS variant,
        trend_line.m AS m,
        trend_line.x_first AS x_first,
        trend_line.x_last AS x_last,
        trend_line.unknown_states + trend_line.conflicting_models AS unknown_states,
        trend_metric.name || '|' || COALESCE(trend_line.behavior, '') || SUBSTR(
            trend_line.line,
            LENGTH(trend_line.axis) + LENGTH(trend_line.at) + LENGTH(trend_line.comparability_key) + 7
        ) AS team
    FROM trend_line
    CROSS JOIN params
    INNER JOIN trend_metric
        ON
            INSTR(',' || params.metric || ',', ',' || trend_metric.name || ',') > 0
            OR (params.metric IS NULL AND trend_metric.default_when_single = trend_line.is_single)
    WHERE
        trend_line.axis = params.axis
        AND (trend_line.at = params.at OR (trend_line.at = 'equal' AND params.axis NOT LIKE 'n_params%'))
        AND (params.behavior IS NULL OR trend_line.behavior = params.behavior)
        AND (
            params.task IS NULL OR trend_line.task = params.task
            OR (INSTR(params.task, '%') > 0 AND trend_line.task LIKE params.task)
        )
        AND (params.series IS NULL OR trend_line.series = params.series)
),

team AS (
    SELECT
        line_metric.team AS team,
        MAX(line_metric.metric) AS metric,
        MAX(line_metric.sesoi) AS sesoi,
        MAX(line_metric.behavior) AS behavior,
        MAX(line_metric.series) AS series,
        MAX(line_metric.model) AS model,
        CASE WHEN COUNT(DISTINCT line_metric.train_step) = 1 THEN MAX(line_metric.train_step) END
            AS train_step,
        MAX(line_metric.rlhf_step) AS rlhf_step,
        MAX(line_metric.seed) AS seed,
        MAX(line_metric.variant) AS variant,
        MAX(line_metric.m) AS m,
        MIN(line_metric.x_first) AS x_first,
        MAX(line_metric.x_last) AS x_last,
        MIN(line_metric.m) < MAX(line_metric.m)
        OR MIN(line_metric.x_first) < MAX(line_metric.x_first)
        OR MIN(line_metric.x_last) < MAX(line_metric.x_last) AS has_other_states,
        CASE
            WHEN
                COUNT(DISTINCT line_metric.more_is) > 1 AND MAX(line_metric.metric) <> 'choice_mass'
                THEN 'better'
            ELSE 'as scored'
        END AS orientation
    FROM line_metric
    GROUP BY line_metric.team
),

-- The sign that turns a line to its team's orientation; NULL: it cannot be told.
turned_line AS (
    SELECT
        line_metric.line AS line,
        line_metric.metric AS metric,
        line_metric.team AS team,
        line_metric.family AS family,
        line_metric.family_name AS family_name,
        line_metric.task_id AS task_id,
        line_metric.sesoi AS sesoi,
        line_metric.unknown_states AS unknown_states,
        CASE
            WHEN team.orientation = 'as scored' OR line_metric.more_is = 'better' THEN 1e0
            WHEN line_metric.more_is = 'worse' THEN -1e0
        END AS turn
    FROM line_metric
    INNER JOIN team ON team.team = line_metric.team
),

-- twin counts the states of equal x.
placed_state AS (
    SELECT
        trend_state.line AS line,
        trend_state.run_id AS run_id,
        trend_state.state AS state,
        trend_state.m AS m,
        trend_state.x AS x,
        trend_state.scaled_x AS scaled_x,
        ROW_NUMBER() OVER (
            PARTITION BY trend_state.line, trend_state.x ORDER BY trend_state.state NULLS LAST
        ) AS twin
    FROM trend_state
    WHERE trend_state.line IN (SELECT turned_line.line FROM turned_line)
),

-- What every line that can be turned says, on the examples common to its states.
line_answer AS (
    SELECT
        turned_line.line AS line,
        turned_line.metric AS metric,
        MAX(placed_state.m) AS m,
        RUN_TREND(
            placed_state.scaled_x,
            placed_state.run_id,
            turned_line.metric,
            turned_line.sesoi,
            NULL,
            placed_state.state,
            turned_line.turn
        ) AS trend
    FROM turned_line
    INNER JOIN placed_state ON placed_state.line = turned_line.line
    WHERE turned_line.turn IS NOT NULL AND turned_line.unknown_states = 0
    GROUP BY turned_line.line, turned_line.metric
),

-- The lines that have enough in common and no infinite value.
drawn_line AS (
    SELECT
        turned_line.team AS team,
        turned_line.family AS family,
        turned_line.family_name AS family_name,
        turned_line.line AS line,
        turned_line.metric AS metric,
        turned_line.turn AS turn,
        line_answer.m AS m,
        line_answer.trend AS trend,
        JSON_EXTRACT(line_answer.trend, '$.clusters') AS clusters,
        COUNT(*) OVER (PARTITION BY turned_line.team, turned_line.family) AS n_lines
    FROM turned_line
    INNER JOIN line_answer ON line_answer.line = turned_line.line AND line_answer.metric = turned_line.metric
    WHERE
        JSON_EXTRACT(line_answer.trend, '$.m') = line_answer.m
        AND JSON_EXTRACT(line_answer.trend, '$.n_common') > 0
        AND JSON_EXTRACT(line_answer.trend, '$.n_common')
        >= 5e-1 * JSON_EXTRACT(line_answer.trend, '$.n_union')
        AND COALESCE(JSON_EXTRACT(line_answer.trend, '$.reason'), '') <> 'n_inf'
),

-- Example by example only where a test is a question, or where tasks of one family may share their clusters.
common_value AS (
    SELECT
        value.team AS team,
        value.family AS family,
        value.family_name AS family_name,
        value.n_lines AS n_lines,
        value.line AS line,
        value.x AS x,
        value.twin AS twin,
        value.scaled_x AS scaled_x,
        example.cluster AS cluster,
        value.y AS y
    FROM (
        SELECT
            drawn_line.team AS team,
            drawn_line.family AS family,
            drawn_line.family_name AS family_name,
            drawn_line.n_lines AS n_lines,
            drawn_line.line AS line,
            drawn_line.m AS m,
            placed_state.x AS x,
            placed_state.twin AS twin,
            placed_state.scaled_x AS scaled_x,
            response_value.example_id AS example_id,
            response_value.y * drawn_line.turn AS y,
            COUNT(response_value.y)
                OVER (PARTITION BY drawn_line.line, drawn_line.metric, response_value.example_id)
                AS n_values
        FROM drawn_line
        CROSS JOIN params
        INNER JOIN placed_state ON placed_state.line = drawn_line.line
        INNER JOIN response_value
            ON response_value.run_id = placed_state.run_id AND response_value.metric = drawn_line.metric
        WHERE params.test = 'question' OR drawn_line.n_lines > 1
    ) AS value
    INNER JOIN example ON example.example_id = value.example_id
    WHERE value.n_values = value.m
),

-- A test's own line with its own stderr, where a test is a task.
line_trend AS (
    SELECT
        drawn_line.team AS team,
        drawn_line.family AS family,
        drawn_line.line AS line,
        drawn_line.trend AS trend
    FROM drawn_line
    CROSS JOIN params
    WHERE params.test = 'task'
),

test_state AS (
    SELECT
        line_state.team AS team,
        line_state.test AS test,
        line_state.name AS name,
        line_state.x AS x,
        line_state.twin AS twin,
        AVG(line_state.scaled_x) AS scaled_x,
        AVG(line_state.y) AS y
    FROM (
        SELECT
            line_trend.team AS team,
            line_trend.family AS test,
            drawn_line.family_name AS name,
            placed_state.x AS x,
            placed_state.twin AS twin,
            placed_state.scaled_x AS scaled_x,
            state.value ->> '$.mean' AS y
        FROM line_trend
        INNER JOIN drawn_line ON drawn_line.team = line_trend.team AND drawn_line.line = line_trend.line
        INNER JOIN JSON_EACH(line_trend.trend, '$.states') AS state
        INNER JOIN placed_state
            ON placed_state.line = line_trend.line AND placed_state.state = state.key + 1
        UNION ALL
        SELECT
            common_value.team AS team,
            common_value.family || '|' || common_value.cluster AS test,
            common_value.family_name || ': ' || common_value.cluster AS name,
            common_value.x AS x,
            common_value.twin AS twin,
            MAX(common_value.scaled_x) AS scaled_x,
            AVG(common_value.y) AS y
        FROM common_value
        CROSS JOIN params
        WHERE params.test = 'question'
        GROUP BY
            common_value.team,
            common_value.line,
            common_value.family || '|' || common_value.cluster,
            common_value.x,
            common_value.twin
    ) AS line_state
    GROUP BY line_state.team, line_state.test, line_state.x, line_state.twin
),

step AS (
    SELECT
        test_state.team AS team,
        test_state.test AS test,
        test_state.name AS name,
        test_state.scaled_x AS scaled_x,
        test_state.y AS y,
        test_state.y - LAG(test_state.y) OVER (
            PARTITION BY test_state.team, test_state.test
            ORDER BY test_state.scaled_x NULLS LAST, test_state.twin NULLS LAST
        ) AS rise
    FROM test_state
),

test_line AS (
    SELECT
        step.team AS team,
        step.test AS test,
        MAX(step.name) AS name,
        -- what is left of equal values by rounding is no change
        CASE
            WHEN
                ABS(OLS_SLOPE(step.scaled_x, step.y)) * (MAX(step.scaled_x) - MIN(step.scaled_x)) < 1e-12
                THEN 0e0
            ELSE OLS_SLOPE(step.scaled_x, step.y) * (MAX(step.scaled_x) - MIN(step.scaled_x))
        END AS change,
        MIN(step.rise) > 0e0 AS is_strictly_rising,
        MAX(step.rise) < 0e0 AS is_strictly_falling
    FROM step
    GROUP BY step.team, step.test
),

test_spread AS (
    SELECT
        line_trend.team AS team,
        line_trend.family AS test,
        AVG(JSON_EXTRACT(line_trend.trend, '$.stderr')) AS stderr,
        COUNT(JSON_EXTRACT(line_trend.trend, '$.stderr')) = COUNT(*) AS is_known,
        MIN(JSON_EXTRACT(line_trend.trend, '$.df')) AS df
    FROM line_trend
    GROUP BY line_trend.team, line_trend.family
),

tested AS (
    SELECT
        test_line.team AS team,
        test_line.test AS test,
        test_line.name AS name,
        test_line.change AS change,
        test_line.is_strictly_rising AS is_strictly_rising,
        test_line.is_strictly_falling AS is_strictly_falling,
        CASE WHEN test_spread.is_known = 1 AND test_spread.stderr > 0e0 THEN test_spread.stderr END AS stderr,
        CASE
            WHEN test_spread.is_known = 1 AND test_spread.stderr > 0e0
                THEN T_UPPER_TAIL(test_line.change / test_spread.stderr, test_spread.df)
        END AS p_rise,
        CASE
            WHEN test_spread.is_known = 1 AND test_spread.stderr > 0e0
                THEN T_CDF(test_line.change / test_spread.stderr, test_spread.df)
        END AS p_fall
    FROM test_line
    LEFT JOIN test_spread ON test_spread.team = test_line.team AND test_spread.test = test_line.test
),

adjusted AS (
    SELECT
        tested.team AS team,
        tested.test AS test,
        2e0 * MIN(tested.p_rise, tested.p_fall) AS p,
        ROW_NUMBER() OVER (
            PARTITION BY tested.team
            ORDER BY MIN(tested.p_rise, tested.p_fall) NULLS LAST, tested.test NULLS LAST
        ) AS place,
        COUNT(*) OVER (PARTITION BY tested.team) AS n
    FROM tested
    WHERE tested.p_rise IS NOT NULL
),

discovered AS (
    SELECT
        adjusted.team AS team,
        adjusted.test AS test,
        MIN(MIN(1e0, adjusted.p * adjusted.n / adjusted.place)) OVER (
            PARTITION BY adjusted.team
            ORDER BY adjusted.place DESC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS p_bh
    FROM adjusted
),

ranked AS (
    SELECT
        tested.team AS team,
        tested.test AS test,
        tested.name AS name,
        tested.change AS change,
        tested.stderr AS stderr,
        tested.p_rise AS p_rise,
        tested.p_fall AS p_fall,
        tested.is_strictly_rising AS is_strictly_rising,
        tested.is_strictly_falling AS is_strictly_falling,
        discovered.p_bh AS p_bh,
        ROW_NUMBER() OVER (
            PARTITION BY tested.team ORDER BY tested.change DESC NULLS LAST, tested.test NULLS LAST
        ) AS place_from_top,
        ROW_NUMBER() OVER (
            PARTITION BY tested.team ORDER BY tested.change NULLS LAST, tested.test NULLS LAST
        ) AS place_from_bottom
    FROM tested
    LEFT JOIN discovered ON discovered.team = tested.team AND discovered.test = tested.test
),

counted AS (
    SELECT
        ranked.team AS team,
        COUNT(*) AS n_tests,
        SUM(ranked.change > 0e0) AS n_rising,
        SUM(ranked.change < 0e0) AS n_falling,
        SUM(ranked.change = 0e0) AS n_unchanged,
        SUM(ranked.change > team.sesoi) AS n_rising_beyond,
        SUM(ranked.change < -team.sesoi) AS n_falling_beyond,
        SUM(ABS(ranked.change) <= team.sesoi) AS n_flat,
        SUM(ranked.is_strictly_rising) AS n_strictly_rising,
        SUM(ranked.is_strictly_falling) AS n_strictly_falling,
        SUM(CASE WHEN ranked.p_bh IS NOT NULL THEN ranked.p_bh <= 5e-2 AND ranked.change > 0e0 END)
            AS n_rising_bh,
        SUM(CASE WHEN ranked.p_bh IS NOT NULL THEN ranked.p_bh <= 5e-2 AND ranked.change < 0e0 END)
            AS n_falling_bh,
        CASE WHEN COUNT(ranked.p_rise) = COUNT(*) THEN MAX(ranked.p_rise) END AS p_all_rise,
        CASE WHEN COUNT(ranked.p_fall) = COUNT(*) THEN MAX(ranked.p_fall) END AS p_all_fall,
        COUNT(ranked.stderr) AS n_with_stderr,
        CASE
            WHEN COUNT(ranked.stderr) = COUNT(*)
                THEN META_ANALYSIS(ranked.change, ranked.stderr * ranked.stderr)
        END AS pooled
    FROM ranked
    INNER JOIN team ON team.team = ranked.team
    GROUP BY ranked.team
),

mean_trend AS (
    SELECT
        test_state.team AS team,
        TREND(
            test_state.scaled_x, test_state.test, NULL, test_state.y, team.sesoi, NULL, test_state.state
        ) AS trend
    FROM (
        SELECT
            test_state.team AS team,
            test_state.test AS test,
            test_state.y AS y,
            MAX(test_state.scaled_x) OVER (PARTITION BY test_state.team, test_state.x) AS scaled_x,
            DENSE_RANK() OVER (
                PARTITION BY test_state.team ORDER BY test_state.x NULLS LAST, test_state.twin NULLS LAST
            ) AS state
        FROM test_state
    ) AS test_state
    INNER JOIN team ON team.team = test_state.team
    GROUP BY test_state.team
),

named_test AS (
    SELECT
        team.team AS team,
        (
            SELECT JSON_GROUP_ARRAY(JSON_OBJECT('test', name, 'change', change, 'p_bh', p_bh))
            FROM (
                SELECT
                    ranked.name AS name,
                    ranked.change AS change,
                    ranked.p_bh AS p_bh
                FROM ranked
                WHERE ranked.team = team.team AND ranked.place_from_top <= params.top
                ORDER BY ranked.place_from_top NULLS LAST
            )
        ) AS most_rising,
        (
            SELECT JSON_GROUP_ARRAY(JSON_OBJECT('test', name, 'change', change, 'p_bh', p_bh))
            FROM (
                SELECT
                    ranked.name AS name,
                    ranked.change AS change,
                    ranked.p_bh AS p_bh
                FROM ranked
                WHERE ranked.team = team.team AND ranked.place_from_bottom <= params.top
                ORDER BY ranked.place_from_bottom NULLS LAST
            )
        ) AS most_falling
    FROM team
    CROSS JOIN params
),

shape_count AS (
    SELECT
        shape.team AS team,
        JSON_GROUP_OBJECT(shape.label, shape.n) AS shapes
    FROM (
        SELECT
            line_trend.team AS team,
            COALESCE(JSON_EXTRACT(line_trend.trend, '$.shape'), 'undefined') AS label,
            COUNT(*) AS n
        FROM line_trend
        GROUP BY line_trend.team, COALESCE(JSON_EXTRACT(line_trend.trend, '$.shape'), 'undefined')
    ) AS shape
    GROUP BY shape.team
),

refused AS (
    SELECT
        turned_line.team AS team,
        SUM(turned_line.turn IS NOT NULL AND drawn.line IS NULL) AS n_lines_refused,
        COUNT(DISTINCT CASE WHEN turned_line.turn IS NULL THEN turned_line.task_id END) AS n_unoriented_tasks
    FROM turned_line
    LEFT JOIN drawn_line AS drawn
        ON drawn.team = turned_line.team AND drawn.line = turned_line.line
    GROUP BY turned_line.team
),

team_cluster AS (
    SELECT
        part.team AS team,
        SUM(part.n_clusters) AS n_clusters
    FROM (
        SELECT
            drawn_line.team AS team,
            drawn_line.clusters AS n_clusters
        FROM drawn_line
        WHERE drawn_line.n_lines = 1
        UNION ALL
        SELECT
            common_value.team AS team,
            COUNT(DISTINCT common_value.family || '|' || common_value.cluster) AS n_clusters
        FROM common_value
        WHERE common_value.n_lines > 1
        GROUP BY common_value.team
    ) AS part
    GROUP BY part.team
),

team_total AS (
    SELECT
        line_run.team AS team,
        SUM(measure.n * measure.mean_choice_mass) / NULLIF(SUM(measure.n), 0) AS mean_choice_mass,
        SUM(measure.n * measure.frac_tied) / NULLIF(SUM(measure.n), 0) AS frac_tied,
        SUM(measure.n_excluded) AS n_excluded
    FROM (
        SELECT DISTINCT
            turned_line.team AS team,
            trend_state.run_id AS run_id
        FROM turned_line
        INNER JOIN trend_state ON trend_state.line = turned_line.line
    ) AS line_run
    CROSS JOIN RUN_MEASURE(line_run.run_id) AS measure
    GROUP BY line_run.team
)

SELECT
    params.axis AS axis,
    team.behavior AS behavior,
    team.series AS series,
    team.model AS model,
    team.train_step AS train_step,
    team.rlhf_step AS rlhf_step,
    team.seed AS seed,
    team.variant AS variant,
    team.metric AS metric,
    params.test AS test,
    team.orientation AS orientation,
    COALESCE(counted.n_tests, 0) AS n_tests,
    COALESCE(team_cluster.n_clusters, 0) AS n_clusters,
    refused.n_lines_refused AS n_lines_refused,
    refused.n_unoriented_tasks AS n_unoriented_tasks,
    team.m AS m,
    team.x_first AS x_first,
    team.x_last AS x_last,
    team.sesoi AS band,
    counted.n_rising AS n_rising,
    counted.n_falling AS n_falling,
    counted.n_unchanged AS n_unchanged,
    counted.n_rising_beyond AS n_rising_beyond,
    counted.n_falling_beyond AS n_falling_beyond,
    counted.n_flat AS n_flat,
    counted.n_strictly_rising AS n_strictly_rising,
    counted.n_strictly_falling AS n_strictly_falling,
    counted.n_rising = counted.n_tests AS all_rising,
    counted.n_falling = counted.n_tests AS all_falling,
    UPPER_SHARE_BOUND(counted.n_rising, counted.n_tests) AS share_rising_upper,
    UPPER_SHARE_BOUND(counted.n_falling, counted.n_tests) AS share_falling_upper,
    SIGN_TEST_P(counted.n_rising, counted.n_falling) AS sign_p,
    counted.n_rising_bh AS n_rising_bh,
    counted.n_falling_bh AS n_falling_bh,
    counted.p_all_rise AS p_all_rise,
    counted.p_all_fall AS p_all_fall,
    JSON_EXTRACT(mean_trend.trend, '$.total_change') AS mean_change,
    JSON_EXTRACT(mean_trend.trend, '$.low') AS mean_low,
    JSON_EXTRACT(mean_trend.trend, '$.high') AS mean_high,
    JSON_EXTRACT(mean_trend.trend, '$.shape') AS mean_shape,
    JSON_EXTRACT(mean_trend.trend, '$.law_p') AS mean_law_p,
    CASE JSON_EXTRACT(mean_trend.trend, '$.noise_to_explain')
        WHEN 'inf' THEN 9e999
        ELSE JSON_EXTRACT(mean_trend.trend, '$.noise_to_explain')
    END AS mean_noise_to_explain,
    JSON_EXTRACT(counted.pooled, '$.mean') AS pooled_change,
    JSON_EXTRACT(counted.pooled, '$.low') AS pooled_low,
    JSON_EXTRACT(counted.pooled, '$.high') AS pooled_high,
    JSON_EXTRACT(counted.pooled, '$.prediction_low') AS prediction_low,
    JSON_EXTRACT(counted.pooled, '$.prediction_high') AS prediction_high,
    JSON_EXTRACT(counted.pooled, '$.share_positive') AS share_expected_rising,
    SQRT(JSON_EXTRACT(counted.pooled, '$.tau2')) AS tau,
    JSON_EXTRACT(counted.pooled, '$.i2') AS i2,
    JSON_EXTRACT(counted.pooled, '$.q_p') AS heterogeneity_p,
    counted.n_with_stderr AS n_with_stderr,
    JSON_EXTRACT(counted.pooled, '$.dl_mean') AS dl_change,
    SQRT(JSON_EXTRACT(counted.pooled, '$.dl_tau2')) AS dl_tau,
    shape_count.shapes AS shapes,
    named_test.most_rising AS most_rising,
    named_test.most_falling AS most_falling,
    team_total.frac_tied AS frac_tied,
    team_total.mean_choice_mass AS mean_choice_mass,
    team_total.n_excluded AS n_excluded,
    'measured: these ' || team.m || ' checkpoints, on tests like these '
    || COALESCE(counted.n_tests, 0) || '; prompting shows presence, not absence' AS scope,
    NULLIF(
        SUBSTR(
            CASE WHEN team.has_other_states THEN '; tests do not share their states' ELSE '' END
            || CASE
                WHEN
                    refused.n_lines_refused > 0
                    THEN '; ' || refused.n_lines_refused || ' lines refused'
                ELSE ''
            END
            || CASE
                WHEN refused.n_unoriented_tasks > 0
                    THEN '; ' || refused.n_unoriented_tasks || ' tasks without more_is left out'
                ELSE ''
            END
            || CASE
                WHEN counted.n_tests < 6 THEN '; fewer than 6 tests: unanimity shows nothing at 5 %' ELSE ''
            END
            || CASE
                WHEN params.test = 'task' AND counted.n_with_stderr < counted.n_tests
                    THEN
                        '; ' || (counted.n_tests - counted.n_with_stderr)
                        || ' tests without a stderr above 0: no p of their own, nothing pooled'
                ELSE ''
            END
            || CASE WHEN team_total.frac_tied > 1e-2 THEN '; more than 1 % ties' ELSE '' END
            || CASE WHEN team_total.mean_choice_mass < 1e-2 THEN '; choice mass under 1 %' ELSE '' END,
            3
        ),
        ''
    ) AS warning,
    CASE
        WHEN params.test NOT IN ('task', 'question') THEN 'unknown_test'
        WHEN counted.n_tests IS NOT NULL THEN NULL
        WHEN refused.n_lines_refused = 0 THEN 'no_orientation'
        ELSE 'all_refused'
    END AS reason
FROM team
CROSS JOIN params
INNER JOIN refused ON refused.team = team.team
LEFT JOIN counted ON counted.team = team.team
LEFT JOIN mean_trend ON mean_trend.team = team.team
LEFT JOIN named_test ON named_test.team = team.team
LEFT JOIN shape_count ON shape_count.team = team.team
LEFT JOIN team_cluster ON team_cluster.team = team.team
LEFT JOIN team_total ON team_total.team = team.team
ORDER BY
    team.behavior NULLS LAST,
    team.series NULLS LAST,
    team.model NULLS LAST,
    team.train_step NULLS LAST,
    team.rlhf_step NULLS LAST,
    team.seed NULLS LAST,
    team.variant NULLS LAST,
    CASE team.metric WHEN 'logodds' THEN 1 WHEN 'p_match' THEN 2 WHEN 'credit' THEN 3 ELSE 4 END,
    team.metric NULLS LAST,
    team.team NULLS LAST
