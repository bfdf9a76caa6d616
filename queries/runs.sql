-- What was ingested, one row per run (a checkpoint on a task under a protocol: one samples file).
--
-- Parameters:
--     task   text  none  only this task; % stands for any text
--     model  text  none  only this model
-- Columns:
--     run_id           id          the run in this warehouse
--     ref              text        what the harness calls the checkpoint
--     model            text        name of the model
--     series           text        models made alike; NULL: unknown
--     n_params         parameters  NULL: unknown
--     train_step       steps       NULL: unknown
--     train_tokens     tokens      NULL: unknown
--     rlhf_step        steps       NULL: unknown
--     seed             number      NULL: unknown
--     variant          text        tells checkpoints apart whose coordinates agree; empty: the plain one
--     inferred         JSON        columns of model or checkpoint that were guessed from a name
--     task             text        name of the task
--     behavior         text        what the task measures; NULL: not said
--     output_type      text        multiple_choice, loglikelihood, loglikelihood_rolling, generate_until
--     protocol         text        how the task was put
--     num_fewshot      shots       NULL: unknown
--     is_primary       boolean     1: the run that metrics and trends use
--     partial          text        why the run is not whole; NULL: it is
--     n_expected       examples    that the source says it evaluated; NULL: it does not say
--     n_examples       examples    stored
--     n_ok             examples    with two sides to compare
--     n_scores         scores      per-example values kept as reported
--     engine           text        the program that computed the log-probs; NULL: unknown
--     dtype            text        NULL: unknown
--     harness          text        the evaluation harness
--     harness_version  text        NULL: unknown
--     task_version     text        NULL: unknown
--     evaluated_at     UTC         start of the evaluation; NULL: unknown
--     selection        text        how the examples were chosen; empty: the whole split
--     label            text        tells reruns apart; empty: none
--     samples_file     path        NULL: no samples file
--     results_file     path        NULL: no results file
--     n_rejected       lines       of the samples file that were set aside; NULL: no samples file
WITH params AS (
    SELECT
        :task AS task,
        :model AS model
),

run_score AS (
    SELECT
        score.run_id AS run_id,
        COUNT(*) AS n_scores
    FROM score
    GROUP BY score.run_id
)

SELECT
    run.run_id AS run_id,
    run.ref AS ref,
    model.name AS model,
    model.series AS series,
    model.n_params AS n_params,
    checkpoint.train_step AS train_step,
    checkpoint.train_tokens AS train_tokens,
    checkpoint.rlhf_step AS rlhf_step,
    checkpoint.seed AS seed,
    checkpoint.variant AS variant,
    CASE
        WHEN model.inferred = '[]' THEN checkpoint.inferred
        WHEN checkpoint.inferred = '[]' THEN model.inferred
        ELSE SUBSTR(model.inferred, 1, LENGTH(model.inferred) - 1) || ',' || SUBSTR(checkpoint.inferred, 2)
    END AS inferred,
    task.name AS task,
    behavior.name AS behavior,
    protocol.output_type AS output_type,
    protocol.label AS protocol,
    protocol.num_fewshot AS num_fewshot,
    run.is_primary AS is_primary,
    run.partial AS partial,
    run.n_expected AS n_expected,
    run.n_examples AS n_examples,
    run.n_ok AS n_ok,
    COALESCE(run_score.n_scores, 0) AS n_scores,
    run.engine AS engine,
    run.dtype AS dtype,
    run.harness AS harness,
    run.harness_version AS harness_version,
    run.task_version AS task_version,
    STRFTIME('%Y-%m-%dT%H:%M:%SZ', run.evaluated_at, 'unixepoch') AS evaluated_at,
    run.selection AS selection,
    run.label AS label,
    samples_file.path
    || CASE WHEN samples_file.member = '' THEN '' ELSE ':' || samples_file.member END AS samples_file,
    results_file.path
    || CASE WHEN results_file.member = '' THEN '' ELSE ':' || results_file.member END AS results_file,
    samples_file.n_rejected AS n_rejected
FROM run
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN task ON task.task_id = run.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
LEFT JOIN run_score ON run_score.run_id = run.run_id
LEFT JOIN source_file AS samples_file ON samples_file.source_file_id = run.samples_file_id
LEFT JOIN source_file AS results_file ON results_file.source_file_id = run.results_file_id
CROSS JOIN params
WHERE
    (
        params.task IS NULL OR task.name = params.task
        OR (INSTR(params.task, '%') > 0 AND task.name LIKE params.task)
    )
    AND (params.model IS NULL OR model.name = params.model)
ORDER BY
    task.name NULLS LAST,
    protocol.label NULLS LAST,
    run.ref NULLS LAST,
    run.run_key NULLS LAST
