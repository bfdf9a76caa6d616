-- The metrics of every run with responses, one row each: what `logarium query metrics` begins with.
CREATE VIEW run_metric AS
SELECT
    s.*,
    p.model,
    p.series,
    p.n_params,
    p.train_step,
    p.train_tokens,
    p.rlhf_step,
    p.seed,
    p.task,
    p.protocol,
    p.is_primary
FROM run_summary AS s
INNER JOIN run_point AS p ON p.run_id = s.run_id;
