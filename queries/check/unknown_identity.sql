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
WITH gap (place, fault) AS (
    VALUES
    (1, 'series unknown: on no line over model sizes'),
    (2, 'n_params unknown: on no line over model sizes'),
    (3, 'train_step and train_tokens unknown: on no line over training')
)

SELECT
    gap.fault,
    NULL AS task,
    NULL AS run_id,
    checkpoint_ref.ref,
    (SELECT COUNT(*) FROM run WHERE run.ref = checkpoint_ref.ref) AS n,
    NULL AS n_of,
    'model ' || model.name AS detail
FROM gap
CROSS JOIN checkpoint
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN checkpoint_ref ON checkpoint_ref.checkpoint_id = checkpoint.checkpoint_id
WHERE
    CASE gap.place
        WHEN 1 THEN model.series IS NULL
        WHEN 2 THEN model.n_params IS NULL
        ELSE checkpoint.train_step IS NULL AND checkpoint.train_tokens IS NULL
    END
ORDER BY gap.place NULLS LAST, checkpoint_ref.ref NULLS LAST
