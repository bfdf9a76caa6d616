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
-- Source: STATISTICS.md 2: differences on common items with CR1 stderr, t with clusters - 1 df; McNemar on the argmax, a
--     tie as a half step. Pools of a fixed list of tasks: micro weighs a task by its items, macro equally, with
--     Satterthwaite's df; a family enters as the mean of its tasks with the mean of their stderrs (as if one sample) and their fewest items.
--     Items pair by the document; runs of one protocol by the example. An item put several times enters with its mean.
WITH params AS (
    SELECT
        :a AS a,
        :a_train_step AS a_train_step,
        :a_rlhf_step AS a_rlhf_step,
        :a_seed AS a_seed,
        :b AS b,
        :b_train_step AS b_train_step,
        :b_rlhf_step AS b_rlhf_step,
        :b_seed AS b_seed,
        :task AS task,
        :other_task AS other_task,
        :protocol AS protocol,
        :other_protocol AS other_protocol,
        :behavior AS behavior,
        :metric AS metric
),

-- What is asked for: another checkpoint, or the same one in another way.
question AS (
    SELECT
        CASE
            WHEN
                params.b IS NULL AND params.b_train_step IS NULL AND params.b_rlhf_step IS NULL
                AND params.b_seed IS NULL
                THEN 0
            ELSE 1
        END AS is_other_checkpoint,
        CASE WHEN params.other_task IS NULL THEN 0 ELSE 1 END AS is_other_task,
        CASE WHEN params.other_task IS NULL AND params.other_protocol IS NULL THEN 0 ELSE 1 END
            AS is_other_way,
        CASE WHEN INSTR(params.task || params.other_task, '%') = 0 THEN 1 ELSE 0 END AS is_named
    FROM params
),

metric AS (
    SELECT
        trend_metric.name AS name,
        CASE WHEN params.metric IS NULL THEN trend_metric.default_when_single END AS only_single
    FROM trend_metric
    CROSS JOIN params
    WHERE
        INSTR(',' || params.metric || ',', ',' || trend_metric.name || ',') > 0
        OR (params.metric IS NULL AND trend_metric.default_when_single IS NOT NULL)
),

candidate AS (
    SELECT
        run.run_id AS run_id,
        run.ref AS ref,
        run.checkpoint_id AS checkpoint_id,
        run.protocol_id AS protocol_id,
        run.task_id AS task_id,
        model.name AS model,
        checkpoint.train_step AS train_step,
        COALESCE(checkpoint.rlhf_step, 0) AS rlhf_step,
        checkpoint.seed AS seed,
        task.name AS task,
        COALESCE('family ' || task.family, 'task ' || task.name) AS family,
        task.more_is AS more_is,
        behavior.name AS behavior,
        protocol.label AS protocol,
        CASE WHEN protocol.output_type IN ('loglikelihood', 'loglikelihood_rolling') THEN 1 ELSE 0 END
            AS is_single
    FROM run
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    INNER JOIN task ON task.task_id = run.task_id
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
    CROSS JOIN params
    WHERE run.is_primary = 1 AND (params.behavior IS NULL OR behavior.name = params.behavior)
),

