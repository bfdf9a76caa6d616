-- Statements about a checkpoint that contradict what holds though nobody overruled them, one row per reference, column
-- and source of the statement.
--
-- Columns:
--     fault   text  what is wrong; rows of one fault are one finding
--     task    text  NULL: every task
--     run_id  id    NULL: every run of the reference
--     ref     text  what the harness calls the checkpoint
--     n       runs  of the reference
--     n_of    runs  NULL: does not apply
--     detail  text  the two values
-- Source: docs/design.md: a row of models.csv wins over the harness, which wins over a name. Two references of one model that
--     say different things of it come to this. A name counts where the references
--     of one model cannot be one model (view model_conflict).
WITH said AS (
    SELECT
        checkpoint_ref.ref,
        checkpoint_ref.checkpoint_id,
        speaker.key AS speaker,
        field.key AS column_name,
        field.value
    FROM
        checkpoint_ref,
        JSON_EACH(
            JSON_OBJECT(
                'the source', JSON(checkpoint_ref.stated), 'what was decided', JSON(checkpoint_ref.decided)
            )
        ) AS speaker,
        JSON_EACH(speaker.value) AS field
    WHERE speaker.key <> 'the source' OR JSON_EXTRACT(checkpoint_ref.decided, '$.' || field.key) IS NULL
    UNION ALL
    SELECT
        checkpoint_ref.ref,
        checkpoint_ref.checkpoint_id,
        'the name' AS speaker,
        'n_params' AS column_name,
        JSON_EXTRACT(checkpoint_ref.named, '$.n_params') AS value
    FROM checkpoint_ref
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = checkpoint_ref.checkpoint_id
    INNER JOIN model_conflict
        ON model_conflict.model_id = checkpoint.model_id AND model_conflict.variant = checkpoint.variant
    WHERE
        JSON_EXTRACT(checkpoint_ref.decided, '$.n_params') IS NULL
        AND JSON_EXTRACT(checkpoint_ref.stated, '$.n_params') IS NULL
        AND JSON_EXTRACT(checkpoint_ref.named, '$.n_params') IS NOT NULL
),

compared AS (
    SELECT
        said.*,
        CASE said.column_name
            WHEN 'model' THEN model.name
            WHEN 'series' THEN model.series
            WHEN 'n_params' THEN model.n_params
            WHEN 'n_params_non_embedding' THEN model.n_params_non_embedding
            WHEN 'train_step' THEN checkpoint.train_step
            WHEN 'train_tokens' THEN checkpoint.train_tokens
            WHEN 'rlhf_step' THEN checkpoint.rlhf_step
            WHEN 'seed' THEN checkpoint.seed
            WHEN 'variant' THEN checkpoint.variant
        END AS held
    FROM said
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = said.checkpoint_id
    INNER JOIN model ON model.model_id = checkpoint.model_id
)

SELECT
    compared.column_name || ' contradicted by ' || compared.speaker AS fault,
    NULL AS task,
    NULL AS run_id,
    compared.ref,
    (SELECT COUNT(*) FROM run WHERE run.ref = compared.ref) AS n,
    NULL AS n_of,
    compared.speaker || ' says ' || compared.value || ', the warehouse holds '
    || COALESCE(compared.held, 'nothing') AS detail
FROM compared
WHERE compared.value IS NOT compared.held
ORDER BY compared.column_name NULLS LAST, compared.speaker NULLS LAST, compared.ref NULLS LAST
