-- Models whose references cannot be one model, one row per model and variant: no line is drawn through them. Their sizes
-- differ by more than a hundredth (a few added tokens make no other model), as decided or stated; or their names say
-- different sizes and nothing better is known of one of them.
CREATE VIEW model_conflict AS
WITH said AS (
    SELECT
        checkpoint.model_id,
        checkpoint.variant,
        CAST(
            COALESCE(
                JSON_EXTRACT(checkpoint_ref.decided, '$.n_params'),
                JSON_EXTRACT(checkpoint_ref.stated, '$.n_params')
            ) AS BIGINT
        ) AS n_params,
        CAST(
            COALESCE(
                JSON_EXTRACT(checkpoint_ref.decided, '$.n_params_non_embedding'),
                JSON_EXTRACT(checkpoint_ref.stated, '$.n_params_non_embedding')
            ) AS BIGINT
        ) AS n_params_non_embedding,
        CAST(JSON_EXTRACT(checkpoint_ref.named, '$.n_params') AS BIGINT) AS named
    FROM checkpoint_ref
    INNER JOIN checkpoint ON checkpoint.checkpoint_id = checkpoint_ref.checkpoint_id
)

SELECT
    said.model_id,
    said.variant,
    COALESCE(MIN(said.n_params), MIN(said.named)) AS smallest,
    COALESCE(MAX(said.n_params), MAX(said.named)) AS largest
FROM said
GROUP BY said.model_id, said.variant
HAVING
    MAX(said.n_params) > 1.01 * MIN(said.n_params)
    OR MAX(said.n_params_non_embedding) > 1.01 * MIN(said.n_params_non_embedding)
    OR (COUNT(said.n_params) < COUNT(*) AND MIN(said.named) < MAX(said.named));
