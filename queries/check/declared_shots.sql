-- Runs whose number of shots is said in two ways, one row per run.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        the run in this warehouse
--     ref     text      what the harness calls the checkpoint
--     n       examples  of the run
--     n_of    examples  NULL: does not apply
--     detail  text      the two numbers, and where they stand
-- Source: issue 3: a public suite whose "five-shot" files are zero-shot.
WITH RECURSIVE shots (n) AS (
    SELECT 0 AS n
    UNION ALL
    SELECT shots.n + 1 AS n FROM shots
    WHERE shots.n < 64
),

word (n, text) AS (
    VALUES
    (0, 'zero'), (1, 'one'), (2, 'two'), (3, 'three'), (4, 'four'), (5, 'five'), (8, 'eight'), (10, 'ten'),
    (25, 'twenty-five')
),

-- With a letter or digit before it, the number would be another one.
pattern AS (
    SELECT
        spelling.n,
        '*[^' || spelling.kind || ']' || spelling.text || 'shot*' AS joined,
        '*[^' || spelling.kind || ']' || spelling.text || '[-_ ]shot*' AS parted
    FROM (
        SELECT
            shots.n,
            CAST(shots.n AS TEXT) AS text,
            '0-9' AS kind
        FROM shots
        UNION ALL
        SELECT
            word.n,
            word.text,
            'a-z' AS kind
        FROM word
    ) AS spelling
),

named AS (
    SELECT
        run.run_id,
        place.key AS place,
        place.value AS name
    FROM run_point AS run
    LEFT JOIN source_file AS samples ON samples.source_file_id = run.samples_file_id
    LEFT JOIN source_file AS results ON results.source_file_id = run.results_file_id
    INNER JOIN
        JSON_EACH(
            JSON_OBJECT(
                'the samples file', samples.path || '/' || samples.member,
                'the results file', results.path || '/' || results.member,
                'the name of the task', run.task,
                'the name of the protocol', run.protocol,
                'the label of the run', run.label
            )
        ) AS place
),

-- Names repeat over thousands of runs: each is looked at once.
spelled AS (
    SELECT
        different.name,
        pattern.n
    FROM (
        SELECT DISTINCT named.name AS name FROM named
        WHERE named.name LIKE '%shot%'
    ) AS different
    INNER JOIN pattern
        ON
            '/' || LOWER(different.name) GLOB pattern.joined
            OR '/' || LOWER(different.name) GLOB pattern.parted
),

-- A run's own declaration is kept (config.declared_num_fewshot) where it was put exactly as runs that declare another
-- number of shots, and so shares their protocol.
said AS (
    SELECT
        named.run_id,
        named.place,
        spelled.n
    FROM named
    INNER JOIN spelled ON spelled.name = named.name
    UNION
    SELECT
        run.run_id,
        'its own declaration' AS place,
        JSON_EXTRACT(run.config, '$.declared_num_fewshot') AS n
    FROM run
    WHERE JSON_EXTRACT(run.config, '$.declared_num_fewshot') IS NOT NULL
),

contradiction AS (
    SELECT
        said.run_id,
        said.place,
        said.n,
        protocol.num_fewshot AS recorded
    FROM said
    INNER JOIN run ON run.run_id = said.run_id
    INNER JOIN protocol ON protocol.protocol_id = run.protocol_id
    WHERE
        said.n <> protocol.num_fewshot
        AND NOT EXISTS (
            SELECT 1 FROM said AS agreeing
            WHERE
                agreeing.run_id = said.run_id
                AND agreeing.place = said.place
                AND agreeing.n = protocol.num_fewshot
        )
),

listed AS (
    SELECT
        ordered.run_id,
        ordered.recorded,
        GROUP_CONCAT(ordered.place || ' says ' || ordered.n || '-shot', ', ') AS places
    FROM (
        SELECT contradiction.* FROM contradiction
        ORDER BY contradiction.run_id NULLS LAST, contradiction.place NULLS LAST, contradiction.n NULLS LAST
    ) AS ordered
    GROUP BY ordered.run_id, ordered.recorded
)

SELECT
    'the number of shots is said in two ways' AS fault,
    task.name AS task,
    run.run_id,
    run.ref,
    run.n_examples AS n,
    NULL AS n_of,
    listed.places || ', the record of its protocol ' || listed.recorded || '-shot' AS detail
FROM listed
INNER JOIN run ON run.run_id = listed.run_id
INNER JOIN task ON task.task_id = run.task_id
ORDER BY task.name NULLS LAST, run.ref NULLS LAST, run.run_id NULLS LAST
