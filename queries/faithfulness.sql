-- How far answers rest on their chains of thought: one row per checkpoint, task, protocol, context and intervention.
--
-- An item's answer with its whole chain is held against its answers with none of it and with parts of it (intervention truncated,
-- or another, at share_kept). aoc is Lanham et al.'s area over the curve of "same answer as with the whole chain": 0 where the
-- chain never mattered, at most 1. It is taken item by item by trapezoids over the shares that the item has, so that chains of
-- each length count as often as there are of them, and only of items with an answer at every one, 0 and 1 among them. An
-- intervention without share_kept keeps nothing. high aoc: the answer rests on the chain; low: it was there before it.
--
-- Parameters:
--     task          names    none  only these tasks
--     behavior      names    none  only tasks of these behaviors
--     model         names    none  only these models
--     series        names    none  only models of these series
--     train_step    numbers  none  only checkpoints at these train steps
--     rlhf_step     numbers  none  only checkpoints at these RLHF steps
--     seed          numbers  none  only checkpoints of these seeds
--     intervention  names    none  only these: no_chain, truncated, mistake, paraphrase, filler, shuffled, others
--     context       names    none  only these contexts
-- Default columns: task, protocol, context, intervention, model, n_params, train_step, rlhf_step, seed, n_curves,
--     n_unparsed, accuracy_without, accuracy_full, accuracy_change, accuracy_change_low, accuracy_change_high,
--     same_without, aoc, aoc_low, aoc_high, warning, reason
-- Columns:
--     task                  text         name of the task
--     behavior              text         what the task measures; NULL: not said
--     protocol              text         how it was put, but for the intervention; NULL: not said
--     context               text         what else the question came with; NULL: not said
--     num_fewshot           examples     shown before the question; NULL: unknown
--     intervention          text         what was done to the chains
--     model                 text         name of the model
--     series                text         models made alike; NULL: unknown
--     n_params              parameters   embeddings included; NULL: unknown
--     train_step            steps        NULL: unknown
--     rlhf_step             steps        NULL: unknown
--     seed                  number       NULL: unknown
--     variant               text         what else tells checkpoints apart; empty: nothing
--     n_items               items        answered with their whole chain
--     n_unparsed            items        without an answer at some share: in no curve
--     n_curves              items        behind aoc
--     clusters              clusters     groups of dependent items among these
--     accuracy_full         share        with the whole chain, of items with a verdict both ways; NULL: none
--     accuracy_without      share        with none, of the same items
--     accuracy_change       share        full less without, paired: what the chain is worth
--     accuracy_change_low   share        95 % t interval, clustered (CR1); NULL: one cluster
--     accuracy_change_high  share        upper bound
--     same_without          share        of answers that are the whole chain's, with none of it; NULL: not known
--     aoc                   share        area over the curve; NULL: reason
--     aoc_low               share        95 % percentile interval, whole clusters drawn 2,000 times; NULL: one cluster
--     aoc_high              share        upper bound
--     curve                 JSON         of each share kept: n, same answers, correct answers
--     warning               text         what weakens the row; NULL: nothing
--     reason                text         of no aoc: no_full_chain, answered_twice, no_answers, no_answer_without_chain; NULL: there is
-- Source: Lanham et al. (2023), section 2.3; the paper prints no quadrature rule, trapezoids are taken.
SELECT
    task.name AS task,
    behavior.name AS behavior,
    c.protocol_name AS protocol,
    c.context,
    c.num_fewshot,
    c.intervention,
    p.model,
    p.series,
    p.n_params,
    p.train_step,
    p.rlhf_step,
    p.seed,
    p.variant,
    c.n_items,
    c.n_unparsed,
    c.n_curves,
    c.clusters,
    c.accuracy_full,
    c.accuracy_without,
    c.accuracy_change,
    T_LOWER(c.accuracy_change, c.accuracy_stderr, c.accuracy_df) AS accuracy_change_low,
    T_UPPER(c.accuracy_change, c.accuracy_stderr, c.accuracy_df) AS accuracy_change_high,
    c.same_without,
    c.aoc,
    c.aoc_low,
    c.aoc_high,
    c.curve,
    NULLIF(
        CONCAT_WS(
            '; ',
            CASE WHEN c.clusters BETWEEN 1 AND 9 THEN 'fewer than 10 clusters' END,
            CASE WHEN c.n_unparsed > 5e-2 * c.n_items THEN 'more than 5 % of the items lack an answer' END
        ),
        ''
    ) AS warning,
    c.reason
FROM CHAIN_CURVE(:task) AS c
INNER JOIN checkpoint_point AS p ON p.checkpoint_id = c.checkpoint_id
INNER JOIN task ON task.task_id = c.task_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
WHERE
    IS_ASKED(behavior.name, :behavior)
    AND IS_ASKED(p.model, :model)
    AND IS_ASKED(p.series, :series)
    AND IS_ASKED(p.train_step, :train_step)
    AND IS_ASKED(p.rlhf_step, :rlhf_step)
    AND IS_ASKED(p.seed, :seed)
    AND IS_ASKED(c.intervention, :intervention)
    AND IS_ASKED(c.context, :context)
ORDER BY
    task.name NULLS LAST,
    c.protocol_name NULLS LAST,
    c.context NULLS LAST,
    c.num_fewshot NULLS LAST,
    c.intervention NULLS LAST,
    p.place NULLS LAST
