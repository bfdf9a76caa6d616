-- Every line, one row each, with its names and the coordinates that are equal at all its states (NULL: it varies or is
-- unknown). n_protocols is above 1 on mixed lines, which have no key and no noise. unknown_states: how many states cannot
-- be told apart from another by what is known of them; conflicting_models: how many are of a model that model_conflict
-- has; is_single: its responses have one choice, nothing to compare; noise_group: where trend_noise_run has its runs.
CREATE VIEW trend_line AS
SELECT
    s.line,
    s.axis,
    s.at,
    MAX(s.coordinates) AS coordinates,
    s.task_id,
    MAX(task.name) AS task,
    MAX(task.family) AS family,
    MAX(task.more_is) AS more_is,
    MAX(behavior.name) AS behavior,
    MAX(model.series) AS series,
    CASE WHEN COUNT(DISTINCT s.model_id) = 1 THEN MAX(model.name) END AS model,
    CASE
        WHEN COUNT(checkpoint.train_step) = COUNT(*) AND COUNT(DISTINCT checkpoint.train_step) = 1
            THEN MAX(checkpoint.train_step)
    END AS train_step,
    CASE
        WHEN COUNT(checkpoint.train_tokens) = COUNT(*) AND COUNT(DISTINCT checkpoint.train_tokens) = 1
            THEN MAX(checkpoint.train_tokens)
    END AS train_tokens,
    CASE
        WHEN COUNT(DISTINCT COALESCE(checkpoint.rlhf_step, 0)) = 1 THEN MAX(COALESCE(checkpoint.rlhf_step, 0))
    END AS rlhf_step,
    MAX(checkpoint.seed) AS seed,
    MAX(checkpoint.variant) AS variant,
    COUNT(DISTINCT s.protocol_id) AS n_protocols,
    CASE WHEN COUNT(DISTINCT s.protocol_id) = 1 THEN MAX(s.protocol_id) END AS protocol_id,
    CASE
        WHEN COUNT(DISTINCT s.protocol_id) = 1 THEN MAX(protocol.label)
        ELSE
            COUNT(DISTINCT s.protocol_id) || ' protocols, ' || MIN(protocol.label)
            || ' to ' || MAX(protocol.label)
    END AS protocol,
    CASE WHEN COUNT(DISTINCT s.protocol_id) = 1 THEN MAX(protocol.comparability_key) END AS comparability_key,
    MAX(CASE WHEN protocol.output_type IN ('loglikelihood', 'loglikelihood_rolling') THEN 1 ELSE 0 END)
        AS is_single,
    COUNT(*) AS m,
    MAX(s.x_first) AS x_first,
    MAX(s.x_last) AS x_last,
    MAX(s.x_unit) AS x_unit,
    COUNT(*)
    - CASE WHEN MAX(s.is_size) = 1 THEN COUNT(DISTINCT s.model_id) ELSE COUNT(DISTINCT s.x) END
        AS unknown_states,
    COUNT(model_conflict.model_id) AS conflicting_models,
    CASE
        WHEN COUNT(DISTINCT s.protocol_id) = 1
            THEN
                MAX(protocol.comparability_key)
                || COALESCE(
                    '|series=' || REPLACE(MAX(model.series), '|', '||'),
                    '|model=' || REPLACE(MAX(model.name), '|', '||')
                )
    END AS noise_group
FROM trend_state AS s
INNER JOIN checkpoint ON checkpoint.checkpoint_id = s.checkpoint_id
INNER JOIN model ON model.model_id = s.model_id
INNER JOIN task ON task.task_id = s.task_id
INNER JOIN protocol ON protocol.protocol_id = s.protocol_id
LEFT JOIN model_conflict
    ON model_conflict.model_id = s.model_id AND model_conflict.variant = checkpoint.variant
LEFT JOIN behavior ON behavior.behavior_id = task.behavior_id
GROUP BY s.axis, s.task_id, s.at, s.line;
