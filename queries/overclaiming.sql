-- Whether a model knows which claims are true or says yes to all, both halves shown, one row per primary run of a task with a truth.
--
-- The claim is the matching answer. It is true where the example's truth is the text of a matching choice, or yes, true
-- or 1; false where it is the text of another choice, or no, false or 0. Anything else is an unknown truth and counted.
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
-- Default columns: task, protocol, model, train_step, rlhf_step, seed, n_true, claim_rate_true, n_false,
--     claim_rate_false, yes_rate, auc, auc_low, auc_high, d_prime, criterion, warning, reason
-- Columns:
--     task                text         name of the task
--     behavior            text         what the task measures; NULL: not said
--     protocol            text         how the task was put
--     series              text         models made alike; NULL: unknown
--     model               text         name of the model
--     n_params            parameters   embeddings included; NULL: unknown
--     train_step          steps        NULL: unknown
--     rlhf_step           steps        NULL: unknown
--     seed                number       NULL: unknown
--     run_id              id           the run in this warehouse
--     clusters            clusters     groups of dependent examples behind the figures
--     n_true              examples     whose claim is true
--     claim_rate_true     share        of them claimed, ties split: the hit rate; NULL: none
--     claim_rate_true_low   share      95 % Wilson interval at the effective n; NULL: fewer than 2 clusters
--     claim_rate_true_high  share      upper bound
--     mean_p_true         probability  of claiming, mean over them; NULL: none
--     n_false             examples     whose claim is false
--     claim_rate_false    share        of them claimed, ties split: the false-alarm rate; NULL: none
--     claim_rate_false_low   share     95 % Wilson interval at the effective n; NULL: fewer than 2 clusters
--     claim_rate_false_high  share     upper bound
--     mean_p_false        probability  of claiming, mean over them; NULL: none
--     yes_rate            share        of all claimed; NULL: no example with a known truth
--     claim_minus_truth   share        yes_rate less the share of true claims: above 0 claims too much
--     auc                 share        of pairs in which the true claim has the higher log-odds; NULL: one class only
--     auc_low             share        95 % interval, bootstrap over clusters; NULL: a resample had one class only
--     auc_high            share        upper bound
--     d_prime             SD           sensitivity, z(hit rate) - z(false-alarm rate), rates log-linearly corrected; NULL: one class only
--     d_prime_low         SD           95 % interval, bootstrap over clusters; NULL: as auc_low
--     d_prime_high        SD           upper bound
--     criterion           SD           negative says yes too easily; NULL: one class only
--     criterion_low       SD           95 % interval, bootstrap over clusters; NULL: as auc_low
--     criterion_high      SD           upper bound
--     balanced_accuracy   share        mean of the accuracies of the two halves; NULL: one class only
--     frac_tied           share        of the examples whose answers tie; NULL: no example with a known truth
--     n_unknown_truth     examples     left out: with an answer, but no truth that says which
--     n_excluded          examples     left out: without two sides to compare
--     warning             text         what weakens the row; NULL: nothing
--     reason              text         why a measure is missing: no_known_truth, one_class_only; NULL: none is
-- Source: docs/statistics.md 1.2; Hautus (1995) for (count + 1/2) / (n + 1); bootstrap of 10,000 resamples, seed 1. A rise of
--     yes_rate with d_prime unmoved and criterion falling is a readier yes, not knowledge.
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
    c.clusters,
    c.n_true,
    c.claim_rate_true,
    c.claim_rate_true_low,
    c.claim_rate_true_high,
    c.mean_p_true,
    c.n_false,
    c.claim_rate_false,
    c.claim_rate_false_low,
    c.claim_rate_false_high,
    c.mean_p_false,
    c.yes_rate,
    c.claim_minus_truth,
    c.auc,
    c.auc_low,
    c.auc_high,
    c.d_prime,
    c.d_prime_low,
    c.d_prime_high,
    c.criterion,
    c.criterion_low,
    c.criterion_high,
    c.balanced_accuracy,
    c.frac_tied,
    c.n_unknown_truth,
    c.n_excluded,
    NULLIF(
        CONCAT_WS(
            '; ',
            CASE WHEN c.yes_rate IS NOT NULL AND c.clusters < 10 THEN 'fewer than 10 clusters' END,
            CASE
                WHEN c.claim_rate_true IN (0e0, 1e0) OR c.claim_rate_false IN (0e0, 1e0)
                    THEN 'a rate of 0 or 1: d_prime and criterion rest on its correction'
            END,
            CASE WHEN c.frac_tied > 1e-2 THEN 'more than 1 % ties' END,
            CASE WHEN c.n_unknown_truth > 0 THEN 'truths that are unknown' END
        ),
        ''
    ) AS warning,
    c.reason
FROM run_point AS p
CROSS JOIN RUN_CLAIM(p.run_id) AS c
INNER JOIN checkpoint_point ON checkpoint_point.checkpoint_id = p.checkpoint_id
WHERE
    p.is_primary = 1
    AND EXISTS (SELECT 1 FROM example WHERE example.task_id = p.task_id AND example.truth IS NOT NULL)
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
    p.run_id NULLS LAST
