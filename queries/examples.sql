-- One task question by question across checkpoints, one row per example and run.
--
-- Parameters:
--     task        text     required  the task; % stands for any text
--     example     text     none      only the example of this name or content hash
--     doc_id      integer  none      only the example at this index of the evaluation split
--     model       text     none      only this model
--     train_step  integer  none      only checkpoints at this train step
--     rlhf_step   integer  none      only checkpoints at this RLHF step
--     seed        integer  none      only checkpoints of this seed
--     run_id      integer  none      only this run
--     all_runs    boolean  0         1: also the runs that are not primary
-- Columns:
--     task             text         name of the task
--     example          text         the user's own name, else the content hash
--     doc_id           index        in the evaluation split; NULL: unknown
--     copy             number       tells identical items of one task apart, from 0
--     subset           text         part of the task; NULL: none
--     truth            text         ground truth of the item; NULL: none
--     cluster          text         examples that share it are dependent
--     model            text         name of the model
--     n_params         parameters   NULL: unknown
--     train_step       steps        NULL: unknown
--     rlhf_step        steps        NULL: unknown
--     seed             number       NULL: unknown
--     protocol         text         how the task was put
--     run_id           id           the run in this warehouse
--     prompt           text         what the model saw; NULL: texts were not kept
--     choices          JSON         the answers that were scored; NULL: texts were not kept
--     matching         JSON         positions of the matching choices, from 0; NULL: unknown
--     matching_source  text         where that knowledge comes from
--     status           text         ok, or why the response enters no metric
--     logprobs         JSON         nats, summed over tokens, choice by choice; null: missing or not a number
--     logodds          nats         matching against other; NULL: status is not ok
--     p_match          probability  of the matching choices among the choices; NULL: status is not ok
--     credit           share        1: a matching choice wins, ties split; NULL: status is not ok
--     nll              nats         -ln p_match; NULL: status is not ok
--     choice_mass      probability  of all choices together; NULL: unknown
WITH params AS (
    SELECT
        :task AS task,
        :example AS example,
        :doc_id AS doc_id,
        :model AS model,
        :train_step AS train_step,
        :rlhf_step AS rlhf_step,
        :seed AS seed,
        :run_id AS run_id,
        :all_runs AS all_runs
),

chosen_run AS (
    SELECT
        run.run_id AS run_id,
        task.name AS task,
        model.name AS model,
        model.n_params AS n_params,
        checkpoint.train_step AS train_step,
        checkpoint.rlhf_step AS rlhf_step,
        checkpoint.seed AS seed,
        protocol.label AS protocol
    FROM run
    INNER JOIN task ON task.task_id = run.task_id
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    CROSS JOIN params
    WHERE
        (
            task.name = params.task
            OR (INSTR(params.task, '%') > 0 AND task.name LIKE params.task)
        )
        AND (run.is_primary = 1 OR params.all_runs = 1 OR run.run_id = params.run_id)
        AND (params.run_id IS NULL OR run.run_id = params.run_id)
        AND (params.model IS NULL OR model.name = params.model)
        AND (params.train_step IS NULL OR checkpoint.train_step = params.train_step)
        AND (params.rlhf_step IS NULL OR checkpoint.rlhf_step = params.rlhf_step)
        AND (params.seed IS NULL OR checkpoint.seed = params.seed)
)

SELECT
    chosen_run.task AS task,
    COALESCE(example.name, example.content_hash) AS example,
    example.doc_id AS doc_id,
    example.copy AS copy,
    example.subset AS subset,
    example.truth AS truth,
    example.cluster AS cluster,
    chosen_run.model AS model,
    chosen_run.n_params AS n_params,
    chosen_run.train_step AS train_step,
    chosen_run.rlhf_step AS rlhf_step,
    chosen_run.seed AS seed,
    chosen_run.protocol AS protocol,
    chosen_run.run_id AS run_id,
    example.prompt AS prompt,
    example.choices AS choices,
    example.matching AS matching,
    example.matching_source AS matching_source,
    response_metric.status AS status,
    response.logprobs AS logprobs,
    response_metric.logodds AS logodds,
    response_metric.p_match AS p_match,
    response_metric.credit AS credit,
    response_metric.nll AS nll,
    response_metric.choice_mass AS choice_mass
FROM chosen_run
INNER JOIN response_metric ON response_metric.run_id = chosen_run.run_id
INNER JOIN response
    ON response.run_id = response_metric.run_id AND response.example_id = response_metric.example_id
INNER JOIN example ON example.example_id = response_metric.example_id
CROSS JOIN params
WHERE
    (params.example IS NULL OR example.name = params.example OR example.content_hash = params.example)
    AND (params.doc_id IS NULL OR example.doc_id = params.doc_id)
ORDER BY
    chosen_run.task NULLS LAST,
    example.doc_id NULLS LAST,
    example.content_hash NULLS LAST,
    chosen_run.n_params NULLS LAST,
    chosen_run.model NULLS LAST,
    chosen_run.seed NULLS LAST,
    chosen_run.train_step NULLS LAST,
    chosen_run.rlhf_step NULLS LAST,
    chosen_run.run_id NULLS LAST
