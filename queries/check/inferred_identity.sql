-- Coordinates of a checkpoint that were guessed from a name, one row per reference and column.
--
-- Columns:
--     fault   text  what is wrong; rows of one fault are one finding
--     task    text  NULL: every task
--     run_id  id    NULL: every run of the reference
--     ref     text  what the harness calls the checkpoint
--     n       runs  of the reference
--     n_of    runs  NULL: does not apply
--     detail  text  the guess
-- Source: docs/design.md: a guess from a name is marked inferred.
WITH guess AS (
    SELECT
        checkpoint.checkpoint_id,
        inferred.value AS column_name
    FROM checkpoint
    INNER JOIN model ON model.model_id = checkpoint.model_id,
        JSON_EACH(model.inferred) AS inferred
    UNION
    SELECT
        checkpoint.checkpoint_id,
        inferred.value AS column_name
    FROM checkpoint, JSON_EACH(checkpoint.inferred) AS inferred
)

SELECT
    guess.column_name || ' guessed from a name' AS fault,
    NULL AS task,
    NULL AS run_id,
    checkpoint_ref.ref,
    (SELECT COUNT(*) FROM run WHERE run.ref = checkpoint_ref.ref) AS n,
    NULL AS n_of,
    guess.column_name || ' ' || COALESCE(
        CASE guess.column_name
            WHEN 'model' THEN model.name
            WHEN 'series' THEN model.series
            WHEN 'n_params' THEN model.n_params
            WHEN 'n_params_non_embedding' THEN model.n_params_non_embedding
            WHEN 'train_step' THEN checkpoint.train_step
            WHEN 'train_tokens' THEN checkpoint.train_tokens
            WHEN 'rlhf_step' THEN checkpoint.rlhf_step
            WHEN 'seed' THEN checkpoint.seed
            WHEN 'variant' THEN checkpoint.variant
        END, 'unknown'
    ) AS detail
FROM guess
INNER JOIN checkpoint ON checkpoint.checkpoint_id = guess.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN checkpoint_ref ON checkpoint_ref.checkpoint_id = guess.checkpoint_id
ORDER BY guess.column_name NULLS LAST, checkpoint_ref.ref NULLS LAST
