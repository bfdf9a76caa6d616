-- What another checkpoint, protocol or task of the family changes on the same items, one row per pair of runs and metric, and per pool of tasks.
--
-- Side a is every primary run that a, task and protocol choose; b pairs with it what agrees in all that is not said of b:
-- model, steps, seed, task, protocol. A run of a compared checkpoint without partner is a row with a reason. Without
-- task, a is compared under the other tasks of the families that other_task is in; protocols of two tasks may differ.
--
-- Requires: b or b_train_step or b_rlhf_step or b_seed or other_task or other_protocol
-- Parameters:
--     a               text     none  a checkpoint: its ref or its model's name, as `logarium runs` shows them; % stands for any text
--     a_train_step    integer  none  and its train step
--     a_rlhf_step     integer  none  and its RLHF step
--     a_seed          integer  none  and its seed
--     b               text     none  the checkpoint to compare with, by ref or model; none: the model of a
--     b_train_step    integer  none  and its train step; none: of a, unless b is a ref
--     b_rlhf_step     integer  none  and its RLHF step; none: of a, unless b is a ref
--     b_seed          integer  none  and its seed; none: of a, unless b is a ref
--     task            text     none  only this task; % stands for any text
--     other_task      text     none  the task to compare with, of the same family (or both named without %); none: the same task
--     protocol        text     none  only this protocol, by its label
--     other_protocol  text     none  the protocol to compare with, by its label; none: the same, or any of other_task
--     behavior        text     none  only tasks of this behavior
--     metric          metrics  none  one or several of trend_metric's names, parted by commas; none: logodds, p_match, credit (nll_raw where there is one choice)
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
WITH params AS (
    SELECT
        :b IS NOT NULL OR :b_train_step IS NOT NULL OR :b_rlhf_step IS NOT NULL OR :b_seed IS NOT NULL
            AS is_other_checkpoint,
        :other_task IS NOT NULL AS is_other_task,
        :other_task IS NOT NULL OR :other_protocol IS NOT NULL AS is_other_way,
        INSTR(:task || :other_task, '%') = 0 AS is_named
),

metric AS (
    SELECT
        trend_metric.name,
        CASE WHEN :metric IS NULL THEN trend_metric.default_when_single END AS only_single
    FROM trend_metric
    WHERE
        INSTR(',' || :metric || ',', ',' || trend_metric.name || ',') > 0
        OR (:metric IS NULL AND trend_metric.default_when_single IS NOT NULL)
),

-- One row per run and what it meets of the parameters.
candidate AS MATERIALIZED (
    SELECT
        p.run_id,
        p.ref,
        p.checkpoint_id,
        p.protocol_id,
        p.task_id,
        p.model,
        p.train_step,
        COALESCE(p.rlhf_step, 0) AS rlhf_step,
        p.seed,
        p.task,
        COALESCE('family ' || p.family, 'task ' || p.task) AS family,
        p.more_is,
        p.behavior,
        p.protocol,
        p.output_type IN ('loglikelihood', 'loglikelihood_rolling') AS is_single,
        (IS_ASKED(p.ref, :a) OR IS_ASKED(p.model, :a))
        AND IS_ASKED(p.train_step, :a_train_step)
        AND IS_ASKED(COALESCE(p.rlhf_step, 0), :a_rlhf_step)
        AND IS_ASKED(p.seed, :a_seed) AS is_a,
        :b IS NOT NULL AND IS_ASKED(p.ref, :b) AS is_b_by_ref,
        (IS_ASKED(p.ref, :b) OR IS_ASKED(p.model, :b))
        AND IS_ASKED(p.train_step, :b_train_step)
        AND IS_ASKED(COALESCE(p.rlhf_step, 0), :b_rlhf_step)
        AND IS_ASKED(p.seed, :b_seed) AS is_b,
        IS_ASKED(p.task, :task) AS is_task,
        :other_task IS NOT NULL AND IS_ASKED(p.task, :other_task) AS is_other_task,
        :protocol IS NULL OR p.protocol = :protocol AS is_protocol,
        COALESCE(p.protocol = :other_protocol, 0) AS is_other_protocol
    FROM run_point AS p
    WHERE p.is_primary = 1 AND IS_ASKED(p.behavior, :behavior)
),

side_a AS (
    SELECT candidate.run_id
    FROM candidate
    CROSS JOIN params
    WHERE
        candidate.is_a
        AND candidate.is_task
        AND (:task IS NOT NULL OR NOT candidate.is_other_task)
        AND candidate.is_protocol
        AND (:protocol IS NOT NULL OR NOT candidate.is_other_protocol OR params.is_other_task)
),

