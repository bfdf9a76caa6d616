-- What harnesses call checkpoints and which checkpoints those are, one row per reference.
--
-- Default columns: ref, model, series, n_params, train_step, rlhf_step, seed, variant, inferred, runs
-- Columns:
--     ref                     text        what the harness calls it; never changes
--     model                   text        name of the model
--     series                  text        models made alike; NULL: unknown
--     n_params                parameters  embeddings included; NULL: unknown
--     n_params_non_embedding  parameters  without embeddings; NULL: unknown
--     train_step              steps       NULL: unknown
--     train_tokens            tokens      NULL: unknown
--     rlhf_step               steps       NULL: unknown
--     seed                    number      NULL: unknown
--     variant                 text        tells checkpoints apart whose coordinates agree
--     inferred                JSON        columns that were guessed from a name
--     checkpoint_id           id          the checkpoint in this warehouse
--     model_name              text        the harness's own name, matched by models.csv; NULL: not stated
--     pretrained              text        the path or name given to the harness, matched by models.csv; NULL: not stated
--     revision                text        NULL: none
--     runs                    count       under this reference
-- Source: the tables checkpoint_ref, checkpoint, model and run.
WITH run_count AS (
    SELECT
        run.ref,
        COUNT(*) AS runs
    FROM run
    GROUP BY run.ref
),

guess AS (
    SELECT
        checkpoint.checkpoint_id,
        JSON_GROUP_ARRAY(named.value) AS inferred
    FROM checkpoint
    INNER JOIN model ON model.model_id = checkpoint.model_id,
        JSON_EACH(
            CASE
                WHEN checkpoint.inferred = '[]' THEN model.inferred
                WHEN model.inferred = '[]' THEN checkpoint.inferred
                ELSE
                    SUBSTR(model.inferred, 1, LENGTH(model.inferred) - 1) || ','
                    || SUBSTR(checkpoint.inferred, 2)
            END
        ) AS named
    GROUP BY checkpoint.checkpoint_id
)

SELECT
    checkpoint_ref.ref,
    model.name AS model,
    model.series,
    model.n_params,
    model.n_params_non_embedding,
    checkpoint.train_step,
    checkpoint.train_tokens,
    checkpoint.rlhf_step,
    checkpoint.seed,
    checkpoint.variant,
    COALESCE(guess.inferred, '[]') AS inferred,
    checkpoint.checkpoint_id,
    checkpoint_ref.model_name,
    checkpoint_ref.pretrained,
    checkpoint_ref.revision,
    COALESCE(run_count.runs, 0) AS runs
FROM checkpoint_ref
INNER JOIN checkpoint ON checkpoint.checkpoint_id = checkpoint_ref.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN checkpoint_point ON checkpoint_point.checkpoint_id = checkpoint.checkpoint_id
LEFT JOIN guess ON guess.checkpoint_id = checkpoint.checkpoint_id
LEFT JOIN run_count ON run_count.ref = checkpoint_ref.ref
ORDER BY
    checkpoint_point.place,
    checkpoint_ref.ref NULLS LAST
