-- Where a checkpoint stands on an axis: one row per axis, way to choose states (at) and checkpoint that has a place
-- there. coordinates spells out all that the states of one line have in common. at is 'equal' (models at equal steps)
-- or, on the two axes of size, also 'final' (each model's last base state, whichever it is: trend_state chooses it).
-- An unknown RLHF step counts as none; a model of no known series is on no axis of size; the training axes hold base
-- states; a coordinate of 0 has a place on rlhf_step alone, where the scale is log10(1 + x / smallest positive x); on the
-- training axes it is a baseline (trend_baseline).
CREATE VIEW trend_coordinate AS
WITH axis (name, way, is_size, is_training) AS (
    VALUES
    ('n_params', 'equal', 1, 0),
    ('n_params', 'final', 1, 0),
    ('n_params_non_embedding', 'equal', 1, 0),
    ('n_params_non_embedding', 'final', 1, 0),
    ('train_tokens', 'equal', 0, 1),
    ('train_step', 'equal', 0, 1),
    ('rlhf_step', 'equal', 0, 0)
),

placed AS (
    SELECT
        axis.name AS axis,
        axis.way AS at,
        axis.is_size,
        checkpoint.checkpoint_id,
        model.model_id,
        checkpoint.train_step,
        checkpoint.train_tokens,
        CASE
            WHEN axis.name = 'n_params' THEN model.n_params
            WHEN axis.name = 'n_params_non_embedding' THEN model.n_params_non_embedding
            WHEN axis.name = 'train_tokens' THEN checkpoint.train_tokens
            WHEN axis.name = 'train_step' THEN checkpoint.train_step
            ELSE COALESCE(checkpoint.rlhf_step, 0)
        END AS x,
        -- a | inside a name is doubled, so that two lines never have one text
        COALESCE('|series=' || REPLACE(model.series, '|', '||'), '')
        || CASE WHEN axis.is_size = 1 THEN '' ELSE '|model=' || REPLACE(model.name, '|', '||') END
        || CASE
            WHEN axis.is_training = 1 OR axis.way = 'final' THEN ''
            WHEN checkpoint.train_step IS NOT NULL THEN '|train_step=' || checkpoint.train_step
            WHEN checkpoint.train_tokens IS NOT NULL THEN '|train_tokens=' || checkpoint.train_tokens
            ELSE '|train_step=?'
        END
        || CASE
            WHEN axis.name = 'rlhf_step' THEN '' ELSE '|rlhf_step=' || COALESCE(checkpoint.rlhf_step, 0)
        END
        || COALESCE('|seed=' || checkpoint.seed, '|seed=?')
        || CASE
            WHEN checkpoint.variant = '' THEN '' ELSE '|variant=' || REPLACE(checkpoint.variant, '|', '||')
        END AS coordinates
    FROM checkpoint
    INNER JOIN model ON model.model_id = checkpoint.model_id
    CROSS JOIN axis
    WHERE
        CASE
            WHEN axis.name = 'rlhf_step' THEN 1
            WHEN axis.is_size = 1 AND model.series IS NULL THEN 0
            WHEN axis.way = 'equal' AND axis.is_size = 1 THEN 1
            WHEN COALESCE(checkpoint.rlhf_step, 0) = 0 THEN 1
            ELSE 0
        END = 1
)

SELECT
    placed.axis,
    placed.at,
    placed.is_size,
    placed.checkpoint_id,
    placed.model_id,
    placed.train_step,
    placed.train_tokens,
    placed.x,
    placed.coordinates
FROM placed
WHERE placed.x >= 0;
