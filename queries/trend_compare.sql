-- Whether a trend differs between two protocols, series, models, steps or seeds: one row per task, metric and pair of lines.
--
-- Two lines of trend that agree in every coordinate but one are held against each other on the items that both have at
-- all of their states: the fitted change over the range of the axis is taken item by item on each, so that what an item has
-- of its own cancels. With by=protocol, whether a chain of thought turns the curve; with by=rlhf_step or model, whether the
-- slope over training or size is another after RLHF. Lines with other states have other ranges: then the slopes, per unit of the
-- axis' scale, are what can be compared.
--
-- Parameters:
--     by          text     protocol  in what the two lines differ: protocol, series, model, train_step, rlhf_step or seed
--     axis        axis     n_params  n_params, n_params_non_embedding, train_tokens, train_step or rlhf_step
--     at          states   equal     n_params: equal joins models at equal steps, final each model's last base state
--     metric      metrics  none      one or several, parted by commas, as in trend; else the usual ones
--     task        names    none      only these tasks
--     behavior    names    none      only tasks of these behaviors
--     series      names    none      only models of these series
--     model       names    none      only states of these models
--     train_step  numbers  none      only states at these train steps
--     rlhf_step   numbers  none      only states at these RLHF steps; 0 is none either
--     seed        numbers  none      only states of these seeds
--     protocol    names    none      only states put so, by the label of the protocol
--     sesoi       real     none      smallest effect of interest on the difference; else .05 (probabilities), .1 (nats), .2 (log-odds)
-- Default columns: axis, task, series, model, train_step, rlhf_step, seed, protocol, metric, a, b, n_common,
--     change_a, shape_a, change_b, shape_b, difference, low, high, verdict, warning, reason
-- Columns:
--     axis              text         as asked
--     task              text         name of the task
--     behavior          text         what the task measures; NULL: not said
--     series            text         of both lines; NULL: unknown, or in what they differ
--     model             text         of both lines; NULL: it varies, or in what they differ
--     train_step        steps        of both lines; NULL: as model
--     rlhf_step         steps        of both lines; NULL: as model
--     seed              number       of both lines; NULL: unknown, or in what they differ
--     variant           text         what else tells the checkpoints apart; empty: nothing
--     protocol          text         of both lines; NULL: in what they differ
--     metric            text         as asked
--     by                text         as asked
--     a                 text         the first line's value of it
--     b                 text         the second's
--     n_common          items        with a value at every state of both lines: the row rests on these
--     common_share      share        of the items with a response at any state of either
--     clusters          clusters     groups of dependent items among the common ones
--     m_a               states       on line a
--     m_b               states       on line b
--     x_first_a         axis units   smallest coordinate of line a
--     x_last_a          axis units   largest
--     x_first_b         axis units   smallest of line b
--     x_last_b          axis units   largest
--     change_a          metric       fitted change over line a's range, of the common items
--     change_b          metric       of line b
--     direction_a       text         as in trend, of the common items; NULL: no stderr
--     direction_b       text         of line b
--     shape_a           text         as in trend, of the common items; NULL: fewer than three x
--     shape_b           text         of line b
--     difference        metric       change_b - change_a, paired; NULL: reason
--     stderr            metric       clustered (CR1); NULL: as difference, or one cluster
--     low               metric       95 % t interval; NULL: as stderr
--     high              metric       upper bound
--     p                 probability  two-sided, of no difference; NULL: no stderr, or it is 0
--     slope_difference  metric       per unit of the axis' scale (a decade)
--     slope_low         metric       95 % t interval; NULL: as stderr
--     slope_high        metric       upper bound
--     verdict           text         differ: p under 5 %; alike: the 90 % interval lies within the smallest effect of interest; differ_trivially: both; undecided; NULL: no stderr
--     sentence          text         the answer in words; NULL: as verdict
--     warning           text         what weakens the row; NULL: nothing
--     reason            text         why nothing is claimed: unknown_states, no_common_items, n_inf, one_cluster; NULL: something is
-- Source: least squares over the states item by item, clustered (CR1), t with clusters - 1 degrees of freedom; Schuirmann (1987).
SELECT
    t.axis,
    t.task,
    t.behavior,
    t.series,
    t.model,
    t.train_step,
    t.rlhf_step,
    t.seed,
    t.variant,
    t.protocol,
    t.metric,
    t.by_what AS "by",
    t.a,
    t.b,
    t.n_common,
    1e0 * t.n_common / NULLIF(t.n_union, 0) AS common_share,
    t.clusters,
    t.m_a,
    t.m_b,
    t.x_first_a,
    t.x_last_a,
    t.x_first_b,
    t.x_last_b,
    t.change_a,
    t.change_b,
    t.direction_a,
    t.direction_b,
    t.shape_a,
    t.shape_b,
    t.difference,
    t.stderr,
    T_LOWER(t.difference, t.stderr, t.df) AS low,
    T_UPPER(t.difference, t.stderr, t.df) AS high,
    T_P(t.difference, t.stderr, t.df) AS p,
    t.slope_difference,
    T_LOWER(t.slope_difference, t.slope_stderr, t.df) AS slope_low,
    T_UPPER(t.slope_difference, t.slope_stderr, t.df) AS slope_high,
    CASE
        WHEN t.stderr IS NULL THEN NULL
        WHEN
            T_P(t.difference, t.stderr, t.df) < 5e-2
            AND ABS(t.difference) + T_QUANTILE(95e-2, t.df) * t.stderr < t.sesoi
            THEN 'differ_trivially'
        WHEN T_P(t.difference, t.stderr, t.df) < 5e-2 THEN 'differ'
        WHEN t.stderr = 0e0 AND t.difference <> 0e0 THEN 'differ'
        WHEN ABS(t.difference) + T_QUANTILE(95e-2, t.df) * t.stderr < t.sesoi THEN 'alike'
        ELSE 'undecided'
    END AS verdict,
    CASE
        WHEN t.stderr IS NOT NULL
            THEN
                REPLACE(COALESCE(t.shape_a, t.direction_a), '_', ' ') || ' with ' || t.a || ', '
                || REPLACE(COALESCE(t.shape_b, t.direction_b), '_', ' ') || ' with ' || t.b || ': difference '
                || PRINTF(
                    '%.3g [%.3g, %.3g]', t.difference, T_LOWER(t.difference, t.stderr, t.df),
                    T_UPPER(t.difference, t.stderr, t.df)
                )
    END AS sentence,
    NULLIF(
        CONCAT_WS(
            '; ',
            CASE
                WHEN t.x_first_a <> t.x_first_b OR t.x_last_a <> t.x_last_b
                    THEN 'the lines have other ranges: compare the slopes'
            END,
            CASE
                WHEN t.n_common > 0 AND t.n_common < 95e-2 * t.n_union
                    THEN
                        'only ' || PRINTF('%.0f', 1e2 * t.n_common / t.n_union)
                        || ' % of the items are common'
            END,
            CASE WHEN t.clusters BETWEEN 2 AND 9 THEN 'fewer than 10 clusters' END,
            CASE WHEN t.stderr = 0e0 THEN 'degenerate: stderr is 0' END
        ),
        ''
    ) AS warning,
    t.reason
FROM
    LINE_COMPARISON(
        :axis, :at, :metric, :task, :behavior, :series, :sesoi, :by,
        :model, :train_step, :rlhf_step, :seed, :protocol
    ) AS t
LEFT JOIN trend_metric ON trend_metric.name = t.metric
ORDER BY
    t.behavior NULLS LAST,
    t.task NULLS LAST,
    t.series NULLS LAST,
    t.model NULLS LAST,
    t.train_step NULLS LAST,
    t.rlhf_step NULLS LAST,
    t.seed NULLS LAST,
    t.protocol NULLS LAST,
    trend_metric.place NULLS LAST,
    t.metric NULLS LAST,
    t.a NULLS LAST,
    t.b NULLS LAST
