-- The warehouse's tables: what was measured, on what, by whom, and where it came from.

CREATE TABLE source_file (
    source_file_id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,                          -- as it was given or found
    member TEXT NOT NULL DEFAULT '',             -- inside an archive
    name TEXT NOT NULL,                          -- last component of member or path
    sha256 TEXT NOT NULL CHECK (LENGTH(sha256) = 64),   -- of the file on disk, or of the member's bytes
    bytes INTEGER NOT NULL CHECK (bytes >= 0),
    role TEXT NOT NULL CHECK (role IN ('samples', 'results', 'table', 'aggregates')),
    paired_sha256 TEXT NOT NULL DEFAULT '',      -- of the results file that belongs to a samples file
    format TEXT NOT NULL,
    reader_version INTEGER NOT NULL,
    harness_version TEXT,
    n_lines INTEGER NOT NULL DEFAULT 0,
    n_responses INTEGER NOT NULL DEFAULT 0,
    n_rejected INTEGER NOT NULL DEFAULT 0,
    ingested_at TEXT NOT NULL,                   -- UTC, ISO 8601
    UNIQUE (sha256, role, name, paired_sha256)   -- equal bytes under two results files are two runs
) STRICT;
CREATE INDEX source_file_bytes ON source_file (bytes);

CREATE TABLE rejected_line (
    source_file_id INTEGER NOT NULL REFERENCES source_file (source_file_id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    text TEXT,
    PRIMARY KEY (source_file_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE model (
    model_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    series TEXT,                                 -- models made alike: one trend line; NULL is unknown
    n_params INTEGER CHECK (n_params > 0),
    n_params_non_embedding INTEGER CHECK (n_params_non_embedding > 0),
    inferred TEXT NOT NULL DEFAULT '[]' CHECK (JSON_VALID(inferred))   -- columns guessed from a name
) STRICT;
CREATE INDEX model_series ON model (series);

CREATE TABLE checkpoint (
    checkpoint_id INTEGER PRIMARY KEY,
    model_id INTEGER NOT NULL REFERENCES model (model_id),
    train_step INTEGER CHECK (train_step >= 0),
    train_tokens INTEGER CHECK (train_tokens >= 0),
    rlhf_step INTEGER CHECK (rlhf_step >= 0),
    seed INTEGER,
    variant TEXT NOT NULL DEFAULT '',
    inferred TEXT NOT NULL DEFAULT '[]' CHECK (JSON_VALID(inferred))
) STRICT;
-- NULLs are distinct in a UNIQUE index: two unknown coordinates are never merged, known ones are.
CREATE UNIQUE INDEX checkpoint_state ON checkpoint (model_id, train_step, rlhf_step, seed, variant);

CREATE TABLE checkpoint_ref (                    -- what a harness calls a checkpoint: never changes
    ref TEXT PRIMARY KEY,
    checkpoint_id INTEGER NOT NULL REFERENCES checkpoint (checkpoint_id),   -- which one that is: can be edited
    model_name TEXT,
    pretrained TEXT,
    revision TEXT,
    subfolder TEXT,
    named TEXT NOT NULL DEFAULT '{}' CHECK (JSON_VALID(named)),     -- what its names alone say
    stated TEXT NOT NULL DEFAULT '{}' CHECK (JSON_VALID(stated)),   -- what the source states as fact
    decided TEXT NOT NULL DEFAULT '{}' CHECK (JSON_VALID(decided))  -- what models.csv or the user says
) STRICT, WITHOUT ROWID;
CREATE INDEX checkpoint_ref_checkpoint ON checkpoint_ref (checkpoint_id);

CREATE TABLE behavior (
    behavior_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE task (
    task_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    behavior_id INTEGER REFERENCES behavior (behavior_id),
    family TEXT,                                 -- tasks that ask the same items another way
    kind TEXT CHECK (kind IN ('capability', 'behavior')),
    more_is TEXT CHECK (more_is IN ('better', 'worse')),
    cluster_field TEXT,                          -- fields of the document, dots for nesting
    subset_field TEXT,
    truth_field TEXT,
    matching_field TEXT
) STRICT;
CREATE INDEX task_behavior ON task (behavior_id);

CREATE TABLE protocol (                          -- how a task was put
    protocol_id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES task (task_id),
    comparability_key TEXT NOT NULL UNIQUE,
    declared_hash TEXT NOT NULL,
    variant INTEGER NOT NULL DEFAULT 0,          -- equal declarations that put their items differently
    output_type TEXT NOT NULL CHECK (
        output_type IN (
            'multiple_choice', 'loglikelihood', 'loglikelihood_rolling', 'generate_until', 'reported'
        )
    ),
    num_fewshot INTEGER,
    label TEXT NOT NULL,
    declared TEXT NOT NULL CHECK (JSON_VALID(declared)),
    UNIQUE (task_id, declared_hash, variant)
) STRICT;

CREATE TABLE example (                           -- an item as it was put to a model
    example_id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES task (task_id),
    content_hash TEXT NOT NULL CHECK (LENGTH(content_hash) = 32),   -- document, texts, target, copy
    item_hash TEXT NOT NULL CHECK (LENGTH(item_hash) = 32),         -- the document alone
    copy INTEGER NOT NULL DEFAULT 0,             -- n-th identical example of its task
    doc_id INTEGER,                              -- index in the evaluation split
    name TEXT,                                   -- the user's own id
    n_choices INTEGER NOT NULL CHECK (n_choices >= 0),
    matching TEXT CHECK (matching IS NULL OR JSON_TYPE(matching) = 'array'),   -- indices from 0
    matching_source TEXT NOT NULL CHECK (
        matching_source IN ('target', 'choice_text', 'document', 'score', 'user', 'none')
    ),
    stated_matching TEXT,                        -- what the source said, before any field of tasks.csv
    stated_matching_source TEXT NOT NULL,
    cluster TEXT NOT NULL,
    cluster_source TEXT NOT NULL CHECK (cluster_source IN ('declared', 'question', 'merged', 'example')),
    declared_cluster TEXT,
    question_hash TEXT NOT NULL CHECK (LENGTH(question_hash) = 32),   -- prompt and choices
    subset TEXT,
    truth TEXT,
    stated_fields TEXT NOT NULL DEFAULT '{}',    -- cluster, subset, truth as a table stated them
    choices TEXT CHECK (choices IS NULL OR JSON_TYPE(choices) = 'array'),
    choice_chars TEXT,
    choice_bytes TEXT,
    prompt TEXT,
    document TEXT CHECK (document IS NULL OR JSON_VALID(document)),
    UNIQUE (task_id, content_hash)
) STRICT;
CREATE INDEX example_item ON example (item_hash);

CREATE TABLE protocol_example (                  -- what was asked under a protocol
    protocol_id INTEGER NOT NULL REFERENCES protocol (protocol_id) ON DELETE CASCADE,
    example_id INTEGER NOT NULL REFERENCES example (example_id),
    PRIMARY KEY (protocol_id, example_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (                               -- a checkpoint on a task under a protocol: one samples file
    run_id INTEGER PRIMARY KEY,
    ref TEXT NOT NULL REFERENCES checkpoint_ref (ref),
    checkpoint_id INTEGER NOT NULL REFERENCES checkpoint (checkpoint_id),   -- = checkpoint_ref's, repeated for its index
    protocol_id INTEGER NOT NULL REFERENCES protocol (protocol_id),
    task_id INTEGER NOT NULL REFERENCES task (task_id),               -- = protocol's, repeated for its index
    run_key TEXT NOT NULL UNIQUE,                -- ref, protocol, engine, dtype, selection, version, label
    samples_file_id INTEGER REFERENCES source_file (source_file_id),
    results_file_id INTEGER REFERENCES source_file (source_file_id),
    engine TEXT,
    dtype TEXT,
    harness TEXT NOT NULL,
    harness_version TEXT,
    task_version TEXT,
    evaluated_at REAL,                           -- seconds since 1970, UTC
    selection TEXT NOT NULL DEFAULT '',          -- how examples were chosen; '' is the whole split
    label TEXT NOT NULL DEFAULT '',
    n_expected INTEGER,
    n_examples INTEGER NOT NULL DEFAULT 0,
    n_ok INTEGER NOT NULL DEFAULT 0,
    partial TEXT CHECK (partial IN ('no_samples', 'no_results', 'limit', 'selection', 'rejected_lines')),
    is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
    chosen INTEGER NOT NULL DEFAULT 0 CHECK (chosen IN (0, 1)),   -- the user said which is primary
    config TEXT NOT NULL DEFAULT '{}' CHECK (JSON_VALID(config))
) STRICT;
CREATE UNIQUE INDEX run_primary ON run (checkpoint_id, protocol_id)
WHERE is_primary = 1;
CREATE INDEX run_task ON run (task_id);          -- (task_id, rowid): groups by task, run without a sort
CREATE INDEX run_checkpoint ON run (checkpoint_id);
CREATE INDEX run_ref ON run (ref);
CREATE INDEX run_protocol ON run (protocol_id);
CREATE INDEX run_samples_file ON run (samples_file_id);
CREATE INDEX run_results_file ON run (results_file_id);

CREATE TABLE response (                          -- a run's log-probs on one example
    run_id INTEGER NOT NULL REFERENCES run (run_id) ON DELETE CASCADE,
    example_id INTEGER NOT NULL REFERENCES example (example_id),
    status TEXT NOT NULL CHECK (
        status = 'ok' OR status = 'no_alternative' OR status = 'missing_choice' OR status = 'nan'
        OR status = 'all_neg_inf' OR status = 'positive_logprob' OR status = 'invalid_match'
    ),
    -- Derived from the array and the matching choices, so that metrics are arithmetic in any client.
    logodds REAL,                                -- lse_matching - lse_other, -inf and inf allowed
    credit REAL CHECK (credit BETWEEN 0e0 AND 1e0),   -- share of the argmax-tied choices that match
    n_tied INTEGER CHECK (n_tied >= 1),          -- choices that attain the maximum
    lse_matching REAL,
    lse_other REAL,
    max_matching REAL,                           -- NULL where the side has one choice: then it is the lse
    max_other REAL,
    greedy INTEGER,                              -- bit k: choice k was the greedy continuation
    logprobs TEXT NOT NULL CHECK (SUBSTR(logprobs, 1, 1) = '['),   -- natural log, summed over tokens
    unconditional TEXT,
    n_tokens TEXT,
    PRIMARY KEY (run_id, example_id),
    CHECK ((status = 'ok') = (credit IS NOT NULL)),
    CHECK (
        status <> 'ok'
        OR (logodds IS NOT NULL AND lse_matching IS NOT NULL AND lse_other IS NOT NULL AND n_tied IS NOT NULL)
    )
) STRICT, WITHOUT ROWID;

CREATE TABLE score (                             -- what a harness scored and cannot be recomputed
    run_id INTEGER NOT NULL REFERENCES run (run_id) ON DELETE CASCADE,
    example_id INTEGER NOT NULL REFERENCES example (example_id),
    metric TEXT NOT NULL,
    filter_name TEXT NOT NULL DEFAULT 'none',
    value REAL,
    weight REAL,                                 -- denominator of a weighted mean: words or bytes
    status TEXT NOT NULL DEFAULT 'ok' CHECK (status IN ('ok', 'nan', 'missing', 'not_a_number')),
    raw TEXT,
    PRIMARY KEY (run_id, example_id, metric, filter_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_check (                       -- per-example scores that were recomputed at ingest
    run_id INTEGER NOT NULL REFERENCES run (run_id) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    n_equal INTEGER NOT NULL DEFAULT 0,
    n_differs INTEGER NOT NULL DEFAULT 0,
    n_inferred_gold INTEGER NOT NULL DEFAULT 0,  -- the gold came from the score: says nothing
    n_not_computable INTEGER NOT NULL DEFAULT 0,
    max_difference REAL,
    PRIMARY KEY (run_id, metric)
) STRICT, WITHOUT ROWID;

CREATE TABLE reported_metric (                   -- the harness's aggregates, kept to be checked against
    reported_metric_id INTEGER PRIMARY KEY,
    source_file_id INTEGER NOT NULL REFERENCES source_file (source_file_id) ON DELETE CASCADE,
    ref TEXT NOT NULL REFERENCES checkpoint_ref (ref),
    checkpoint_id INTEGER NOT NULL REFERENCES checkpoint (checkpoint_id),   -- = checkpoint_ref's, repeated for its index
    run_id INTEGER REFERENCES run (run_id) ON DELETE SET NULL,
    name TEXT NOT NULL,                          -- task or group
    is_group INTEGER NOT NULL CHECK (is_group IN (0, 1)),
    members TEXT CHECK (members IS NULL OR JSON_VALID(members)),
    num_fewshot INTEGER CHECK (num_fewshot >= 0),   -- of a line in a table of aggregates
    metric TEXT NOT NULL,
    filter_name TEXT NOT NULL,
    value REAL,
    value_text TEXT,                             -- where value is not a finite number
    stderr REAL,
    n INTEGER,
    higher_is_better INTEGER
) STRICT;
CREATE UNIQUE INDEX reported_metric_value ON reported_metric (
    source_file_id, ref, name, metric, filter_name, COALESCE(num_fewshot, -1)
);
CREATE INDEX reported_metric_run ON reported_metric (run_id);
CREATE INDEX reported_metric_ref ON reported_metric (ref);
CREATE INDEX reported_metric_checkpoint ON reported_metric (checkpoint_id);

-- What a run answered, packed by columns, with what it comes to: derived from response and example, so that nothing
-- needs it and dropping it loses nothing. A row says: this is what the rows say now. The triggers see to that whoever
-- writes; filling it is for `logarium ingest` and `logarium db optimize`.

CREATE TABLE run_column (
    run_id INTEGER PRIMARY KEY REFERENCES run (run_id) ON DELETE CASCADE,
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
    mean_p_match REAL,
    mean_p_match_stderr REAL,
    mean_credit REAL,
    mean_credit_stderr REAL,
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
    run_id INTEGER PRIMARY KEY REFERENCES run_column (run_id) ON DELETE CASCADE,
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
