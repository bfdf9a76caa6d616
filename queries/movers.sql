-- The examples whose log-odds moved most between two checkpoints, one row per example that both answered alike put.
--
-- Requires: from_run or from_model
-- Requires: to_run or to_model
-- Parameters:
--     from_run         integer  none  the earlier run, by id
--     from_model       text     none  or the earlier checkpoint, by model
--     from_train_step  integer  none  and train step; none: any
--     from_rlhf_step   integer  none  and RLHF step; none: any
--     from_seed        integer  none  and seed; none: any
--     to_run           integer  none  the later run, by id
--     to_model         text     none  or the later checkpoint, by model
--     to_train_step    integer  none  and train step; none: any
--     to_rlhf_step     integer  none  and RLHF step; none: any
--     to_seed          integer  none  and seed; none: any
--     task             text     none  only this task; % stands for any text
--     top              integer  100   how many to show; n_pairs says of how many
-- Columns:
--     place         rank         1: moved most
--     n_pairs       examples     compared in all, over every pair of runs that the parameters name
--     task          text         name of the task
--     protocol      text         how the task was put, the same for both
--     example       text         the user's own name, else the content hash
--     doc_id        index        in the evaluation split; NULL: unknown
--     from_run      id           the earlier run
--     to_run        id           the later run
--     from_model    text         model of the earlier run
--     to_model      text         model of the later run
--     from_train_step  steps     NULL: unknown
--     to_train_step    steps     NULL: unknown
--     from_rlhf_step   steps     NULL: unknown
--     to_rlhf_step     steps     NULL: unknown
--     from_logodds  nats         log-odds of the matching choices in the earlier run
--     to_logodds    nats         in the later run
--     change        nats         to - from; NULL: both infinite alike
--     from_p        probability  of the matching choices in the earlier run
--     to_p          probability  in the later run
--     from_credit   share        1: a matching choice won in the earlier run; split between choices that tie
--     to_credit     share        in the later run
--     prompt        text         what the models saw; NULL: texts were not kept
--     choices       JSON         the answers that were scored; NULL: texts were not kept
--     matching      JSON         positions of the matching choices, from 0
WITH params AS (
    SELECT
        :from_run AS from_run,
        :from_model AS from_model,
        :from_train_step AS from_train_step,
        :from_rlhf_step AS from_rlhf_step,
        :from_seed AS from_seed,
        :to_run AS to_run,
        :to_model AS to_model,
        :to_train_step AS to_train_step,
        :to_rlhf_step AS to_rlhf_step,
        :to_seed AS to_seed,
        :task AS task,
        :top AS top
),

point AS (
    SELECT
        run.run_id AS run_id,
        run.protocol_id AS protocol_id,
        run.is_primary AS is_primary,
        model.name AS model,
        checkpoint.train_step AS train_step,
        checkpoint.rlhf_step AS rlhf_step,
        checkpoint.seed AS seed,
        task.name AS task,
        protocol.label AS protocol
    FROM run
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    INNER JOIN task ON task.task_id = run.task_id
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    CROSS JOIN params
    WHERE
        params.task IS NULL OR task.name = params.task
        OR (INSTR(params.task, '%') > 0 AND task.name LIKE params.task)
),

pair_of_runs AS (
    SELECT
        from_point.run_id AS from_run,
        to_point.run_id AS to_run,
        from_point.model AS from_model,
        to_point.model AS to_model,
        from_point.train_step AS from_train_step,
        to_point.train_step AS to_train_step,
        from_point.rlhf_step AS from_rlhf_step,
        to_point.rlhf_step AS to_rlhf_step,
        from_point.task AS task,
        from_point.protocol AS protocol
    FROM params
    INNER JOIN point AS from_point
        ON
            from_point.run_id = params.from_run
            OR (
                params.from_run IS NULL
                AND from_point.is_primary = 1
                AND from_point.model = params.from_model
                AND (params.from_train_step IS NULL OR from_point.train_step = params.from_train_step)
                AND (params.from_rlhf_step IS NULL OR from_point.rlhf_step = params.from_rlhf_step)
                AND (params.from_seed IS NULL OR from_point.seed = params.from_seed)
            )
    INNER JOIN point AS to_point
        ON
            to_point.protocol_id = from_point.protocol_id
            AND to_point.run_id <> from_point.run_id
            AND (
                to_point.run_id = params.to_run
                OR (
                    params.to_run IS NULL
                    AND to_point.is_primary = 1
                    AND to_point.model = params.to_model
                    AND (params.to_train_step IS NULL OR to_point.train_step = params.to_train_step)
                    AND (params.to_rlhf_step IS NULL OR to_point.rlhf_step = params.to_rlhf_step)
                    AND (params.to_seed IS NULL OR to_point.seed = params.to_seed)
                )
            )
),

