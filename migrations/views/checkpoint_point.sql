-- Every checkpoint with its model's names and size, the first of its references, and its place in the order in which
-- people read them: series, size, name, seed, train step, RLHF step; what is unknown comes last.
CREATE VIEW checkpoint_point AS
SELECT
    checkpoint.*,
    model.name AS model,
    model.series,
    model.n_params,
    (
        SELECT MIN(checkpoint_ref.ref)
        FROM checkpoint_ref
        WHERE checkpoint_ref.checkpoint_id = checkpoint.checkpoint_id
    ) AS ref,
    DENSE_RANK() OVER (
        ORDER BY
            model.series NULLS LAST,
            model.n_params NULLS LAST,
            model.name NULLS LAST,
            checkpoint.seed NULLS LAST,
            checkpoint.train_step NULLS LAST,
            checkpoint.rlhf_step NULLS LAST
    ) AS place
FROM checkpoint
INNER JOIN model ON model.model_id = checkpoint.model_id;