side_b AS (
    SELECT
        candidate.run_id,
        candidate.is_b_by_ref
    FROM candidate
    CROSS JOIN params
    WHERE
        CASE
            WHEN NOT params.is_other_checkpoint THEN candidate.is_a
            WHEN :b IS NOT NULL THEN candidate.is_b
            ELSE candidate.is_b AND (IS_ASKED(candidate.ref, :a) OR IS_ASKED(candidate.model, :a))
        END
        AND CASE WHEN params.is_other_task THEN candidate.is_other_task ELSE candidate.is_task END
        AND CASE
            WHEN :other_protocol IS NOT NULL THEN candidate.is_other_protocol
            ELSE params.is_other_task OR candidate.is_protocol
        END
),

pair_of_runs AS MATERIALIZED (
    SELECT
        a.run_id AS a_run,
        b.run_id AS b_run,
        a.checkpoint_id AS a_checkpoint,
        b.checkpoint_id AS b_checkpoint,
        COUNT(*) OVER (PARTITION BY a.run_id) AS n_partners
    FROM side_a
    INNER JOIN candidate AS a ON a.run_id = side_a.run_id
    CROSS JOIN params
    INNER JOIN candidate AS b
        ON
            b.run_id <> a.run_id
            AND CASE
                WHEN params.is_other_task AND b.task_id <> a.task_id
                    THEN b.family = a.family OR params.is_named
                WHEN b.task_id = a.task_id
                    THEN :other_protocol IS NOT NULL OR b.protocol_id = a.protocol_id
            END
            AND CASE
                WHEN params.is_other_checkpoint THEN :b IS NOT NULL OR b.model = a.model
                ELSE b.checkpoint_id = a.checkpoint_id
            END
    INNER JOIN side_b
        ON
            side_b.run_id = b.run_id
            AND (
                side_b.is_b_by_ref
                OR (
                    (:b_train_step IS NOT NULL OR b.train_step IS a.train_step)
                    AND (:b_rlhf_step IS NOT NULL OR b.rlhf_step = a.rlhf_step)
                    AND (:b_seed IS NOT NULL OR b.seed IS a.seed)
                )
            )
),

-- What was asked for and cannot be answered: a run that finds no partner where one could be expected, an empty side.
unanswered AS (
    SELECT
        a.run_id AS a_run,
        NULL AS b_run,
        'no_partner' AS reason
    FROM side_a
    INNER JOIN candidate AS a ON a.run_id = side_a.run_id
    CROSS JOIN params
    WHERE
        a.run_id NOT IN (SELECT pair_of_runs.a_run FROM pair_of_runs)
        AND a.run_id NOT IN (SELECT side_b.run_id FROM side_b)
        AND (SELECT COUNT(*) FROM side_b) > 0
        AND CASE
            WHEN params.is_other_checkpoint AND (SELECT COUNT(*) FROM pair_of_runs) > 0
                THEN a.checkpoint_id IN (SELECT pair_of_runs.a_checkpoint FROM pair_of_runs)
            WHEN params.is_other_way
                THEN
                    a.family IN (
                        SELECT b.family
                        FROM side_b
                        INNER JOIN candidate AS b ON b.run_id = side_b.run_id
                    )
            ELSE 1 = 1
        END
    UNION ALL
    SELECT
        NULL AS a_run,
        b.run_id AS b_run,
        'no_partner' AS reason
    FROM side_b
    INNER JOIN candidate AS b ON b.run_id = side_b.run_id
    CROSS JOIN params
    WHERE
        b.run_id NOT IN (SELECT pair_of_runs.b_run FROM pair_of_runs)
        AND b.run_id NOT IN (SELECT side_a.run_id FROM side_a)
        AND (SELECT COUNT(*) FROM side_a) > 0
        AND CASE
            WHEN params.is_other_checkpoint AND (SELECT COUNT(*) FROM pair_of_runs) > 0
                THEN b.checkpoint_id IN (SELECT pair_of_runs.b_checkpoint FROM pair_of_runs)
            WHEN params.is_other_way
                THEN
                    b.family IN (
                        SELECT a.family
                        FROM side_a
                        INNER JOIN candidate AS a ON a.run_id = side_a.run_id
                    )
            ELSE 1 = 1
        END
    UNION ALL
    SELECT
        NULL AS a_run,
        NULL AS b_run,
        'nothing_chosen_for_a' AS reason
    FROM params
    WHERE (SELECT COUNT(*) FROM run) > 0 AND (SELECT COUNT(*) FROM side_a) = 0
    UNION ALL
    SELECT
        NULL AS a_run,
        NULL AS b_run,
        'nothing_chosen_for_b' AS reason
    FROM params
    WHERE (SELECT COUNT(*) FROM run) > 0 AND (SELECT COUNT(*) FROM side_b) = 0
),