movement AS (
    SELECT
        pair_of_runs.from_run AS from_run,
        pair_of_runs.to_run AS to_run,
        pair_of_runs.from_model AS from_model,
        pair_of_runs.to_model AS to_model,
        pair_of_runs.from_train_step AS from_train_step,
        pair_of_runs.to_train_step AS to_train_step,
        pair_of_runs.from_rlhf_step AS from_rlhf_step,
        pair_of_runs.to_rlhf_step AS to_rlhf_step,
        pair_of_runs.task AS task,
        pair_of_runs.protocol AS protocol,
        earlier.example_id AS example_id,
        earlier.logodds AS from_logodds,
        later.logodds AS to_logodds,
        later.logodds - earlier.logodds AS change,
        earlier.p_match AS from_p,
        later.p_match AS to_p,
        earlier.credit AS from_credit,
        later.credit AS to_credit
    FROM pair_of_runs
    INNER JOIN example_metric AS earlier ON earlier.run_id = pair_of_runs.from_run
    INNER JOIN example_metric AS later
        ON later.run_id = pair_of_runs.to_run AND later.example_id = earlier.example_id
),

ranked AS (
    SELECT
        movement.from_run AS from_run,
        movement.to_run AS to_run,
        movement.from_model AS from_model,
        movement.to_model AS to_model,
        movement.from_train_step AS from_train_step,
        movement.to_train_step AS to_train_step,
        movement.from_rlhf_step AS from_rlhf_step,
        movement.to_rlhf_step AS to_rlhf_step,
        movement.task AS task,
        movement.protocol AS protocol,
        movement.from_logodds AS from_logodds,
        movement.to_logodds AS to_logodds,
        movement.change AS change,
        movement.from_p AS from_p,
        movement.to_p AS to_p,
        movement.from_credit AS from_credit,
        movement.to_credit AS to_credit,
        COALESCE(example.name, example.content_hash) AS example,
        example.doc_id AS doc_id,
        example.prompt AS prompt,
        example.choices AS choices,
        example.matching AS matching,
        COUNT(*) OVER () AS n_pairs,
        ROW_NUMBER() OVER (
            ORDER BY
                ABS(movement.change) DESC NULLS LAST,
                movement.task NULLS LAST,
                example.content_hash NULLS LAST,
                movement.from_run NULLS LAST,
                movement.to_run NULLS LAST
        ) AS place
    FROM movement
    INNER JOIN example ON example.example_id = movement.example_id
)

SELECT
    ranked.place AS place,
    ranked.n_pairs AS n_pairs,
    ranked.task AS task,
    ranked.protocol AS protocol,
    ranked.example AS example,
    ranked.doc_id AS doc_id,
    ranked.from_run AS from_run,
    ranked.to_run AS to_run,
    ranked.from_model AS from_model,
    ranked.to_model AS to_model,
    ranked.from_train_step AS from_train_step,
    ranked.to_train_step AS to_train_step,
    ranked.from_rlhf_step AS from_rlhf_step,
    ranked.to_rlhf_step AS to_rlhf_step,
    ranked.from_logodds AS from_logodds,
    ranked.to_logodds AS to_logodds,
    ranked.change AS change,
    ranked.from_p AS from_p,
    ranked.to_p AS to_p,
    ranked.from_credit AS from_credit,
    ranked.to_credit AS to_credit,
    ranked.prompt AS prompt,
    ranked.choices AS choices,
    ranked.matching AS matching
FROM ranked
CROSS JOIN params
WHERE params.top IS NULL OR ranked.place <= params.top
ORDER BY ranked.place NULLS LAST
