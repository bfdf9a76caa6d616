-- How much an item's value depends on how it is put: the spread over the paraphrases of a cluster, one row per primary run and metric.
--
-- A paraphrase is a distinct question (prompt and choices) in a cluster; identical questions count once, as their mean.
-- Only clusters with two paraphrases or more can tell, and only those enter.
--
-- Parameters:
--     task        names    none  only these tasks
--     behavior    names    none  only tasks of these behaviors
--     model       names    none  only these models
--     series      names    none  only models of these series
--     train_step  numbers  none  only checkpoints at these train steps
--     rlhf_step   numbers  none  only checkpoints at these RLHF steps
--     seed        numbers  none  only checkpoints of these seeds
--     protocol    names    none  only runs put so, by the label of the protocol
--     metric      metrics  none  one or several of trend_metric's names, parted by commas; none: logodds, p_match, credit
-- Default columns: task, protocol, model, train_step, rlhf_step, seed, metric, n_items, n_paraphrases, mean,
--     within_sd, between_sd, mean_range, share_flipped, share_flipped_low, share_flipped_high, warning, reason
-- Columns:
--     task             text         name of the task
--     behavior         text         what the task measures; NULL: not said
--     protocol         text         how the task was put
--     series           text         models made alike; NULL: unknown
--     model            text         name of the model
--     n_params         parameters   embeddings included; NULL: unknown
--     train_step       steps        NULL: unknown
--     rlhf_step        steps        NULL: unknown
--     seed             number       NULL: unknown
--     run_id           id           the run in this warehouse
--     metric           text         as asked
--     n_items          clusters     with two paraphrases or more that have a value
--     n_paraphrases    questions    in those clusters
--     n_left_out       questions    answered, but the only one of their cluster, or without a value
--     mean             metric       over paraphrases, each item alike; NULL: as reason says
--     mean_largest     metric       had each item been put as its largest paraphrase; NULL: no_paraphrases
--     mean_least       metric       had each item been put as its least paraphrase; NULL: no_paraphrases
--     within_sd        metric       pooled SD of the paraphrases of an item; NULL: an infinite value
--     between_sd       metric       SD of the items' true means: one-way analysis of variance, 0 at least; NULL: one item, or an infinite value
--     icc              share        of the variance that is between items; small: the template decides; NULL: no variance, or as between_sd
--     stderr           metric       of mean, from the items' means; NULL: one item, or an infinite value
--     stderr_naive     metric       had the paraphrases been independent questions; NULL: as stderr
--     mean_range       metric       mean over items of the largest less the smallest paraphrase; inf: one is infinite; NULL: no_paraphrases
--     max_range        metric       the largest of those; NULL: as mean_range
--     max_range_item   text         its cluster; NULL: as mean_range
--     share_flipped    share        of items whose verdict (argmax) differs between paraphrases, ties apart; NULL: no_paraphrases
--     share_flipped_low   share     95 % Wilson interval; NULL: as share_flipped
--     share_flipped_high  share     upper bound
--     warning          text         what weakens the row; NULL: nothing
--     reason           text         why nothing is said: no_paraphrases, n_inf; NULL: something is
-- Source: docs/statistics.md 2 (clusters are paraphrases); one-way analysis of variance with unequal groups, variance between
--     = (MS between - MS within) / n0, n0 = (N - sum of n^2 / N) / (items - 1).
SELECT
    p.task,
    p.behavior,
    p.protocol,
    p.series,
    p.model,
    p.n_params,
    p.train_step,
    p.rlhf_step,
    p.seed,
    p.run_id,
    trend_metric.name AS metric,
    t.n_items,
    t.n_paraphrases,
    t.n_questions - t.n_paraphrases AS n_left_out,
    t.mean,
    t.mean_largest,
    t.mean_least,
    t.within_sd,
    t.between_sd,
    t.icc,
    t.stderr,
    t.stderr_naive,
    t.mean_range,
    t.max_range,
    t.max_range_item,
    t.share_flipped,
    WILSON_LOWER(t.share_flipped, t.n_with_verdict) AS share_flipped_low,
    WILSON_UPPER(t.share_flipped, t.n_with_verdict) AS share_flipped_high,
    CASE WHEN t.n_items BETWEEN 1 AND 9 THEN 'fewer than 10 items' END AS warning,
    CASE WHEN t.n_items = 0 THEN 'no_paraphrases' WHEN t.n_inf > 0 THEN 'n_inf' END AS reason
FROM run_point AS p
INNER JOIN trend_metric
    ON
        INSTR(',' || :metric || ',', ',' || trend_metric.name || ',') > 0
        OR (:metric IS NULL AND trend_metric.default_when_single = 0)
CROSS JOIN RUN_PARAPHRASE(p.run_id, trend_metric.name) AS t
INNER JOIN checkpoint_point ON checkpoint_point.checkpoint_id = p.checkpoint_id
WHERE
    p.is_primary = 1
    AND p.n_ok > 0
    AND IS_ASKED(p.task, :task)
    AND IS_ASKED(p.behavior, :behavior)
    AND IS_ASKED(p.model, :model)
    AND IS_ASKED(p.series, :series)
    AND IS_ASKED(p.train_step, :train_step)
    AND IS_ASKED(p.rlhf_step, :rlhf_step)
    AND IS_ASKED(p.seed, :seed)
    AND IS_ASKED(p.protocol, :protocol)
ORDER BY
    p.task NULLS LAST,
    p.protocol NULLS LAST,
    checkpoint_point.place NULLS LAST,
    p.run_id NULLS LAST,
    trend_metric.place NULLS LAST
