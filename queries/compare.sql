-- What another checkpoint, protocol or task of the family changes on the same items, one row per pair of runs and metric, and per pool of tasks.
--
-- Side a is every primary run that a, task and protocol choose; b pairs with it what agrees in all that is not said of b:
-- model, steps, seed, task, protocol. A run of a compared checkpoint without partner is a row with a reason. Without
-- task, a is compared under the other tasks of the families that other_task is in; protocols of two tasks may differ.
--
-- Requires: b or b_train_step or b_rlhf_step or b_seed or other_task or other_protocol
-- Parameters:
--     a               names    none  a checkpoint: its ref or its model's name, as `logarium runs` shows them
--     a_train_step    numbers  none  and its train step
--     a_rlhf_step     numbers  none  and its RLHF step
--     a_seed          numbers  none  and its seed
--     b               names    none  the checkpoint to compare with, by ref or model; none: the model of a
--     b_train_step    numbers  none  and its train step; none: of a, unless b is a ref
--     b_rlhf_step     numbers  none  and its RLHF step; none: of a, unless b is a ref
--     b_seed          numbers  none  and its seed; none: of a, unless b is a ref
--     task            names    none  only these tasks
--     other_task      names    none  the task to compare with, of the same family (or both named without %); none: the same task
--     protocol        names    none  only these protocols, by its label
--     other_protocol  names    none  the protocol to compare with, by its label; none: the same, or any of other_task
--     behavior        names    none  only tasks of these behaviors
--     metric          metrics  none  one or several of trend_metric's names, parted by commas; none: logodds, p_match, credit (nll_raw where there is one choice)
-- Default columns: level, behavior, task, protocol, other_task, other_protocol, a_model, a_train_step,
--     a_rlhf_step, a_seed, b_model, b_train_step, b_rlhf_step, b_seed, metric, n_common, value_a, value_b,
--     difference, low, high, p, warning, reason
-- Columns:
--     level               text          task: one pair of runs; micro, macro: a pair of checkpoints over the tasks of a behavior
--     behavior            text          what the task measures; NULL: not said
--     task                text          of a; NULL: a pool, or a is missing
--     protocol            text          of a; NULL: as task
--     other_task          text          of b; NULL: a pool, or b is missing
--     other_protocol      text          of b; NULL: as other_task
--     a                   text          ref of the checkpoint; NULL: a is missing
--     a_model             text          NULL: a is missing
--     a_train_step        steps         NULL: unknown
--     a_rlhf_step         steps         NULL: unknown
--     a_seed              number        NULL: unknown
--     b                   text          ref of the checkpoint; NULL: b is missing
--     b_model             text          NULL: b is missing
--     b_train_step        steps         NULL: unknown
--     b_rlhf_step         steps         NULL: unknown
--     b_seed              number        NULL: unknown
--     metric              text          as asked
--     n_tasks             tasks         in the row; a family counts once
--     n_common            items         with a value on both sides: the row rests on these
--     n_union             items         with a response on either side
--     common_share        share         n_common / n_union
--     clusters            clusters      groups of dependent items among the common ones, as the task of a has them
--     value_a             metric        mean over the common items; NULL: there are none
--     value_b             metric        mean over the common items; NULL: there are none
--     difference          metric        b - a, paired; NULL: no common items, or an infinite value
--     stderr              metric        of difference, clustered (CR1), over questions; NULL: one cluster
--     low                 metric        95 % t interval of difference; NULL: no stderr
--     high                metric        upper bound
--     p                   probability   two-sided, of no difference; NULL: no stderr, or it is 0
--     n_a_higher          items         with the higher value in a
--     n_b_higher          items         with the higher value in b
--     mcnemar_p           probability   exact two-sided, of credit alone, items as independent; NULL: another metric, or a pool
--     orientation         text          of a pool: as scored, or better (tasks where more is worse are turned round); NULL: no pool
--     n_unoriented_tasks  tasks         left out of a pool that had to be turned round, for want of more_is; NULL: no pool
--     warning             text          what weakens the row; NULL: nothing
--     reason              text          why nothing is said: no_partner, nothing_chosen_for_a, nothing_chosen_for_b, unknown_metric, no_common_items, n_inf, one_cluster; NULL: something is
-- Source: docs/statistics.md 2: differences on common items with CR1 stderr, t with clusters - 1 df; McNemar on the argmax, a
--     tie as a half step. Pools of a fixed list of tasks: micro weighs a task by its items, macro equally, with
--     Satterthwaite's df; a family enters as the mean of its tasks with the mean of their stderrs (as if one sample) and their fewest items.
--     Items pair by the document; runs of one protocol by the example. An item put several times enters with its mean.
SELECT
    c.level,
    c.behavior,
    run_a.task,
    run_a.protocol,
    run_b.task AS other_task,
    run_b.protocol AS other_protocol,
    COALESCE(run_a.ref, a.ref) AS a,
    a.model AS a_model,
    a.train_step AS a_train_step,
    a.rlhf_step AS a_rlhf_step,
    a.seed AS a_seed,
    COALESCE(run_b.ref, b.ref) AS b,
    b.model AS b_model,
    b.train_step AS b_train_step,
    b.rlhf_step AS b_rlhf_step,
    b.seed AS b_seed,
    c.metric,
    c.n_tasks,
    c.n_common,
    c.n_union,
    1e0 * c.n_common / NULLIF(c.n_union, 0) AS common_share,
    c.clusters,
    c.value_a,
    c.value_b,
    c.difference,
    c.stderr,
    T_LOWER(c.difference, c.stderr, c.df) AS low,
    T_UPPER(c.difference, c.stderr, c.df) AS high,
    T_P(c.difference, c.stderr, c.df) AS p,
    c.n_a_higher,
    c.n_b_higher,
    c.mcnemar_p,
    c.orientation,
    c.n_unoriented_tasks,
    NULLIF(
        CONCAT_WS(
            '; ',
            CASE
                WHEN c.n_common > 0 AND c.n_common < 95e-2 * c.n_union
                    THEN
                        'only ' || PRINTF('%.0f', 1e2 * c.n_common / c.n_union)
                        || ' % of the items are common'
            END,
            CASE WHEN c.stderr = 0e0 THEN 'degenerate: stderr is 0' END,
            CASE WHEN c.level = 'task' AND c.clusters < 10 THEN 'fewer than 10 clusters' END,
            CASE WHEN c.is_other_family = 1 THEN 'the tasks are not declared as one family' END,
            CASE WHEN c.n_partners > 1 THEN 'one of ' || c.n_partners || ' partners of a' END,
            CASE WHEN c.n_undefined > 0 THEN c.n_undefined || ' pairs without stderr left out' END
        ),
        ''
    ) AS warning,
    c.reason
FROM
    RUN_COMPARISON(
        :a, :a_train_step, :a_rlhf_step, :a_seed, :b, :b_train_step, :b_rlhf_step, :b_seed,
        :task, :other_task, :protocol, :other_protocol, :behavior, :metric
    ) AS c
LEFT JOIN run_point AS run_a ON run_a.run_id = c.run_a
LEFT JOIN run_point AS run_b ON run_b.run_id = c.run_b
LEFT JOIN checkpoint_point AS a ON a.checkpoint_id = c.checkpoint_a
LEFT JOIN checkpoint_point AS b ON b.checkpoint_id = c.checkpoint_b
LEFT JOIN trend_metric ON trend_metric.name = c.metric
ORDER BY
    c.level = 'task',
    c.behavior NULLS LAST,
    run_a.task NULLS LAST,
    run_b.task NULLS LAST,
    a.place NULLS LAST,
    b.place NULLS LAST,
    c.run_a NULLS LAST,
    c.run_b NULLS LAST,
    c.level NULLS LAST,
    trend_metric.place NULLS LAST,
    c.metric NULLS LAST
