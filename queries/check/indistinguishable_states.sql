-- Checkpoints of one model that no known coordinate tells apart, one row per reference.
--
-- Columns:
--     fault   text         what is wrong; rows of one fault are one finding
--     task    text         NULL: every task
--     run_id  id           NULL: every run of the reference
--     ref     text         what the harness calls the checkpoint
--     n       checkpoints  of the model that look alike
--     n_of    checkpoints  NULL: does not apply
--     detail  text         the model, and which coordinates are unknown
-- Source: DESIGN.md: the unknown is never merged with another unknown; trend refuses a line that holds such states.
WITH state AS (
    SELECT
        checkpoint.checkpoint_id AS checkpoint_id,
        model.name AS model,
        checkpoint.train_step AS train_step,
        checkpoint.rlhf_step AS rlhf_step,
        checkpoint.seed AS seed,
        COUNT(*) OVER (
            PARTITION BY
                checkpoint.model_id,
                checkpoint.train_step,
                checkpoint.train_tokens,
                checkpoint.rlhf_step,
                checkpoint.seed,
                checkpoint.variant
        ) AS n
    FROM checkpoint
    INNER JOIN model ON model.model_id = checkpoint.model_id
)

SELECT
    'checkpoints of one model that cannot be told apart' AS fault,
    NULL AS task,
    NULL AS run_id,
    checkpoint_ref.ref AS ref,
    state.n AS n,
    NULL AS n_of,
    state.model || ': unknown'
    || CASE WHEN state.train_step IS NULL THEN ' train_step' ELSE '' END
    || CASE WHEN state.rlhf_step IS NULL THEN ' rlhf_step' ELSE '' END
    || CASE WHEN state.seed IS NULL THEN ' seed' ELSE '' END AS detail
FROM state
INNER JOIN checkpoint_ref ON checkpoint_ref.checkpoint_id = state.checkpoint_id
WHERE state.n > 1
ORDER BY state.model NULLS LAST, checkpoint_ref.ref NULLS LAST
