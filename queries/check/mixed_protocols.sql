-- Ways of putting a task that no line may join, one row per protocol other than the task's commonest.
--
-- Parameters:
--     own  boolean  0  1: those that differ in no more than each model's own chat template; 0: the others
-- Columns:
--     fault   text  what differs; rows of one fault are one finding
--     task    text  name of the task
--     run_id  id    NULL: every run under the protocol
--     ref     text  NULL: every checkpoint
--     n       runs  under this protocol
--     n_of    runs  of the task
--     detail  text  the two protocols, and how many checkpoints have both
-- Source: docs/statistics.md 5, the comparability key. The declared fields and the texts of the items that both asked tell
--     what differs.
WITH params AS (
    SELECT :own AS own
),

used AS (
    SELECT
        protocol.protocol_id,
        protocol.task_id,
        protocol.label,
        protocol.output_type,
        protocol.declared,
        CASE
            WHEN JSON_EXTRACT(protocol.declared, '$.chat_template_sha') GLOB '[0-9a-f][0-9a-f][0-9a-f]*'
                THEN 'template ' || SUBSTR(JSON_EXTRACT(protocol.declared, '$.chat_template_sha'), 1, 8)
            ELSE SUBSTR(protocol.comparability_key, 1, 8)
        END AS digest,
        COUNT(*) AS n_runs
    FROM protocol
    INNER JOIN run ON run.protocol_id = protocol.protocol_id
    WHERE protocol.output_type <> 'reported'
    GROUP BY
        protocol.protocol_id,
        protocol.task_id,
        protocol.label,
        protocol.output_type,
        protocol.declared,
        protocol.comparability_key
),

ranked AS (
    SELECT
        used.*,
        SUM(used.n_runs) OVER (PARTITION BY used.task_id) AS n_of,
        ROW_NUMBER() OVER (
            PARTITION BY used.task_id ORDER BY used.n_runs DESC NULLS LAST, used.protocol_id NULLS LAST
        ) AS place
    FROM used
),

pair AS (
    SELECT
        other.task_id,
        other.protocol_id,
        other.label,
        other.declared,
        other.output_type,
        other.digest,
        main.digest AS main_digest,
        other.n_runs,
        other.n_of,
        main.protocol_id AS main_id,
        main.label AS main_label,
        main.declared AS main_declared,
        main.output_type AS main_output_type
    FROM ranked AS other
    INNER JOIN ranked AS main ON main.task_id = other.task_id AND main.place = 1
    WHERE other.place > 1
),

declared_field AS (
    SELECT
        pair.protocol_id,
        field.key AS name
    FROM pair, JSON_EACH(pair.declared) AS field
    UNION
    SELECT
        pair.protocol_id,
        field.key AS name
    FROM pair, JSON_EACH(pair.main_declared) AS field
),

asked AS (
    SELECT
        protocol_example.protocol_id,
        example.item_hash,
        MIN(example.example_id) AS example_id
    FROM protocol_example
    INNER JOIN example ON example.example_id = protocol_example.example_id
    WHERE
        protocol_example.protocol_id IN (SELECT pair.protocol_id FROM pair)
        OR protocol_example.protocol_id IN (SELECT pair.main_id FROM pair)
    GROUP BY protocol_example.protocol_id, example.item_hash
),

-- 1: some shared item differs; 0: none does; NULL: its texts were not kept.
shared AS (
    SELECT
        pair.protocol_id,
        COUNT(*) AS n_items,
        MAX(
            CASE
                WHEN example.prompt <> main_example.prompt THEN 1
                WHEN example.prompt = main_example.prompt THEN 0
            END
        ) AS prompt_differs,
        MAX(
            CASE
                WHEN example.choices <> main_example.choices THEN 1
                WHEN example.choices = main_example.choices THEN 0
            END
        ) AS choices_differ,
        MAX(
            CASE
                WHEN example.matching <> main_example.matching THEN 1
                WHEN example.matching = main_example.matching THEN 0
            END
        ) AS target_differs,
        MAX(
            CASE
                WHEN
                    (example.prompt IS NULL OR example.choices IS NULL)
                    AND example.question_hash <> main_example.question_hash
                    THEN 1
                ELSE 0
            END
        ) AS question_differs
    FROM pair
    INNER JOIN asked ON asked.protocol_id = pair.protocol_id
    INNER JOIN asked AS main_asked
        ON main_asked.protocol_id = pair.main_id AND main_asked.item_hash = asked.item_hash
    INNER JOIN example ON example.example_id = asked.example_id
    INNER JOIN example AS main_example ON main_example.example_id = main_asked.example_id
    GROUP BY pair.protocol_id
),

-- What a field that differs is about; a field of another name speaks for itself. What the texts of shared items show
-- to be equal was only spelt otherwise.
declared_difference AS (
    SELECT
        pair.protocol_id,
        CASE
            WHEN declared_field.name IN ('num_fewshot', 'fewshot_seed') THEN 'shots'
            WHEN
                declared_field.name
                IN ('doc_to_text', 'description', 'fewshot_delimiter', 'system_instruction')
                THEN 'prompt'
            WHEN declared_field.name IN ('doc_to_choice', 'target_delimiter') THEN 'choices'
            WHEN declared_field.name = 'doc_to_target' THEN 'target'
            WHEN declared_field.name IN ('chat_template_sha', 'fewshot_as_multiturn') THEN 'chat template'
            WHEN declared_field.name = 'output_type' THEN 'scoring'
            ELSE declared_field.name
        END AS subject
    FROM pair
    INNER JOIN declared_field ON declared_field.protocol_id = pair.protocol_id
    LEFT JOIN shared ON shared.protocol_id = pair.protocol_id
    WHERE
        JSON_EXTRACT(pair.declared, '$."' || declared_field.name || '"')
        IS NOT JSON_EXTRACT(pair.main_declared, '$."' || declared_field.name || '"')
        AND NOT (declared_field.name = 'doc_to_text' AND COALESCE(shared.prompt_differs, 1) = 0)
        AND NOT (declared_field.name = 'doc_to_choice' AND COALESCE(shared.choices_differ, 1) = 0)
        AND NOT (declared_field.name = 'doc_to_target' AND COALESCE(shared.target_differs, 1) = 0)
),