request AS (
    SELECT
        pair_of_runs.a_run,
        pair_of_runs.b_run,
        pair_of_runs.n_partners,
        NULL AS reason
    FROM pair_of_runs
    UNION ALL
    SELECT
        unanswered.a_run,
        unanswered.b_run,
        NULL AS n_partners,
        unanswered.reason
    FROM unanswered
),

pair_row AS MATERIALIZED (
    SELECT
        request.a_run,
        request.b_run,
        request.n_partners,
        a.checkpoint_id AS a_checkpoint,
        b.checkpoint_id AS b_checkpoint,
        a.family,
        COALESCE(a.behavior, b.behavior) AS behavior,
        a.more_is,
        a.family = b.family AS is_one_family,
        metric.name AS metric,
        paired.*,
        CASE
            WHEN request.reason IS NOT NULL THEN request.reason
            WHEN metric.name IS NULL THEN 'unknown_metric'
            WHEN paired.n_common = 0 THEN 'no_common_items'
            WHEN paired.n_inf > 0 THEN 'n_inf'
            WHEN paired.stderr IS NULL THEN 'one_cluster'
        END AS reason
    FROM request
    LEFT JOIN candidate AS a ON a.run_id = request.a_run
    LEFT JOIN candidate AS b ON b.run_id = request.b_run
    LEFT JOIN metric
        ON request.reason IS NULL AND (metric.only_single IS NULL OR metric.only_single = a.is_single)
    LEFT JOIN RUN_PAIR(request.a_run, request.b_run, metric.name) AS paired
),

-- A pool is a pair of checkpoints, a behavior and a metric. Tasks that differ in what more of them means are turned.
pool AS (
    SELECT
        pair_row.a_checkpoint,
        pair_row.b_checkpoint,
        pair_row.behavior,
        pair_row.metric,
        CASE
            WHEN pair_row.metric <> 'choice_mass' AND COUNT(DISTINCT pair_row.more_is) > 1 THEN 'better'
            ELSE 'as scored'
        END AS orientation
    FROM pair_row
    WHERE pair_row.behavior IS NOT NULL AND pair_row.metric IS NOT NULL
    GROUP BY pair_row.a_checkpoint, pair_row.b_checkpoint, pair_row.behavior, pair_row.metric
),

oriented AS (
    SELECT
        pair_row.a_checkpoint,
        pair_row.b_checkpoint,
        pair_row.behavior,
        pair_row.metric,
        pair_row.family,
        pool.orientation,
        pair_row.n_common,
        pair_row.n_union,
        pair_row.clusters,
        pair_row.value_a,
        pair_row.value_b,
        pair_row.stderr,
        CASE
            WHEN pool.orientation = 'as scored' OR pair_row.more_is = 'better' THEN pair_row.difference
            WHEN pair_row.more_is = 'worse' THEN -pair_row.difference
        END AS difference,
        CASE WHEN pool.orientation = 'better' AND pair_row.more_is IS NULL THEN 1 ELSE 0 END AS is_unoriented
    FROM pair_row
    INNER JOIN pool
        ON
            pool.a_checkpoint = pair_row.a_checkpoint
            AND pool.b_checkpoint = pair_row.b_checkpoint
            AND pool.behavior = pair_row.behavior
            AND pool.metric = pair_row.metric
),

family_difference AS (
    SELECT
        oriented.a_checkpoint,
        oriented.b_checkpoint,
        oriented.behavior,
        oriented.metric,
        oriented.family,
        MIN(oriented.n_common) AS n_common,
        MAX(oriented.n_union) AS n_union,
        MIN(oriented.clusters) AS clusters,
        AVG(oriented.value_a) AS value_a,
        AVG(oriented.value_b) AS value_b,
        AVG(oriented.difference) AS difference,
        AVG(oriented.stderr) AS stderr
    FROM oriented
    WHERE oriented.difference IS NOT NULL AND oriented.stderr IS NOT NULL
    GROUP BY
        oriented.a_checkpoint, oriented.b_checkpoint, oriented.behavior, oriented.metric, oriented.family
),

