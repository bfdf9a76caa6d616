-- The states at step 0 of the lines along training: one row per line and primary run that has responses. A logarithmic axis
-- has no place for 0, so they are in no fit; a line is compared with them.
CREATE VIEW trend_baseline AS
SELECT
    trend_coordinate.axis,
    trend_coordinate.axis || '|' || trend_coordinate.at || '|key=' || protocol.comparability_key
    || trend_coordinate.coordinates AS line,
    run.task_id,
    run.run_id,
    run.ref,
    trend_coordinate.checkpoint_id,
    trend_coordinate.model_id
FROM trend_coordinate
INNER JOIN run ON run.checkpoint_id = trend_coordinate.checkpoint_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
WHERE
    run.is_primary = 1 AND run.n_examples > 0 AND trend_coordinate.x = 0
    AND trend_coordinate.axis IN ('train_step', 'train_tokens');
