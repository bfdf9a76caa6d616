-- The points behind the lines of trend with their intervals, one row per line, metric and state.
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
--     sesoi        real     none      smallest effect of interest on the total change, as in trend
--     allow_mixed  boolean  0         1: also draws lines that trend refuses for mixed protocols, their common share or unknown states
-- Default columns: axis, task, series, model, train_step, rlhf_step, seed, variant, protocol, metric, x, mean,
--     low, high, change, n_common, reason
-- Columns:
--     axis           text        as asked
--     task           text        name of the task
--     behavior       text        what the task measures; NULL: not said
--     series         text        models made alike; NULL: unknown
--     model          text        of the state
--     n_params       parameters  embeddings included; NULL: unknown
--     train_step     steps       of the state; NULL: unknown
--     train_tokens   tokens      of the state; NULL: unknown
--     rlhf_step      steps       of the state; NULL: unknown
--     seed           number      NULL: unknown
--     variant        text        what else tells the checkpoints apart; empty: nothing
--     protocol       text        how the task was put at the state
--     metric         text        as asked
--     unit           text        of the metric: nats, probability, share (also of a score of 0 and 1 alone) or number
--     m              states      on the line
--     state          number      place on the line, from 1
--     x              axis units  the coordinate
--     scaled_x       number      log10 of it; for rlhf_step log10(1 + x / smallest positive x)
--     mean           metric      over the common examples; NULL: the line is refused or undefined (reason)
--     own_mean       metric      of a refused line: over all examples of the state itself, not comparable with another's; NULL: not refused
--     stderr         metric      clustered (CR1); NULL: one cluster, or as mean
--     change         metric      mean less that of the first state; NULL: as mean
--     low            metric      95 % t interval, for credit Wilson at the effective n; NULL: as stderr
--     high           metric      upper bound
--     n_common       examples    with a value at every state of the line
--     clusters       clusters    among them
--     common_share   share       of the examples with a response at any state
--     n_inf          examples    with an infinite value at this state; NULL: no common examples
--     baseline       metric      mean at step 0, which a log axis has no place for: of the line, in no fit; NULL: none
--     baseline_low   metric      95 % t interval of it
--     baseline_high  metric      upper bound
--     direction      text        of the line, as in trend
--     shape          text        of the line, as in trend; NULL: fewer than three x
--     reason         text        why the line is refused or undefined, as in trend; NULL: it is not
--     line           text        identifies the line in every answer: axis, at, comparability key, coordinates
-- Source: as trend, by its native path. Every interval is about questions like these, with the checkpoint fixed; the points of a
--     line share their examples, so judge a change by trend and not by overlapping intervals.
SELECT
    t.axis,
    t.task,
    t.behavior,
    t.series,
    model.name AS model,
    model.n_params,
    checkpoint.train_step,
    checkpoint.train_tokens,
    checkpoint.rlhf_step,
    checkpoint.seed,
    checkpoint.variant,
    CASE WHEN t.at = 'mixed' THEN protocol.label ELSE t.protocol END AS protocol,
    t.metric,
    t.unit,
    t.m,
    t.state,
    t.x,
    t.scaled_x,
    t.mean,
    t.own_mean,
    t.mean_stderr AS stderr,
    t.mean - FIRST_VALUE(t.mean) OVER one_line AS change,
    CASE
        WHEN
            t.unit = 'share'
            THEN CLUSTERED_WILSON_LOWER(t.mean, t.mean_stderr, t.n_common, t.clusters)
        ELSE T_LOWER(t.mean, t.mean_stderr, t.df)
    END AS low,
    CASE
        WHEN
            t.unit = 'share'
            THEN CLUSTERED_WILSON_UPPER(t.mean, t.mean_stderr, t.n_common, t.clusters)
        ELSE T_UPPER(t.mean, t.mean_stderr, t.df)
    END AS high,
    t.n_common,
    t.clusters,
    t.common_share,
    t.n_inf,
    t.baseline,
    t.baseline_low,
    t.baseline_high,
    CASE WHEN t.refusal IS NULL THEN t.direction END AS direction,
    CASE WHEN t.refusal IS NULL THEN t.shape END AS shape,
    t.refusal AS reason,
    t.line
FROM
    LINE_POINT(
        :axis, :at, :metric, :task, :behavior, :series, :sesoi, :allow_mixed,
        :model, :train_step, :rlhf_step, :seed, :protocol
    ) AS t
INNER JOIN checkpoint ON checkpoint.checkpoint_id = t.checkpoint_id
INNER JOIN model ON model.model_id = t.model_id
LEFT JOIN run ON run.run_id = t.run_id
LEFT JOIN protocol ON protocol.protocol_id = run.protocol_id
LEFT JOIN trend_metric ON trend_metric.name = t.metric
WINDOW one_line AS (PARTITION BY t.line, t.metric ORDER BY t.state NULLS LAST)
ORDER BY
    t.behavior NULLS LAST,
    t.task NULLS LAST,
    t.line NULLS LAST,
    trend_metric.place NULLS LAST,
    t.metric NULLS LAST,
    t.state NULLS LAST
