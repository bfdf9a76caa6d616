-- Checkpoints of one model that no known coordinate tells apart, one row per reference.
--
-- Columns:
--     fault   text         what is wrong; rows of one fault are one finding
--     task    text         NULL: every task
--     run_id  id           NULL: every run of the reference
--     ref     text         what the harness calls the checkpoint
--     n       checkpoints  of the model that look alike
--     n_of    checkpoints  NULL: does not apply
--     detail  text         the coordinates that they share
-- Source: docs/design.md: the unknown is never merged with another unknown; trend refuses a line that holds such states. As
--     there, an unknown RLHF step counts as none.
WITH state AS (
    SELECT
        checkpoint.checkpoint_id,
        model.name AS model,
        checkpoint.train_step,
        checkpoint.rlhf_step,
        checkpoint.seed,
        checkpoint.variant,
        COUNT(*) OVER (
            PARTITION BY
                checkpoint.model_id,
                checkpoint.train_step,
                CASE WHEN checkpoint.train_step IS NULL THEN checkpoint.train_tokens END,
                COALESCE(checkpoint.rlhf_step, 0),
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
    checkpoint_ref.ref,
    state.n,
    NULL AS n_of,
    state.model
    || ' train_step ' || COALESCE(state.train_step, 'unknown')
    || ' rlhf_step ' || COALESCE(state.rlhf_step, 'unknown')
    || ' seed ' || COALESCE(state.seed, 'unknown')
    || CASE WHEN state.variant = '' THEN '' ELSE ' variant ' || state.variant END AS detail
FROM state
INNER JOIN checkpoint_ref ON checkpoint_ref.checkpoint_id = state.checkpoint_id
WHERE state.n > 1
ORDER BY state.model NULLS LAST, checkpoint_ref.ref NULLS LAST
