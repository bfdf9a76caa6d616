-- Steps 0 and 1 of one training: the first update of a warm-up has rate 0, so that the two can be equal and no label is
-- wrong. One row per checkpoint and the other one, both ways.
CREATE VIEW warm_up_pair AS
SELECT
    checkpoint.checkpoint_id,
    other.checkpoint_id AS other_id
FROM checkpoint
INNER JOIN checkpoint AS other
    ON
        other.model_id = checkpoint.model_id
        AND other.train_step + checkpoint.train_step = 1
        AND other.seed IS checkpoint.seed
        AND other.variant = checkpoint.variant
        AND COALESCE(other.rlhf_step, 0) = COALESCE(checkpoint.rlhf_step, 0);
