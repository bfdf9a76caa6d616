-- What was ingested, one row per run (a checkpoint on a task under a protocol: one samples file).
--
-- Parameters:
--     task        names    none  only these tasks
--     model       names    none  only these models
--     behavior    names    none  only tasks of these behaviors
--     series      names    none  only models of these series
--     train_step  numbers  none  only checkpoints at these train steps
--     rlhf_step   numbers  none  only checkpoints at these RLHF steps
--     seed        numbers  none  only checkpoints of these seeds
--     protocol    names    none  only runs put so, by the label of the protocol
-- Default columns: run_id, model, train_step, rlhf_step, seed, variant, task, protocol, is_primary, partial,
--     n_examples, n_ok, harness, evaluated_at
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
WITH run_score AS (
    SELECT
        score.run_id,
        COUNT(*) AS n_scores
    FROM score
    GROUP BY score.run_id
)

SELECT
    p.run_id,
    p.ref,
    p.model,
    p.series,
    p.n_params,
    p.train_step,
    p.train_tokens,
    p.rlhf_step,
    p.seed,
    p.variant,
    CASE
        WHEN model.inferred = '[]' THEN checkpoint.inferred
        WHEN checkpoint.inferred = '[]' THEN model.inferred
        ELSE SUBSTR(model.inferred, 1, LENGTH(model.inferred) - 1) || ',' || SUBSTR(checkpoint.inferred, 2)
    END AS inferred,
    p.task,
    p.behavior,
    p.output_type,
    p.protocol,
    p.num_fewshot,
    p.is_primary,
    p.partial,
    p.n_expected,
    p.n_examples,
    p.n_ok,
    COALESCE(run_score.n_scores, 0) AS n_scores,
    p.engine,
    p.dtype,
    p.harness,
    p.harness_version,
    p.task_version,
    STRFTIME('%Y-%m-%dT%H:%M:%SZ', p.evaluated_at, 'unixepoch') AS evaluated_at,
    p.selection,
    p.label,
    samples_file.path
    || CASE WHEN samples_file.member = '' THEN '' ELSE ':' || samples_file.member END AS samples_file,
    results_file.path
    || CASE WHEN results_file.member = '' THEN '' ELSE ':' || results_file.member END AS results_file,
    samples_file.n_rejected
FROM run_point AS p
INNER JOIN checkpoint ON checkpoint.checkpoint_id = p.checkpoint_id
INNER JOIN model ON model.model_id = p.model_id
LEFT JOIN run_score ON run_score.run_id = p.run_id
LEFT JOIN source_file AS samples_file ON samples_file.source_file_id = p.samples_file_id
LEFT JOIN source_file AS results_file ON results_file.source_file_id = p.results_file_id
WHERE
    IS_ASKED(p.task, :task) AND IS_ASKED(p.model, :model)
    AND IS_ASKED(p.behavior, :behavior)
    AND IS_ASKED(p.series, :series)
    AND IS_ASKED(p.train_step, :train_step)
    AND IS_ASKED(p.rlhf_step, :rlhf_step)
    AND IS_ASKED(p.seed, :seed)
    AND IS_ASKED(p.protocol, :protocol)
ORDER BY
    p.task NULLS LAST,
    p.protocol NULLS LAST,
    p.ref NULLS LAST,
    p.run_key NULLS LAST
