-- Coordinates of a checkpoint that nobody states, one row per reference and coordinate.
--
-- Columns:
--     fault   text  what is wrong; rows of one fault are one finding
--     task    text  NULL: every task
--     run_id  id    NULL: every run of the reference
--     ref     text  what the harness calls the checkpoint
--     n       runs  of the reference
--     n_of    runs  NULL: does not apply
--     detail  text  the model
-- Source: docs/design.md: the unknown stays NULL and is never merged with another unknown. A training step is known by its
--     tokens too; an unknown RLHF step counts as none.
WITH gap AS (
    SELECT
        1 AS place,
        'series unknown: on no line over model sizes' AS fault,
        checkpoint.checkpoint_id,
        model.name AS model
    FROM checkpoint
    INNER JOIN model ON model.model_id = checkpoint.model_id
    WHERE model.series IS NULL
    UNION ALL
    SELECT
        2 AS place,
        'n_params unknown: on no line over model sizes' AS fault,
        checkpoint.checkpoint_id,
        model.name AS model
    FROM checkpoint
    INNER JOIN model ON model.model_id = checkpoint.model_id
    WHERE model.n_params IS NULL
    UNION ALL
    SELECT
        3 AS place,
        'train_step and train_tokens unknown: on no line over training' AS fault,
        checkpoint.checkpoint_id,
        model.name AS model
    FROM checkpoint
    INNER JOIN model ON model.model_id = checkpoint.model_id
    WHERE checkpoint.train_step IS NULL AND checkpoint.train_tokens IS NULL
)

SELECT
    gap.fault,
    NULL AS task,
    NULL AS run_id,
    checkpoint_ref.ref,
    (SELECT COUNT(*) FROM run WHERE run.ref = checkpoint_ref.ref) AS n,
    NULL AS n_of,
    'model ' || gap.model AS detail
FROM gap
INNER JOIN checkpoint_ref ON checkpoint_ref.checkpoint_id = gap.checkpoint_id
ORDER BY gap.place NULLS LAST, checkpoint_ref.ref NULLS LAST