left_out AS (
    SELECT
        oriented.a_checkpoint,
        oriented.b_checkpoint,
        oriented.behavior,
        oriented.metric,
        MAX(oriented.orientation) AS orientation,
        SUM(oriented.is_unoriented) AS n_unoriented,
        SUM(
            oriented.is_unoriented = 0 AND (oriented.difference IS NULL OR oriented.stderr IS NULL)
        ) AS n_undefined
    FROM oriented
    GROUP BY oriented.a_checkpoint, oriented.b_checkpoint, oriented.behavior, oriented.metric
),

weighting (name) AS (
    VALUES ('micro'), ('macro')
),

weighted AS (
    SELECT
        weighting.name AS level,
        family_difference.*,
        CASE weighting.name
            WHEN 'micro' THEN 1e0 * family_difference.n_common / SUM(family_difference.n_common) OVER one_pool
            ELSE 1e0 / COUNT(*) OVER one_pool
        END AS weight
    FROM family_difference
    CROSS JOIN weighting
    WINDOW
        one_pool AS (
            PARTITION BY
                weighting.name,
                family_difference.a_checkpoint,
                family_difference.b_checkpoint,
                family_difference.behavior,
                family_difference.metric
        )
),

pooled AS (
    SELECT
        weighted.level,
        weighted.a_checkpoint,
        weighted.b_checkpoint,
        weighted.behavior,
        weighted.metric,
        COUNT(*) AS n_tasks,
        SUM(weighted.n_common) AS n_common,
        SUM(weighted.n_union) AS n_union,
        SUM(weighted.clusters) AS clusters,
        SUM(weighted.weight * weighted.value_a) AS value_a,
        SUM(weighted.weight * weighted.value_b) AS value_b,
        SUM(weighted.weight * weighted.difference) AS difference,
        SQRT(SUM(POWER(weighted.weight * weighted.stderr, 2))) AS stderr,
        POWER(SUM(POWER(weighted.weight * weighted.stderr, 2)), 2)
        / NULLIF(SUM(POWER(weighted.weight * weighted.stderr, 4) / (weighted.clusters - 1e0)), 0e0) AS df
    FROM weighted
    GROUP BY
        weighted.level, weighted.a_checkpoint, weighted.b_checkpoint, weighted.behavior, weighted.metric
    HAVING COUNT(*) > 1
),

answer AS (
    SELECT
        'task' AS level,
        pair_row.behavior,
        pair_row.a_run,
        pair_row.b_run,
        pair_row.a_checkpoint,
        pair_row.b_checkpoint,
        pair_row.metric,
        CASE WHEN pair_row.metric IS NOT NULL THEN 1 END AS n_tasks,
        pair_row.n_common,
        pair_row.n_union,
        pair_row.clusters,
        pair_row.value_a,
        pair_row.value_b,
        pair_row.difference,
        pair_row.stderr,
        pair_row.clusters - 1e0 AS df,
        pair_row.n_a_higher,
        pair_row.n_b_higher,
        NULL AS orientation,
        NULL AS n_unoriented,
        CASE WHEN pair_row.clusters < 10 THEN '; fewer than 10 clusters' ELSE '' END
        || CASE
            WHEN pair_row.b_run IS NOT NULL AND pair_row.a_run IS NOT NULL AND pair_row.is_one_family = 0
                THEN '; the tasks are not declared as one family'
            ELSE ''
        END
        || CASE
            WHEN pair_row.n_partners > 1 THEN '; one of ' || pair_row.n_partners || ' partners of a' ELSE ''
        END AS warning,
        pair_row.reason
    FROM pair_row
    UNION ALL
    SELECT
        pooled.level,
        pooled.behavior,
        NULL AS a_run,
        NULL AS b_run,
        pooled.a_checkpoint,
        pooled.b_checkpoint,
        pooled.metric,
        pooled.n_tasks,
        pooled.n_common,
        pooled.n_union,
        pooled.clusters,
        CASE left_out.orientation WHEN 'as scored' THEN pooled.value_a END AS value_a,
        CASE left_out.orientation WHEN 'as scored' THEN pooled.value_b END AS value_b,
        pooled.difference,
        pooled.stderr,
        pooled.df,
        NULL AS n_a_higher,
        NULL AS n_b_higher,
        left_out.orientation,
        left_out.n_unoriented,
        CASE
            WHEN
                left_out.n_undefined > 0
                THEN '; ' || left_out.n_undefined || ' pairs without stderr left out'
            ELSE ''
        END AS warning,
        NULL AS reason
    FROM pooled
    INNER JOIN left_out
        ON
            left_out.a_checkpoint = pooled.a_checkpoint
            AND left_out.b_checkpoint = pooled.b_checkpoint
            AND left_out.behavior = pooled.behavior
            AND left_out.metric = pooled.metric
)

