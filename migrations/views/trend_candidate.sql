-- The runs that may be states: one row per axis, way to choose states and primary run that has responses and a place on
-- the axis. place_from_last counts a model's base states back from its last.
CREATE VIEW trend_candidate AS
SELECT
    trend_coordinate.axis,
    trend_coordinate.at,
    trend_coordinate.is_size,
    trend_coordinate.axis || '|' || trend_coordinate.at || '|key=' || protocol.comparability_key
    || trend_coordinate.coordinates AS line,
    trend_coordinate.coordinates,
    run.task_id,
    run.protocol_id,
    protocol.output_type,
    run.run_id,
    run.ref,
    trend_coordinate.checkpoint_id,
    trend_coordinate.model_id,
    trend_coordinate.x,
    ROW_NUMBER() OVER (
        PARTITION BY
            trend_coordinate.axis,
            trend_coordinate.at,
            run.task_id,
            run.protocol_id,
            trend_coordinate.model_id,
            trend_coordinate.coordinates
        ORDER BY
            trend_coordinate.train_step DESC NULLS LAST,
            trend_coordinate.train_tokens DESC NULLS LAST,
            run.ref DESC NULLS LAST
    ) AS place_from_last
FROM trend_coordinate
INNER JOIN run ON run.checkpoint_id = trend_coordinate.checkpoint_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
WHERE
    run.is_primary = 1 AND run.n_examples > 0
    AND (trend_coordinate.x > 0 OR trend_coordinate.axis = 'rlhf_step');
