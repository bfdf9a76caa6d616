-- Reported values without samples that equal another file's bit for bit under another label, one row per file and
-- reference.
--
-- Parameters:
--     least  integer  5  fewest reported values for which equality is no chance
-- Columns:
--     fault   text    what is wrong; rows of one fault are one finding
--     task    text    NULL: every task of the file
--     run_id  id      NULL: every run of the file and reference
--     ref     text    what the harness calls the checkpoint
--     n       values  equal
--     n_of    values  NULL: does not apply
--     detail  text    the two files
-- Source: issue 3: a public suite whose "five-shot" files are zero-shot.
WITH sheet AS (
    SELECT
        reported_metric.source_file_id,
        reported_metric.ref,
        reported_metric.checkpoint_id,
        COUNT(*) AS n,
        MAX(protocol.num_fewshot) AS num_fewshot,
        MIN(reported_metric.value) AS least_value,
        MAX(reported_metric.value) AS most_value,
        MIN(reported_metric.stderr) AS least_stderr,
        MAX(reported_metric.stderr) AS most_stderr
    FROM reported_metric
    LEFT JOIN run ON run.run_id = reported_metric.run_id
    LEFT JOIN protocol ON protocol.protocol_id = run.protocol_id
    WHERE COALESCE(run.n_examples, 0) = 0 AND reported_metric.value IS NOT NULL
    GROUP BY reported_metric.source_file_id, reported_metric.ref, reported_metric.checkpoint_id
),

candidate AS (
    SELECT
        later.source_file_id,
        later.ref,
        later.n,
        earlier.source_file_id AS earlier_id,
        earlier.ref AS earlier_ref
    FROM sheet AS later
    INNER JOIN sheet AS earlier
        ON
            earlier.n = later.n
            AND earlier.least_value = later.least_value
            AND earlier.most_value = later.most_value
            AND earlier.least_stderr IS later.least_stderr
            AND earlier.most_stderr IS later.most_stderr
            AND (
                earlier.source_file_id < later.source_file_id
                OR (earlier.source_file_id = later.source_file_id AND earlier.ref < later.ref)
            )
    WHERE
        later.n >= :least
        AND (earlier.checkpoint_id <> later.checkpoint_id OR earlier.num_fewshot IS NOT later.num_fewshot)
        AND NOT EXISTS (
            SELECT 1 FROM warm_up_pair
            WHERE
                later.num_fewshot IS earlier.num_fewshot
                AND warm_up_pair.checkpoint_id = later.checkpoint_id
                AND warm_up_pair.other_id = earlier.checkpoint_id
        )
),

equal AS (
    SELECT
        candidate.*,
        ROW_NUMBER() OVER (
            PARTITION BY candidate.source_file_id, candidate.ref
            ORDER BY candidate.earlier_id NULLS LAST, candidate.earlier_ref NULLS LAST
        ) AS place
    FROM candidate
    WHERE
        NOT EXISTS (
            SELECT 1 FROM reported_metric AS later
            WHERE
                later.source_file_id = candidate.source_file_id
                AND later.ref = candidate.ref
                AND later.value IS NOT NULL
                AND NOT EXISTS (
                    SELECT 1 FROM reported_metric AS earlier
                    WHERE
                        earlier.source_file_id = candidate.earlier_id
                        AND earlier.ref = candidate.earlier_ref
                        AND earlier.name = later.name
                        AND earlier.metric = later.metric
                        AND earlier.filter_name = later.filter_name
                        AND earlier.value = later.value
                        AND earlier.stderr IS later.stderr
                )
        )
)

SELECT
    'reported values equal bit for bit under two labels' AS fault,
    NULL AS task,
    NULL AS run_id,
    equal.ref,
    equal.n,
    NULL AS n_of,
    source_file.name || ' equals ' || earlier_file.name || ' of ' || equal.earlier_ref AS detail
FROM equal
INNER JOIN source_file ON source_file.source_file_id = equal.source_file_id
INNER JOIN source_file AS earlier_file ON earlier_file.source_file_id = equal.earlier_id
WHERE equal.place = 1
ORDER BY source_file.path NULLS LAST, source_file.member NULLS LAST, equal.ref NULLS LAST
