-- What a run answered, packed by columns, with what it comes to: derived from response and example, so that nothing
-- needs it and dropping it loses nothing. A row says: this is what the rows say now. The triggers see to that whoever
-- writes; filling it is for `logarium ingest` and `logarium db optimize`.

CREATE TABLE run_column (
    run_id INTEGER PRIMARY KEY REFERENCES run ON DELETE CASCADE,
    form INTEGER NOT NULL,                       -- version of the packing and of the measures
    n_examples INTEGER NOT NULL,                 -- responses, each a value in every packed column
    n INTEGER NOT NULL,                          -- the measures: what run_measure gives
    n_excluded INTEGER NOT NULL,
    n_missing_choice INTEGER NOT NULL,
    n_nan INTEGER NOT NULL,
    n_all_neg_inf INTEGER NOT NULL,
    n_positive_logprob INTEGER NOT NULL,
    n_no_alternative INTEGER NOT NULL,
    n_invalid_match INTEGER NOT NULL,
    clusters INTEGER NOT NULL,
    mean_p REAL,
    mean_p_stderr REAL,
    frac_exceed REAL,
    frac_exceed_stderr REAL,
    mean_logodds REAL,
    mean_logodds_stderr REAL,
    mean_nll REAL,
    mean_nll_stderr REAL,
    n_inf INTEGER NOT NULL,
    mean_nll_finite REAL,
    frac_tied REAL,
    mean_choice_mass REAL,
    mean_nll_raw REAL,
    examples BLOB NOT NULL,                      -- packed, in the order of example_id
    clusters_of_examples BLOB NOT NULL,
    statuses BLOB NOT NULL,
    credit BLOB NOT NULL,
    logodds BLOB NOT NULL
) STRICT;

CREATE TABLE run_column_lse (                    -- the same of the sides: apart, because few questions read them
    run_id INTEGER PRIMARY KEY REFERENCES run_column ON DELETE CASCADE,
    lse_matching BLOB NOT NULL,
    lse_other BLOB NOT NULL
) STRICT;

CREATE TRIGGER run_column_delete AFTER DELETE ON run_column
BEGIN
    DELETE FROM run_column_lse WHERE run_id = old.run_id;
END;

CREATE TRIGGER run_column_response_insert AFTER INSERT ON response
WHEN EXISTS (SELECT 1 FROM run_column WHERE run_column.run_id = new.run_id)
BEGIN
    DELETE FROM run_column WHERE run_id = new.run_id;
END;

CREATE TRIGGER run_column_response_update AFTER UPDATE ON response
WHEN EXISTS (SELECT 1 FROM run_column WHERE run_column.run_id IN (old.run_id, new.run_id))
BEGIN
    DELETE FROM run_column WHERE run_id IN (old.run_id, new.run_id);
END;

CREATE TRIGGER run_column_response_delete AFTER DELETE ON response
WHEN EXISTS (SELECT 1 FROM run_column WHERE run_column.run_id = old.run_id)
BEGIN
    DELETE FROM run_column WHERE run_id = old.run_id;
END;

-- Clusters are part of the measures; an example is in the runs of its task only.
CREATE TRIGGER run_column_example_cluster AFTER UPDATE OF cluster, task_id ON example
WHEN old.cluster IS NOT new.cluster OR old.task_id IS NOT new.task_id
BEGIN
    DELETE FROM run_column
    WHERE run_id IN (SELECT run.run_id FROM run WHERE run.task_id IN (old.task_id, new.task_id));
END;