-- One row per run and what it meets of the parameters.
matched AS (
    SELECT
        candidate.run_id AS run_id,
        CASE
            WHEN candidate.ref = params.a OR (INSTR(params.a, '%') > 0 AND candidate.ref LIKE params.a)
                THEN 'ref'
            WHEN
                params.a IS NULL OR candidate.model = params.a
                OR (INSTR(params.a, '%') > 0 AND candidate.model LIKE params.a)
                THEN 'model'
        END AS as_a,
        CASE
            WHEN candidate.ref = params.b OR (INSTR(params.b, '%') > 0 AND candidate.ref LIKE params.b)
                THEN 'ref'
            WHEN
                params.b IS NULL OR candidate.model = params.b
                OR (INSTR(params.b, '%') > 0 AND candidate.model LIKE params.b)
                THEN 'model'
        END AS as_b,
        CASE
            WHEN
                (params.a_train_step IS NULL OR candidate.train_step = params.a_train_step)
                AND (params.a_rlhf_step IS NULL OR candidate.rlhf_step = params.a_rlhf_step)
                AND (params.a_seed IS NULL OR candidate.seed = params.a_seed)
                THEN 1
            ELSE 0
        END AS is_state_a,
        CASE
            WHEN
                (params.b_train_step IS NULL OR candidate.train_step = params.b_train_step)
                AND (params.b_rlhf_step IS NULL OR candidate.rlhf_step = params.b_rlhf_step)
                AND (params.b_seed IS NULL OR candidate.seed = params.b_seed)
                THEN 1
            ELSE 0
        END AS is_state_b,
        CASE
            WHEN params.task IS NULL OR candidate.task = params.task THEN 1
            WHEN INSTR(params.task, '%') > 0 AND candidate.task LIKE params.task THEN 1
            ELSE 0
        END AS is_task,
        CASE
            WHEN
                candidate.task = params.other_task
                OR (INSTR(params.other_task, '%') > 0 AND candidate.task LIKE params.other_task)
                THEN 1
            ELSE 0
        END AS is_other_task,
        CASE WHEN params.protocol IS NULL OR candidate.protocol = params.protocol THEN 1 ELSE 0 END
            AS is_protocol,
        CASE WHEN candidate.protocol = params.other_protocol THEN 1 ELSE 0 END AS is_other_protocol,
        CASE WHEN params.task IS NULL THEN 0 ELSE 1 END AS names_task,
        CASE WHEN params.protocol IS NULL THEN 0 ELSE 1 END AS names_protocol
    FROM candidate
    CROSS JOIN params
),

side_a AS (
    SELECT matched.run_id AS run_id
    FROM matched
    CROSS JOIN question
    WHERE
        matched.as_a IS NOT NULL
        AND matched.is_state_a = 1
        AND matched.is_task = 1
        AND (matched.names_task = 1 OR matched.is_other_task = 0)
        AND matched.is_protocol = 1
        AND (matched.names_protocol = 1 OR matched.is_other_protocol = 0 OR question.is_other_task = 1)
),

side_b AS (
    SELECT
        matched.run_id AS run_id,
        matched.as_b AS as_b
    FROM matched
    CROSS JOIN question
    CROSS JOIN params
    WHERE
        CASE
            WHEN question.is_other_checkpoint = 1 AND params.b IS NOT NULL THEN matched.as_b
            ELSE matched.as_a
        END IS NOT NULL
        AND CASE WHEN question.is_other_checkpoint = 1 THEN matched.is_state_b ELSE matched.is_state_a END = 1
        AND CASE WHEN question.is_other_task = 1 THEN matched.is_other_task ELSE matched.is_task END = 1
        AND CASE
            WHEN params.other_protocol IS NOT NULL THEN matched.is_other_protocol
            WHEN question.is_other_task = 1 THEN 1
            ELSE matched.is_protocol
        END = 1
),

