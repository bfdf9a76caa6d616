-- The points: one row per primary run that has ok responses, with the clustered (CR1) stderr of its means over its own
-- questions. Asked by run_id or task_id it reads only those runs. A stderr is NULL for one cluster, or where a value is
-- infinite.
CREATE VIEW trend_point AS
SELECT
    p.run_id,
    p.task_id,
    p.task,
    p.behavior,
    p.protocol_id,
    p.protocol,
    p.model,
    p.series,
    p.n_params,
    p.n_params_non_embedding,
    p.train_step,
    p.train_tokens,
    p.rlhf_step,
    p.seed,
    p.variant,
    m.n,
    m.clusters,
    m.mean_p_match,
    m.mean_p_match_stderr,
    m.mean_credit,
    m.mean_credit_stderr,
    m.mean_logodds,
    m.mean_logodds_stderr
FROM run_point AS p
CROSS JOIN RUN_MEASURE(p.run_id) AS m
WHERE p.is_primary = 1 AND m.n > 0;
