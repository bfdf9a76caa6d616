-- What a source states of a checkpoint and models.csv (or the user) overrules, one row per reference and column.
--
-- Columns:
--     fault   text  what is wrong; rows of one fault are one finding
--     task    text  NULL: every task
--     run_id  id    NULL: every run of the reference
--     ref     text  what the harness calls the checkpoint
--     n       runs  of the reference
--     n_of    runs  NULL: does not apply
--     detail  text  the two values
-- Source: docs/design.md: a row of models.csv wins over the harness.
SELECT
    stated.key || ' of the source overruled' AS fault,
    NULL AS task,
    NULL AS run_id,
    checkpoint_ref.ref,
    (SELECT COUNT(*) FROM run WHERE run.ref = checkpoint_ref.ref) AS n,
    NULL AS n_of,
    'the source says ' || stated.value || ', decided is '
    || JSON_EXTRACT(checkpoint_ref.decided, '$.' || stated.key) AS detail
FROM checkpoint_ref, JSON_EACH(checkpoint_ref.stated) AS stated
WHERE stated.value <> JSON_EXTRACT(checkpoint_ref.decided, '$.' || stated.key)
ORDER BY stated.key NULLS LAST, checkpoint_ref.ref NULLS LAST