SELECT
    answer.level,
    answer.behavior,
    a.task,
    a.protocol,
    b.task AS other_task,
    b.protocol AS other_protocol,
    COALESCE(
        a.ref,
        (
            SELECT MIN(checkpoint_ref.ref)
            FROM checkpoint_ref
            WHERE checkpoint_ref.checkpoint_id = answer.a_checkpoint
        )
    ) AS a,
    a_model.name AS a_model,
    a_checkpoint.train_step AS a_train_step,
    a_checkpoint.rlhf_step AS a_rlhf_step,
    a_checkpoint.seed AS a_seed,
    COALESCE(
        b.ref,
        (
            SELECT MIN(checkpoint_ref.ref)
            FROM checkpoint_ref
            WHERE checkpoint_ref.checkpoint_id = answer.b_checkpoint
        )
    ) AS b,
    b_model.name AS b_model,
    b_checkpoint.train_step AS b_train_step,
    b_checkpoint.rlhf_step AS b_rlhf_step,
    b_checkpoint.seed AS b_seed,
    answer.metric,
    answer.n_tasks,
    answer.n_common,
    answer.n_union,
    answer.n_common / NULLIF(CAST(answer.n_union AS REAL), 0e0) AS common_share,
    answer.clusters,
    answer.value_a,
    answer.value_b,
    answer.difference,
    answer.stderr,
    answer.difference - T_QUANTILE(975e-3, answer.df) * answer.stderr AS low,
    answer.difference + T_QUANTILE(975e-3, answer.df) * answer.stderr AS high,
    CASE
        WHEN answer.stderr > 0e0 THEN 2e0 * T_UPPER_TAIL(ABS(answer.difference) / answer.stderr, answer.df)
    END AS p,
    answer.n_a_higher,
    answer.n_b_higher,
    CASE
        WHEN answer.metric = 'credit' AND answer.n_common > 0 AND answer.level = 'task'
            THEN COALESCE(SIGN_TEST_P(answer.n_a_higher, answer.n_b_higher), 1e0)
    END AS mcnemar_p,
    answer.orientation,
    answer.n_unoriented AS n_unoriented_tasks,
    NULLIF(
        SUBSTR(
            CASE
                WHEN answer.n_common > 0 AND answer.n_common < 95e-2 * answer.n_union
                    THEN
                        '; only ' || PRINTF('%.0f', 1e2 * answer.n_common / answer.n_union)
                        || ' % of the items are common'
                ELSE ''
            END
            || CASE WHEN answer.stderr = 0e0 THEN '; degenerate: stderr is 0' ELSE '' END
            || answer.warning,
            3
        ),
        ''
    ) AS warning,
    answer.reason
FROM answer
LEFT JOIN candidate AS a ON a.run_id = answer.a_run
LEFT JOIN candidate AS b ON b.run_id = answer.b_run
LEFT JOIN checkpoint AS a_checkpoint ON a_checkpoint.checkpoint_id = answer.a_checkpoint
LEFT JOIN checkpoint AS b_checkpoint ON b_checkpoint.checkpoint_id = answer.b_checkpoint
LEFT JOIN model AS a_model ON a_model.model_id = a_checkpoint.model_id
LEFT JOIN model AS b_model ON b_model.model_id = b_checkpoint.model_id
ORDER BY
    answer.level = 'task',
    answer.behavior NULLS LAST,
    a.task NULLS LAST,
    b.task NULLS LAST,
    a_model.series NULLS LAST,
    a_model.n_params NULLS LAST,
    a_model.name NULLS LAST,
    a_checkpoint.seed NULLS LAST,
    a_checkpoint.train_step NULLS LAST,
    a_checkpoint.rlhf_step NULLS LAST,
    b_model.n_params NULLS LAST,
    b_model.name NULLS LAST,
    b_checkpoint.seed NULLS LAST,
    b_checkpoint.train_step NULLS LAST,
    b_checkpoint.rlhf_step NULLS LAST,
    answer.a_run NULLS LAST,
    answer.b_run NULLS LAST,
    answer.level NULLS LAST,
    CASE answer.metric WHEN 'logodds' THEN 1 WHEN 'p_match' THEN 2 WHEN 'credit' THEN 3 ELSE 4 END,
    answer.metric NULLS LAST