pair_of_runs AS (
    SELECT
        a.run_id AS a_run,
        b.run_id AS b_run,
        a.checkpoint_id AS a_checkpoint,
        b.checkpoint_id AS b_checkpoint,
        CASE WHEN a.protocol_id = b.protocol_id THEN 1 ELSE 0 END AS is_by_example,
        COUNT(*) OVER (PARTITION BY a.run_id) AS n_partners
    FROM side_a
    INNER JOIN candidate AS a ON a.run_id = side_a.run_id
    CROSS JOIN params
    CROSS JOIN question
    INNER JOIN candidate AS b
        ON
            b.run_id <> a.run_id
            AND (
                (
                    question.is_other_task = 1 AND b.task_id <> a.task_id
                    AND (b.family = a.family OR question.is_named = 1)
                )
                OR (
                    b.task_id = a.task_id
                    AND (params.other_protocol IS NOT NULL OR b.protocol_id = a.protocol_id)
                )
            )
            AND (
                (question.is_other_checkpoint = 0 AND b.checkpoint_id = a.checkpoint_id)
                OR (question.is_other_checkpoint = 1 AND (params.b IS NOT NULL OR b.model = a.model))
            )
    INNER JOIN side_b
        ON
            side_b.run_id = b.run_id
            AND (
                (side_b.as_b = 'ref')
                OR (
                    (
                        params.b_train_step IS NOT NULL OR b.train_step = a.train_step
                        OR (b.train_step IS NULL AND a.train_step IS NULL)
                    )
                    AND (params.b_rlhf_step IS NOT NULL OR b.rlhf_step = a.rlhf_step)
                    AND (
                        params.b_seed IS NOT NULL OR b.seed = a.seed
                        OR (b.seed IS NULL AND a.seed IS NULL)
                    )
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
    CROSS JOIN question
    WHERE
        a.run_id NOT IN (SELECT pair_of_runs.a_run FROM pair_of_runs)
        AND a.run_id NOT IN (SELECT side_b.run_id FROM side_b)
        AND (SELECT COUNT(*) FROM side_b) > 0
        AND CASE
            WHEN question.is_other_checkpoint = 1 AND (SELECT COUNT(*) FROM pair_of_runs) > 0
                THEN a.checkpoint_id IN (SELECT pair_of_runs.a_checkpoint FROM pair_of_runs)
            WHEN question.is_other_way = 1
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
    CROSS JOIN question
    WHERE
        b.run_id NOT IN (SELECT pair_of_runs.b_run FROM pair_of_runs)
        AND b.run_id NOT IN (SELECT side_a.run_id FROM side_a)
        AND (SELECT COUNT(*) FROM side_a) > 0
        AND CASE
            WHEN question.is_other_checkpoint = 1 AND (SELECT COUNT(*) FROM pair_of_runs) > 0
                THEN b.checkpoint_id IN (SELECT pair_of_runs.b_checkpoint FROM pair_of_runs)
            WHEN question.is_other_way = 1
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

needed AS (
    SELECT
        pair_of_runs.a_run AS run_id,
        pair_of_runs.is_by_example AS is_by_example
    FROM pair_of_runs
    UNION
    SELECT
        pair_of_runs.b_run AS run_id,
        pair_of_runs.is_by_example AS is_by_example
    FROM pair_of_runs
),

-- One row per run, metric and item; y is NULL where the item has no such value.
item_value AS (
    SELECT
        needed.run_id AS run_id,
        needed.is_by_example AS is_by_example,
        response_value.metric AS metric,
        CASE WHEN needed.is_by_example = 1 THEN example.content_hash ELSE example.item_hash END AS item,
        MIN(example.cluster) AS cluster,
        AVG(response_value.y) AS y
    FROM needed
    CROSS JOIN metric
    INNER JOIN response_value
        ON response_value.run_id = needed.run_id AND response_value.metric = metric.name
    INNER JOIN example ON example.example_id = response_value.example_id
    GROUP BY
        needed.run_id,
        needed.is_by_example,
        response_value.metric,
        CASE WHEN needed.is_by_example = 1 THEN example.content_hash ELSE example.item_hash END
),

run_count AS (
    SELECT
        item_value.run_id AS run_id,
        item_value.is_by_example AS is_by_example,
        item_value.metric AS metric,
        COUNT(*) AS n
    FROM item_value
    GROUP BY item_value.run_id, item_value.is_by_example, item_value.metric
),

shared AS (
    SELECT
        pair_of_runs.a_run AS a_run,
        pair_of_runs.b_run AS b_run,
        a.metric AS metric,
        a.cluster AS cluster,
        CASE WHEN a.y IS NOT NULL AND b.y IS NOT NULL THEN 1 ELSE 0 END AS is_common,
        CASE WHEN b.y IS NOT NULL THEN a.y END AS a_value,
        CASE WHEN a.y IS NOT NULL THEN b.y END AS b_value,
        CASE WHEN ABS(a.y) < 1e308 AND ABS(b.y) < 1e308 THEN b.y - a.y END AS difference
    FROM pair_of_runs
    INNER JOIN item_value AS a
        ON a.run_id = pair_of_runs.a_run AND a.is_by_example = pair_of_runs.is_by_example
    INNER JOIN item_value AS b
        ON
            b.run_id = pair_of_runs.b_run AND b.is_by_example = pair_of_runs.is_by_example
            AND b.metric = a.metric AND b.item = a.item
),

pair_mean AS (
    SELECT
        shared.a_run AS a_run,
        shared.b_run AS b_run,
        shared.metric AS metric,
        COUNT(*) AS n_shared,
        SUM(shared.is_common) AS n_common,
        COUNT(DISTINCT CASE WHEN shared.is_common = 1 THEN shared.cluster END) AS clusters,
        AVG(shared.a_value) AS value_a,
        AVG(shared.b_value) AS value_b,
        AVG(shared.difference) AS difference,
        SUM(shared.is_common) - COUNT(shared.difference) AS n_inf,
        SUM(CASE WHEN shared.a_value > shared.b_value THEN 1 ELSE 0 END) AS n_a_higher,
        SUM(CASE WHEN shared.b_value > shared.a_value THEN 1 ELSE 0 END) AS n_b_higher
    FROM shared
    GROUP BY shared.a_run, shared.b_run, shared.metric
),

cluster_residual AS (
    SELECT
        shared.a_run AS a_run,
        shared.b_run AS b_run,
        shared.metric AS metric,
        shared.cluster AS cluster,
        SUM(shared.difference - pair_mean.difference) AS residual
    FROM shared
    INNER JOIN pair_mean
        ON
            pair_mean.a_run = shared.a_run AND pair_mean.b_run = shared.b_run
            AND pair_mean.metric = shared.metric
    WHERE shared.is_common = 1
    GROUP BY shared.a_run, shared.b_run, shared.metric, shared.cluster
),

paired AS (
    SELECT
        pair_mean.a_run AS a_run,
        pair_mean.b_run AS b_run,
        pair_mean.metric AS metric,
        MAX(pair_mean.n_shared) AS n_shared,
        MAX(pair_mean.n_common) AS n_common,
        MAX(pair_mean.clusters) AS clusters,
        MAX(pair_mean.value_a) AS value_a,
        MAX(pair_mean.value_b) AS value_b,
        MAX(CASE WHEN pair_mean.n_inf = 0 THEN pair_mean.difference END) AS difference,
        MAX(pair_mean.n_inf) AS n_inf,
        MAX(pair_mean.n_a_higher) AS n_a_higher,
        MAX(pair_mean.n_b_higher) AS n_b_higher,
        CASE
            WHEN MAX(pair_mean.n_inf) = 0
                THEN
                    SQRT(
                        SUM(cluster_residual.residual * cluster_residual.residual) * MAX(pair_mean.clusters)
                        / NULLIF(MAX(pair_mean.clusters) - 1e0, 0e0)
                    ) / NULLIF(CAST(MAX(pair_mean.n_common) AS DOUBLE), 0e0)
        END AS stderr
    FROM pair_mean
    LEFT JOIN cluster_residual
        ON
            cluster_residual.a_run = pair_mean.a_run AND cluster_residual.b_run = pair_mean.b_run
            AND cluster_residual.metric = pair_mean.metric
    GROUP BY pair_mean.a_run, pair_mean.b_run, pair_mean.metric
),

request AS (
    SELECT
        pair_of_runs.a_run AS a_run,
        pair_of_runs.b_run AS b_run,
        pair_of_runs.is_by_example AS is_by_example,
        pair_of_runs.n_partners AS n_partners,
        NULL AS reason
    FROM pair_of_runs
    UNION ALL
    SELECT
        unanswered.a_run AS a_run,
        unanswered.b_run AS b_run,
        NULL AS is_by_example,
        NULL AS n_partners,
        unanswered.reason AS reason
    FROM unanswered
),

pair_row AS (
    SELECT
        request.a_run AS a_run,
        request.b_run AS b_run,
        a.checkpoint_id AS a_checkpoint,
        b.checkpoint_id AS b_checkpoint,
        a.family AS family,
        COALESCE(a.behavior, b.behavior) AS behavior,
        a.more_is AS more_is,
        CASE WHEN a.family = b.family THEN 1 ELSE 0 END AS is_one_family,
        request.n_partners AS n_partners,
        metric.name AS metric,
        CASE WHEN metric.name IS NOT NULL THEN COALESCE(paired.n_common, 0) END AS n_common,
        a_count.n + b_count.n - COALESCE(paired.n_shared, 0) AS n_union,
        paired.clusters AS clusters,
        paired.value_a AS value_a,
        paired.value_b AS value_b,
        paired.difference AS difference,
        paired.stderr AS stderr,
        paired.n_a_higher AS n_a_higher,
        paired.n_b_higher AS n_b_higher,
        CASE
            WHEN request.reason IS NOT NULL THEN request.reason
            WHEN metric.name IS NULL THEN 'unknown_metric'
            WHEN COALESCE(paired.n_common, 0) = 0 THEN 'no_common_items'
            WHEN paired.n_inf > 0 THEN 'n_inf'
            WHEN paired.stderr IS NULL THEN 'one_cluster'
        END AS reason
    FROM request
    LEFT JOIN candidate AS a ON a.run_id = request.a_run
    LEFT JOIN candidate AS b ON b.run_id = request.b_run
    LEFT JOIN metric
        ON request.reason IS NULL AND (metric.only_single IS NULL OR metric.only_single = a.is_single)
    LEFT JOIN paired
        ON
            paired.a_run = request.a_run AND paired.b_run = request.b_run
            AND paired.metric = metric.name
    LEFT JOIN run_count AS a_count
        ON
            a_count.run_id = request.a_run AND a_count.is_by_example = request.is_by_example
            AND a_count.metric = metric.name
    LEFT JOIN run_count AS b_count
        ON
            b_count.run_id = request.b_run AND b_count.is_by_example = request.is_by_example
            AND b_count.metric = metric.name
),

-- Portable up to here.

-- A pool is a pair of checkpoints, a behavior and a metric. Tasks that differ in what more of them means are turned.
pool AS (
    SELECT
        pair_row.a_checkpoint AS a_checkpoint,
        pair_row.b_checkpoint AS b_checkpoint,
        pair_row.behavior AS behavior,
        pair_row.metric AS metric,
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
        pair_row.a_checkpoint AS a_checkpoint,
        pair_row.b_checkpoint AS b_checkpoint,
        pair_row.behavior AS behavior,
        pair_row.metric AS metric,
        pair_row.family AS family,
        pool.orientation AS orientation,
        pair_row.n_common AS n_common,
        pair_row.n_union AS n_union,
        pair_row.clusters AS clusters,
        pair_row.value_a AS value_a,
        pair_row.value_b AS value_b,
        pair_row.stderr AS stderr,
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
        oriented.a_checkpoint AS a_checkpoint,
        oriented.b_checkpoint AS b_checkpoint,
        oriented.behavior AS behavior,
        oriented.metric AS metric,
        oriented.family AS family,
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
        oriented.a_checkpoint AS a_checkpoint,
        oriented.b_checkpoint AS b_checkpoint,
        oriented.behavior AS behavior,
        oriented.metric AS metric,
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
        family_difference.a_checkpoint AS a_checkpoint,
        family_difference.b_checkpoint AS b_checkpoint,
        family_difference.behavior AS behavior,
        family_difference.metric AS metric,
        family_difference.n_common AS n_common,
        family_difference.n_union AS n_union,
        family_difference.clusters AS clusters,
        family_difference.value_a AS value_a,
        family_difference.value_b AS value_b,
        family_difference.difference AS difference,
        family_difference.stderr AS stderr,
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
        weighted.level AS level,
        weighted.a_checkpoint AS a_checkpoint,
        weighted.b_checkpoint AS b_checkpoint,
        weighted.behavior AS behavior,
        weighted.metric AS metric,
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
        pair_row.behavior AS behavior,
        pair_row.a_run AS a_run,
        pair_row.b_run AS b_run,
        pair_row.a_checkpoint AS a_checkpoint,
        pair_row.b_checkpoint AS b_checkpoint,
        pair_row.metric AS metric,
        CASE WHEN pair_row.metric IS NOT NULL THEN 1 END AS n_tasks,
        pair_row.n_common AS n_common,
        pair_row.n_union AS n_union,
        pair_row.clusters AS clusters,
        pair_row.value_a AS value_a,
        pair_row.value_b AS value_b,
        pair_row.difference AS difference,
        pair_row.stderr AS stderr,
        pair_row.clusters - 1e0 AS df,
        pair_row.n_a_higher AS n_a_higher,
        pair_row.n_b_higher AS n_b_higher,
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
        pair_row.reason AS reason
    FROM pair_row
    UNION ALL
    SELECT
        pooled.level AS level,
        pooled.behavior AS behavior,
        NULL AS a_run,
        NULL AS b_run,
        pooled.a_checkpoint AS a_checkpoint,
        pooled.b_checkpoint AS b_checkpoint,
        pooled.metric AS metric,
        pooled.n_tasks AS n_tasks,
        pooled.n_common AS n_common,
        pooled.n_union AS n_union,
        pooled.clusters AS clusters,
        CASE left_out.orientation WHEN 'as scored' THEN pooled.value_a END AS value_a,
        CASE left_out.orientation WHEN 'as scored' THEN pooled.value_b END AS value_b,
        pooled.difference AS difference,
        pooled.stderr AS stderr,
        pooled.df AS df,
        NULL AS n_a_higher,
        NULL AS n_b_higher,
        left_out.orientation AS orientation,
        left_out.n_unoriented AS n_unoriented,
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
    answer.level AS level,
    answer.behavior AS behavior,
    a.task AS task,
    a.protocol AS protocol,
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
    answer.metric AS metric,
    answer.n_tasks AS n_tasks,
    answer.n_common AS n_common,
    answer.n_union AS n_union,
    answer.n_common / NULLIF(CAST(answer.n_union AS REAL), 0e0) AS common_share,
    answer.clusters AS clusters,
    answer.value_a AS value_a,
    answer.value_b AS value_b,
    answer.difference AS difference,
    answer.stderr AS stderr,
    answer.difference - T_QUANTILE(975e-3, answer.df) * answer.stderr AS low,
    answer.difference + T_QUANTILE(975e-3, answer.df) * answer.stderr AS high,
    CASE
        WHEN answer.stderr > 0e0 THEN 2e0 * T_UPPER_TAIL(ABS(answer.difference) / answer.stderr, answer.df)
    END AS p,
    answer.n_a_higher AS n_a_higher,
    answer.n_b_higher AS n_b_higher,
    CASE
        WHEN answer.metric = 'credit' AND answer.n_common > 0 AND answer.level = 'task'
            THEN COALESCE(SIGN_TEST_P(answer.n_a_higher, answer.n_b_higher), 1e0)
    END AS mcnemar_p,
    answer.orientation AS orientation,
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
    answer.reason AS reason
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
