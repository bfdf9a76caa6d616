-- Which part of a task drives its trend, one row per line, metric and subset, of the tasks that have subsets.
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
--     allow_mixed  boolean  0         1: also lines that trend refuses for their common share or unknown states
-- Default columns: axis, task, series, model, train_step, rlhf_step, seed, variant, protocol, metric, subset,
--     n, share, value_first, value_last, total_change, low, high, direction, contribution, reason
-- Columns:
--     axis          text        as asked
--     task          text        name of the task
--     behavior      text        what the task measures; NULL: not said
--     series        text        models made alike; NULL: unknown
--     model         text        the model of the line; NULL: it varies
--     train_step    steps       equal at every state; NULL: it varies or is unknown
--     rlhf_step     steps       equal at every state, 0 where there was none; NULL: it varies
--     seed          number      equal at every state; NULL: unknown
--     variant       text        what else tells the checkpoints apart; empty: nothing
--     protocol      text        how the task was put
--     metric        text        as asked
--     subset        text        part of the task; NULL: examples in no subset
--     m             states      on the line
--     x_first       axis units  smallest coordinate
--     x_last        axis units  largest coordinate
--     n             examples    of the subset, with a value at every state
--     clusters      clusters    among them
--     share         share       of the line's common examples
--     value_first   metric      mean at the first state; NULL: refused or undefined
--     value_last    metric      mean at the last state; NULL: as value_first
--     total_change  metric      fitted change over the range; NULL: as value_first
--     stderr        metric      clustered (CR1); NULL: one cluster, or as value_first
--     low           metric      95 % t interval; NULL: as stderr
--     high          metric      upper bound
--     direction     text        as in trend; NULL: as stderr
--     shape         text        as in trend; NULL: fewer than three x, or as stderr
--     contribution  metric      share * total_change: the contributions of a line add up to line_change
--     line_change   metric      fitted change of the whole line; NULL: undefined in some subset
--     common_share  share       of the whole line's examples, as in trend
--     reason        text        why nothing is claimed, as in trend; NULL: something is
--     line          text        identifies the line in every answer: axis, at, comparability key, coordinates
-- Source: as trend, on the examples of each subset. Differences between subsets are not tested here.
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
    t.subset,
    t.m,
    t.x_first,
    t.x_last,
    t.n,
    t.clusters,
    t.share,
    t.first AS value_first,
    t.last AS value_last,
    t.total_change,
    t.stderr,
    t.low,
    t.high,
    t.direction,
    t.shape,
    t.contribution,
    t.line_change,
    t.common_share,
    t.reason,
    t.line
FROM
    LINE_SUBSET(
        :axis, :at, :metric, :task, :behavior, :series, :sesoi, :allow_mixed,
        :model, :train_step, :rlhf_step, :seed, :protocol
    ) AS t
LEFT JOIN trend_metric ON trend_metric.name = t.metric
ORDER BY
    t.behavior NULLS LAST,
    t.task NULLS LAST,
    t.line NULLS LAST,
    trend_metric.place NULLS LAST,
    t.metric NULLS LAST,
    t.subset NULLS LAST
