-- Tasks that ask one question (prompt and choices) several times, one row per task and protocol.
--
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        NULL: every run of the task
--     ref     text      NULL: every checkpoint
--     n       examples  beyond the first of each question
--     n_of    examples  asked under the protocol
--     detail  text      the number of different questions, and of those with contradicting answers
-- Source: docs/statistics.md 1.3: of two public question sets 190 and 174 of 1000 are exact duplicates.
WITH question AS (
    SELECT
        protocol_example.protocol_id,
        example.question_hash,
        COUNT(*) AS n,
        CASE WHEN COUNT(DISTINCT example.matching) > 1 THEN 1 ELSE 0 END AS is_contradicted
    FROM protocol_example
    INNER JOIN example ON example.example_id = protocol_example.example_id
    GROUP BY protocol_example.protocol_id, example.question_hash
),

tally AS (
    SELECT
        question.protocol_id,
        SUM(question.n) AS n_examples,
        COUNT(*) AS n_questions,
        SUM(question.is_contradicted) AS n_contradicted
    FROM question
    GROUP BY question.protocol_id
)

SELECT
    CASE
        WHEN tally.n_contradicted > 0 THEN 'one question with different matching choices'
        ELSE 'one question asked several times'
    END AS fault,
    task.name AS task,
    NULL AS run_id,
    NULL AS ref,
    tally.n_examples - tally.n_questions AS n,
    tally.n_examples AS n_of,
    'different questions: ' || tally.n_questions
    || CASE WHEN tally.n_contradicted > 0 THEN '; contradicting: ' || tally.n_contradicted ELSE '' END
        AS detail
FROM tally
INNER JOIN protocol ON protocol.protocol_id = tally.protocol_id
INNER JOIN task ON task.task_id = protocol.task_id
WHERE tally.n_examples > tally.n_questions
ORDER BY
    tally.n_contradicted DESC NULLS LAST,
    CAST(tally.n_questions AS DOUBLE) / tally.n_examples NULLS LAST,
    task.name NULLS LAST,
    protocol.label NULLS LAST