counted AS (
    SELECT
        asked.protocol_id,
        COUNT(*) AS n_items
    FROM asked
    GROUP BY asked.protocol_id
),

difference AS (
    SELECT
        declared_difference.protocol_id,
        declared_difference.subject
    FROM declared_difference
    UNION
    SELECT
        shared.protocol_id,
        'prompt' AS subject
    FROM shared
    -- The examples shown before a question are part of its prompt: shots say it already.
    WHERE
        shared.prompt_differs = 1
        AND NOT EXISTS (
            SELECT 1 FROM declared_difference
            WHERE
                declared_difference.protocol_id = shared.protocol_id
                AND declared_difference.subject IN ('shots', 'chat template')
        )
    UNION
    SELECT
        shared.protocol_id,
        'choices' AS subject
    FROM shared
    WHERE shared.choices_differ = 1
    UNION
    SELECT
        shared.protocol_id,
        'target' AS subject
    FROM shared
    WHERE shared.target_differs = 1
    UNION
    SELECT
        shared.protocol_id,
        'prompt or choices' AS subject
    FROM shared
    WHERE
        shared.question_differs = 1
        AND NOT EXISTS (
            SELECT 1 FROM declared_difference WHERE declared_difference.protocol_id = shared.protocol_id
        )
    UNION
    SELECT
        pair.protocol_id,
        'scoring' AS subject
    FROM pair
    WHERE pair.output_type <> pair.main_output_type
    UNION
    SELECT
        pair.protocol_id,
        'items' AS subject
    FROM pair
    INNER JOIN counted ON counted.protocol_id = pair.protocol_id
    INNER JOIN counted AS main_counted ON main_counted.protocol_id = pair.main_id
    LEFT JOIN shared ON shared.protocol_id = pair.protocol_id
    WHERE
        COALESCE(shared.n_items, 0) < counted.n_items OR COALESCE(shared.n_items, 0) < main_counted.n_items
),

-- The differences of a pair as one text, in the order of the alphabet.
listed AS (
    SELECT
        ordered.protocol_id,
        GROUP_CONCAT(ordered.subject, ', ') AS subjects
    FROM (
        SELECT
            difference.protocol_id,
            difference.subject
        FROM difference
        ORDER BY difference.protocol_id NULLS LAST, difference.subject NULLS LAST
    ) AS ordered
    GROUP BY ordered.protocol_id
),

-- 1: no model was asked both ways, as where each brings its own chat template.
apart AS (
    SELECT
        pair.protocol_id,
        NOT EXISTS (
            SELECT 1
            FROM run
            INNER JOIN checkpoint ON checkpoint.checkpoint_id = run.checkpoint_id
            INNER JOIN checkpoint AS main_checkpoint ON main_checkpoint.model_id = checkpoint.model_id
            INNER JOIN run AS main_run
                ON
                    main_run.checkpoint_id = main_checkpoint.checkpoint_id
                    AND main_run.protocol_id = pair.main_id
            WHERE run.protocol_id = pair.protocol_id
        )
        AND JSON_EXTRACT(pair.declared, '$.chat_template_sha') IS NOT NULL
        AND JSON_EXTRACT(pair.main_declared, '$.chat_template_sha') IS NOT NULL AS has_own_templates
    FROM pair
),

both_sides AS (
    SELECT
        pair.protocol_id,
        COUNT(DISTINCT run.checkpoint_id) AS n_checkpoints
    FROM pair
    INNER JOIN run ON run.protocol_id = pair.protocol_id
    INNER JOIN run AS main_run
        ON main_run.protocol_id = pair.main_id AND main_run.checkpoint_id = run.checkpoint_id
    GROUP BY pair.protocol_id
)

SELECT
    CASE
        WHEN apart.has_own_templates AND listed.subjects = 'chat template'
            THEN 'one task put in the chat templates of several models'
        ELSE 'one task put in several ways that differ in ' || COALESCE(listed.subjects, 'their wording')
    END AS fault,
    task.name AS task,
    NULL AS run_id,
    NULL AS ref,
    pair.n_runs AS n,
    pair.n_of,
    '"' || pair.label || CASE WHEN pair.label = pair.main_label THEN ', ' || pair.digest ELSE '' END
    || '" against "' || pair.main_label
    || CASE WHEN pair.label = pair.main_label THEN ', ' || pair.main_digest ELSE '' END
    || '"; checkpoints with both: '
    || COALESCE(both_sides.n_checkpoints, 0) AS detail
FROM pair
INNER JOIN task ON task.task_id = pair.task_id
LEFT JOIN listed ON listed.protocol_id = pair.protocol_id
INNER JOIN apart ON apart.protocol_id = pair.protocol_id
CROSS JOIN params
LEFT JOIN both_sides ON both_sides.protocol_id = pair.protocol_id
WHERE params.own = (apart.has_own_templates AND COALESCE(listed.subjects, '') = 'chat template')
ORDER BY listed.subjects NULLS LAST, task.name NULLS LAST, pair.label NULLS LAST, pair.protocol_id NULLS LAST
