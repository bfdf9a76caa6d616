-- One run in the table format that `logarium ingest` reads, one row per response and one per reported score.
--
-- Parameters:
--     run_id  integer  required  the run in this warehouse
-- Columns:
--     checkpoint  text  what the harness calls it
--     model  text  as in the table format; NULL: unknown
--     series  text  as in the table format; NULL: unknown
--     n_params  text  as in the table format; NULL: unknown
--     n_params_non_embedding  text  as in the table format; NULL: unknown
--     train_step  text  as in the table format; NULL: unknown
--     train_tokens  text  as in the table format; NULL: unknown
--     rlhf_step  text  as in the table format; NULL: unknown
--     seed  text  as in the table format; NULL: unknown
--     variant  text  as in the table format; NULL: unknown
--     model_name  text  as in the table format; NULL: unknown
--     pretrained  text  as in the table format; NULL: unknown
--     revision  text  as in the table format; NULL: unknown
--     subfolder  text  as in the table format; NULL: unknown
--     task  text  as in the table format; NULL: unknown
--     family  text  as in the table format; NULL: unknown
--     behavior  text  as in the table format; NULL: unknown
--     kind  text  as in the table format; NULL: unknown
--     more_is  text  as in the table format; NULL: unknown
--     protocol  text  as in the table format; NULL: unknown
--     num_fewshot  text  as in the table format; NULL: unknown
--     output_type  text  as in the table format; NULL: unknown
--     declared  text  as in the table format; NULL: unknown
--     engine  text  as in the table format; NULL: unknown
--     dtype  text  as in the table format; NULL: unknown
--     harness  text  as in the table format; NULL: unknown
--     harness_version  text  as in the table format; NULL: unknown
--     task_version  text  as in the table format; NULL: unknown
--     evaluated_at  s  since 1970, UTC; NULL: unknown
--     selection  text  as in the table format; NULL: unknown
--     run  text  tells reruns apart; empty: none
--     n_expected  text  as in the table format; NULL: unknown
--     partial  text  as in the table format; NULL: unknown
--     config  text  as in the table format; NULL: unknown
--     example  text  the user's own name; NULL: none
--     copy  text  as in the table format; NULL: unknown
--     doc_id  text  as in the table format; NULL: unknown
--     item_hash  text  as in the table format; NULL: unknown
--     content_hash  text  as in the table format; NULL: unknown
--     question_hash  text  as in the table format
--     prompt  text  as in the table format; NULL: unknown
--     choices  text  as in the table format; NULL: unknown
--     choice_chars  text  as in the table format; NULL: unknown
--     choice_bytes  text  as in the table format; NULL: unknown
--     matching  text  as in the table format; NULL: unknown
--     matching_source  text  as in the table format; NULL: unknown
--     cluster  text  as declared by the source; NULL: none
--     subset  text  as in the table format; NULL: unknown
--     truth  text  as in the table format; NULL: unknown
--     document  text  as in the table format; NULL: unknown
--     logprobs  JSON  nats, summed over tokens, choice by choice; NULL: the row is a score
--     unconditional  text  as in the table format; NULL: unknown
--     n_tokens  text  as in the table format; NULL: unknown
--     greedy  JSON  whether each choice was the greedy continuation; NULL: unknown
--     metric  text  name of the score; NULL: the row is a response
--     filter  text  the filter of the score; NULL: the row is a response
--     value  number  the score; NULL: not a number, or the row is a response
--     weight  number  denominator of a weighted mean; NULL: none
--     raw  text  the score as written; NULL: value says it
WITH entry AS (
    SELECT
        response.example_id,
        -- the status tells a NaN of the harness from a log-prob that is missing
        CASE
            WHEN response.status = 'nan' THEN REPLACE(response.logprobs, 'null', '"NaN"')
            ELSE response.logprobs
        END AS logprobs,
        response.unconditional,
        response.n_tokens,
        CASE
            WHEN response.greedy IS NOT NULL
                THEN (
                    SELECT
                        JSON_GROUP_ARRAY(
                            JSON(
                                CASE WHEN (response.greedy >> choice.key) & 1 = 1 THEN 'true' ELSE 'false' END
                            )
                        )
                    FROM JSON_EACH(response.logprobs) AS choice
                )
        END AS greedy,
        NULL AS metric,
        NULL AS filter_name,
        NULL AS value,
        NULL AS weight,
        NULL AS raw
    FROM response
    WHERE response.run_id = :run_id
    UNION ALL
    SELECT
        score.example_id,
        NULL AS logprobs,
        NULL AS unconditional,
        NULL AS n_tokens,
        NULL AS greedy,
        score.metric,
        score.filter_name,
        CASE WHEN score.status = 'nan' THEN 'NaN' ELSE score.value END AS value,
        score.weight,
        score.raw
    FROM score
    WHERE score.run_id = :run_id
)

SELECT
    run.ref AS checkpoint,
    model.name AS model,
    model.series,
    model.n_params,
    model.n_params_non_embedding,
    checkpoint.train_step,
    checkpoint.train_tokens,
    checkpoint.rlhf_step,
    checkpoint.seed,
    checkpoint.variant,
    checkpoint_ref.model_name,
    checkpoint_ref.pretrained,
    checkpoint_ref.revision,
    checkpoint_ref.subfolder,
    task.name AS task,
    task.family,
    behavior.name AS behavior,
    task.kind,
    task.more_is,
    protocol.label AS protocol,
    protocol.num_fewshot,
    protocol.output_type,
    protocol.declared,
    run.engine,
    run.dtype,
    run.harness,
    run.harness_version,
    run.task_version,
    run.evaluated_at,
    run.selection,
    run.label AS run,
    run.n_expected,
    run.partial,
    run.config,
    example.name AS example,
    example.copy,
    example.doc_id,
    example.item_hash,
    example.content_hash,
    example.question_hash,
    NULLIF(example.prompt, '') AS prompt,  -- the format reads an empty cell as not stated
    example.choices,
    example.choice_chars,
    example.choice_bytes,
    example.matching,
    example.matching_source,
    example.declared_cluster AS cluster,
    example.subset,
    example.truth,
    example.document,
    entry.logprobs,
    entry.unconditional,
    entry.n_tokens,
    entry.greedy,
    entry.metric,
    entry.filter_name AS filter,  -- noqa: LT02
    entry.value,
    entry.weight,
    entry.raw
FROM run
INNER JOIN checkpoint_ref ON checkpoint_ref.ref = run.ref
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
INNER JOIN task ON task.task_id = run.task_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
CROSS JOIN entry
INNER JOIN example ON example.example_id = entry.example_id
WHERE run.run_id = :run_id
ORDER BY
    example.content_hash NULLS LAST,
    entry.metric NULLS FIRST,
    entry.filter_name NULLS FIRST
