-- Whether all tests of a behavior rise or fall along an axis, and what their number bounds, one row per behavior, set of lines and metric.
--
-- A test is a task, or with test=question a cluster of its questions. Tasks of one family ask the same items: they are
-- one test, the mean of their lines. Rising is more of the matching answers; where tasks differ in more_is, those where
-- more is worse are turned round first, and orientation says so. Every figure is conditional on these checkpoints, which
-- all tests share; prompting can show presence, not absence: never read all_falling without share_rising_upper.
--
-- Parameters:
--     axis        axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at          states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric      metrics  none      one or several of trend_metric's names, parted by commas; none: logodds, p_match, credit (nll_raw where there is one choice)
--     behavior    names    none      only these behaviors
--     task        names    none      only these tasks
--     series      names    none      only models of these series
--     model       names    none      only states of these models
--     train_step  numbers  none      only states at these train steps
--     rlhf_step   numbers  none      only states at these RLHF steps; 0 is none either
--     seed        numbers  none      only states of these seeds
--     protocol    names    none      only states put so, by the label of the protocol
--     test        text     task      what counts as a test: task or question
--     sesoi       real     none      changes up to this are flat; none: .05 (probabilities), .1 (nats), .2 (log-odds)
--     top         integer  3         how many tests to name at each end
-- Default columns: axis, behavior, series, model, train_step, rlhf_step, seed, variant, metric, test, n_tests,
--     n_rising_beyond, n_falling_beyond, n_flat, all_rising, all_falling, share_rising_upper,
--     share_falling_upper, mean_change, mean_low, mean_high, i2, warning, reason
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
--     sesoi                metric       smallest effect of interest: changes up to it are flat
--     n_rising             tests        change above 0
--     n_falling            tests        change below 0
--     n_unchanged          tests        change of 0 (under 1e-12: rounding)
--     n_rising_beyond      tests        change above sesoi
--     n_falling_beyond     tests        change below minus sesoi
--     n_flat               tests        change within sesoi
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
-- Source: docs/statistics.md 4. A family's stderr is the mean of its lines' (as if one sample). Benjamini and Hochberg (1995).
WITH test AS MATERIALIZED (
    SELECT
        own.*,
        JSON_OBJECT('test', own.name, 'change', own.change, 'p_bh', own.p_bh) AS named,
        ROW_NUMBER() OVER (
            PARTITION BY own.team ORDER BY own.change DESC NULLS LAST, own.test NULLS LAST
        ) AS place_from_top,
        ROW_NUMBER() OVER (
            PARTITION BY own.team ORDER BY own.change NULLS LAST, own.test NULLS LAST
        ) AS place_from_bottom
    FROM BEHAVIOR_TEST(
        :axis, :at, :metric, :task, :behavior, :series, :sesoi, :test,
        :model, :train_step, :rlhf_step, :seed, :protocol
    ) AS own
)

SELECT
    :axis AS axis,
    t.behavior,
    t.series,
    t.model,
    t.train_step,
    t.rlhf_step,
    t.seed,
    t.variant,
    t.metric,
    :test AS test,
    t.orientation,
    t.n_tests,
    t.n_clusters,
    t.n_lines_refused,
    t.n_unoriented_tasks,
    t.m,
    t.x_first,
    t.x_last,
    t.sesoi,
    t.n_rising,
    t.n_falling,
    t.n_unchanged,
    t.n_rising_beyond,
    t.n_falling_beyond,
    t.n_flat,
    t.n_strictly_rising,
    t.n_strictly_falling,
    t.n_rising = t.n_tests AS all_rising,
    t.n_falling = t.n_tests AS all_falling,
    UPPER_SHARE_BOUND(t.n_rising, t.n_tests) AS share_rising_upper,
    UPPER_SHARE_BOUND(t.n_falling, t.n_tests) AS share_falling_upper,
    SIGN_TEST_P(t.n_rising, t.n_falling) AS sign_p,
    t.n_rising_bh,
    t.n_falling_bh,
    t.p_all_rise,
    t.p_all_fall,
    t.mean_change,
    t.mean_low,
    t.mean_high,
    t.mean_shape,
    t.mean_law_p,
    t.mean_noise_to_explain,
    t.pooled_change,
    t.pooled_low,
    t.pooled_high,
    t.prediction_low,
    t.prediction_high,
    t.share_expected_rising,
    t.tau,
    t.i2,
    t.heterogeneity_p,
    CASE WHEN t.n_rising IS NOT NULL THEN t.n_with_stderr END AS n_with_stderr,
    t.dl_change,
    t.dl_tau,
    t.shapes,
    (
        SELECT JSON_GROUP_ARRAY(JSON(named))
        FROM (
            SELECT test.named FROM test
            WHERE test.team = t.team AND test.place_from_top <= :top
            ORDER BY test.place_from_top
        )
    ) AS most_rising,
    (
        SELECT JSON_GROUP_ARRAY(JSON(named))
        FROM (
            SELECT test.named FROM test
            WHERE test.team = t.team AND test.place_from_bottom <= :top
            ORDER BY test.place_from_bottom
        )
    ) AS most_falling,
    t.frac_tied,
    t.mean_choice_mass,
    t.n_excluded,
    'measured: these ' || t.m || ' checkpoints, on tests like these ' || t.n_tests
    || '; prompting shows presence, not absence' AS scope,
    NULLIF(
        CONCAT_WS(
            '; ',
            CASE WHEN t.has_other_states THEN 'tests do not share their states' END,
            CASE WHEN t.n_lines_refused > 0 THEN t.n_lines_refused || ' lines refused' END,
            CASE
                WHEN t.n_unoriented_tasks > 0
                    THEN t.n_unoriented_tasks || ' tasks without more_is left out'
            END,
            CASE
                WHEN t.n_tests BETWEEN 1 AND 5 THEN 'fewer than 6 tests: unanimity shows nothing at 5 %'
            END,
            CASE
                WHEN :test = 'task' AND t.n_with_stderr < t.n_tests
                    THEN
                        (t.n_tests - t.n_with_stderr)
                        || ' tests without a stderr above 0: no p of their own, nothing pooled'
            END,
            CASE WHEN t.frac_tied > 1e-2 THEN 'more than 1 % ties' END,
            CASE WHEN t.mean_choice_mass < 1e-2 THEN 'choice mass under 1 %' END
        ),
        ''
    ) AS warning,
    CASE
        WHEN :test NOT IN ('task', 'question') THEN 'unknown_test'
        WHEN t.n_tests > 0 THEN NULL
        WHEN t.n_lines_refused = 0 THEN 'no_orientation'
        ELSE 'all_refused'
    END AS reason
FROM
    BEHAVIOR_LINE(
        :axis, :at, :metric, :task, :behavior, :series, :sesoi, :test,
        :model, :train_step, :rlhf_step, :seed, :protocol
    ) AS t
LEFT JOIN trend_metric ON trend_metric.name = t.metric
ORDER BY
    t.behavior NULLS LAST,
    t.series NULLS LAST,
    t.model NULLS LAST,
    t.train_step NULLS LAST,
    t.rlhf_step NULLS LAST,
    t.seed NULLS LAST,
    t.variant NULLS LAST,
    trend_metric.place NULLS LAST,
    t.metric NULLS LAST,
    t.team NULLS LAST
