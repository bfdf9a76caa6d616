-- Tasks whose matching choice is too often the same one, one row per task and protocol.
--
-- Parameters:
--     most  real  1e-1  largest excess over an even split that is no finding
-- Columns:
--     fault   text      what is wrong; rows of one fault are one finding
--     task    text      name of the task
--     run_id  id        NULL: every run of the task
--     ref     text      NULL: every checkpoint
--     n       examples  whose matching choice is the commonest
--     n_of    examples  with one matching choice and the usual number of choices
--     detail  text      the commonest choice and its share
-- Source: docs/statistics.md 1.2: a model that leans to (A) scores .621 on a set where (A) matches 590 of 953 (.619), balanced
--     .5; sets of 50/50 are sound. The limit lies between them, and the excess must be beyond chance (z > 1.96).
WITH item AS (
    SELECT
        protocol_example.protocol_id,
        example.n_choices,
        -- 0: the prompt does not list the choices, so that none has a place for the model to lean to.
        NOT EXISTS (
            SELECT 1 FROM JSON_EACH(example.choices) AS choice
            WHERE INSTR(example.prompt, TRIM(choice.value)) = 0
        ) AS is_listed,
        CAST(JSON_EXTRACT(example.matching, '$[0]') AS INTEGER) AS position,
        CASE
            WHEN JSON_EXTRACT(example.choices, '$[0]') <> JSON_EXTRACT(example.choices, '$[1]')
                THEN JSON_EXTRACT(example.choices, '$[' || JSON_EXTRACT(example.matching, '$[0]') || ']')
        END AS label
    FROM protocol
    INNER JOIN protocol_example ON protocol_example.protocol_id = protocol.protocol_id
    INNER JOIN example ON example.example_id = protocol_example.example_id
    WHERE
        protocol.output_type = 'multiple_choice'
        AND example.n_choices > 1
        AND JSON_ARRAY_LENGTH(example.matching) = 1
),

-- Where every example offers the same choices (Yes/No, A/B/C/D) the text of the matching one counts, else its place
-- in the list. The same choices: no more different matching texts than an example has choices. One continuation of
-- several contexts (Winogrande) is no label.
kind AS (
    SELECT
        item.protocol_id,
        item.n_choices,
        COUNT(*) AS n,
        MAX(item.is_listed) AS is_listed,
        CASE
            WHEN COUNT(item.label) = COUNT(*) AND COUNT(DISTINCT item.label) <= item.n_choices THEN 1 ELSE 0
        END AS has_labels
    FROM item
    GROUP BY item.protocol_id, item.n_choices
),

answer AS (
    SELECT
        kind.*,
        CASE WHEN kind.has_labels = 1 THEN item.label END AS same_label,
        CASE WHEN kind.has_labels = 0 THEN item.position END AS same_position,
        COUNT(*) AS n_same,
        1e0 * COUNT(*) / kind.n AS share,
        1e0 / kind.n_choices AS even
    FROM item
    INNER JOIN kind ON kind.protocol_id = item.protocol_id AND kind.n_choices = item.n_choices
    WHERE kind.has_labels = 1 OR kind.is_listed = 1
    GROUP BY kind.protocol_id, kind.n_choices, same_label, same_position
)

SELECT
    CASE
        WHEN answer.has_labels = 1 THEN 'one answer label matches too often'
        ELSE 'one place in the list of choices matches too often'
    END AS fault,
    task.name AS task,
    NULL AS run_id,
    NULL AS ref,
    answer.n_same AS n,
    answer.n AS n_of,
    CASE
        WHEN answer.has_labels = 1 THEN '"' || TRIM(answer.same_label) || '"'
        ELSE 'choice ' || (answer.same_position + 1)
    END
    || ' matches in ' || ROUND(1e2 * answer.share, 1) || ' %, an even split is '
    || ROUND(1e2 * answer.even, 1) || ' %' AS detail
FROM answer
INNER JOIN protocol ON protocol.protocol_id = answer.protocol_id
INNER JOIN task ON task.task_id = protocol.task_id
WHERE
    answer.share - answer.even > :most
    AND answer.share - answer.even > 196e-2 * SQRT(answer.even * (1e0 - answer.even) / answer.n)
ORDER BY
    answer.has_labels DESC NULLS LAST,
    answer.share DESC NULLS LAST,
    task.name NULLS LAST,
    protocol.label NULLS LAST,
    answer.n_choices NULLS LAST,
    answer.same_label NULLS LAST,
    answer.same_position NULLS LAST
