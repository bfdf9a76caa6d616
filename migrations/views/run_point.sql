-- Every run with the names and coordinates of its checkpoint, task and protocol. rlhf_step and all others are NULL where
-- unknown; is_primary is 1 for the run that stands for its checkpoint under its protocol.
CREATE VIEW run_point AS
SELECT
    run.*,
    model.model_id,
    model.name AS model,
    model.series,
    model.n_params,
    model.n_params_non_embedding,
    checkpoint.train_step,
    checkpoint.train_tokens,
    checkpoint.rlhf_step,
    checkpoint.seed,
    checkpoint.variant,
    task.name AS task,
    task.family,
    task.more_is,
    behavior.name AS behavior,
    protocol.label AS protocol,
    protocol.num_fewshot,
    protocol.output_type
FROM run
INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
INNER JOIN model ON model.model_id = checkpoint.model_id
INNER JOIN task ON task.task_id = run.task_id
INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id;
