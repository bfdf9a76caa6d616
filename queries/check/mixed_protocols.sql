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
WITH used AS (
    SELECT
        protocol.*,
        CASE
            WHEN JSON_EXTRACT(protocol.declared, '$.chat_template_sha') GLOB '[0-9a-f][0-9a-f][0-9a-f]*'
                THEN 'template ' || SUBSTR(JSON_EXTRACT(protocol.declared, '$.chat_template_sha'), 1, 8)
            ELSE SUBSTR(protocol.comparability_key, 1, 8)
        END AS digest,
        COUNT(*) AS n_runs
    FROM protocol
    INNER JOIN run ON run.protocol_id = protocol.protocol_id
    WHERE protocol.output_type <> 'reported'
    GROUP BY protocol.protocol_id
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
        other.*,
        main.protocol_id AS main_id,
        main.label AS main_label,
        main.digest AS main_digest,
        main.declared AS main_declared,
        main.output_type AS main_output_type
    FROM ranked AS other
    INNER JOIN ranked AS main ON main.task_id = other.task_id AND main.place = 1
    WHERE other.place > 1
),

asked AS (
    SELECT
        protocol_example.protocol_id,
        example.item_hash,
        MIN(example.example_id) AS example_id
    FROM protocol_example
    INNER JOIN example ON example.example_id = protocol_example.example_id
    WHERE
        protocol_example.protocol_id IN (
            SELECT pair.protocol_id FROM pair
            UNION
            SELECT pair.main_id FROM pair
        )
    GROUP BY protocol_example.protocol_id, example.item_hash
),

-- 1: some shared item differs; 0: none does; NULL: its texts were not kept.
shared AS (
    SELECT
        pair.protocol_id,
        COUNT(*) AS n_items,
        MAX(e.prompt <> main.prompt) AS prompt_differs,
        MAX(e.choices <> main.choices) AS choices_differ,
        MAX(e.matching <> main.matching) AS target_differs,
        MAX((e.prompt IS NULL OR e.choices IS NULL) AND e.question_hash <> main.question_hash)
            AS question_differs
    FROM pair
    INNER JOIN asked ON asked.protocol_id = pair.protocol_id
    INNER JOIN asked AS main_asked
        ON main_asked.protocol_id = pair.main_id AND main_asked.item_hash = asked.item_hash
    INNER JOIN example AS e ON e.example_id = asked.example_id
    INNER JOIN example AS main ON main.example_id = main_asked.example_id
    GROUP BY pair.protocol_id
),

declared_field (name, subject) AS (
    VALUES
    ('num_fewshot', 'shots'), ('fewshot_seed', 'shots'), ('doc_to_text', 'prompt'), ('description', 'prompt'),
    ('fewshot_delimiter', 'prompt'), ('system_instruction', 'prompt'), ('doc_to_choice', 'choices'),
    ('target_delimiter', 'choices'), ('doc_to_target', 'target'), ('chat_template_sha', 'chat template'),
    ('fewshot_as_multiturn', 'chat template'), ('output_type', 'scoring')
),

-- A field of another name speaks for itself. What the texts of shared items show to be equal was only spelt otherwise.
declared_difference AS (
    SELECT
        pair.protocol_id,
        COALESCE(declared_field.subject, field.key) AS subject
    FROM pair
    INNER JOIN JSON_TREE('[' || pair.declared || ',' || pair.main_declared || ']') AS field
        ON field.path IN ('$[0]', '$[1]')
    LEFT JOIN declared_field ON declared_field.name = field.key
    LEFT JOIN shared ON shared.protocol_id = pair.protocol_id
    WHERE
        JSON_EXTRACT(pair.declared, '$."' || field.key || '"')
        IS NOT JSON_EXTRACT(pair.main_declared, '$."' || field.key || '"')
        AND CASE field.key
            WHEN 'doc_to_text' THEN shared.prompt_differs
            WHEN 'doc_to_choice' THEN shared.choices_differ
            WHEN 'doc_to_target' THEN shared.target_differs
        END IS NOT 0
),

-- The examples shown before a question are part of its prompt: shots and chat template say it already.
difference AS (
    SELECT declared_difference.* FROM declared_difference
    UNION
    SELECT
        pair.protocol_id,
        text.value AS subject
    FROM pair
    LEFT JOIN shared ON shared.protocol_id = pair.protocol_id
    LEFT JOIN (
        SELECT
            d.protocol_id,
            MAX(d.subject IN ('shots', 'chat template')) AS says_prompt
        FROM declared_difference AS d
        GROUP BY d.protocol_id
    ) AS said ON said.protocol_id = pair.protocol_id
    INNER JOIN
        JSON_EACH(JSON_ARRAY(
            CASE WHEN shared.prompt_differs = 1 AND COALESCE(said.says_prompt, 0) = 0 THEN 'prompt' END,
            CASE WHEN shared.choices_differ = 1 THEN 'choices' END,
            CASE WHEN shared.target_differs = 1 THEN 'target' END,
            CASE WHEN shared.question_differs = 1 AND said.protocol_id IS NULL THEN 'prompt or choices' END,
            CASE WHEN pair.output_type <> pair.main_output_type THEN 'scoring' END,
            CASE
                WHEN EXISTS (
                    SELECT 1 FROM asked
                    WHERE asked.protocol_id IN (pair.protocol_id, pair.main_id)
                    GROUP BY asked.protocol_id
                    HAVING COUNT(*) > COALESCE(shared.n_items, 0)
                ) THEN 'items'
            END
        )) AS text
    WHERE text.value IS NOT NULL
),

-- The differences of a pair as one text, in the order of the alphabet.
listed AS (
    SELECT
        ordered.protocol_id,
        GROUP_CONCAT(ordered.subject, ', ') AS subjects
    FROM
        (
            SELECT difference.*
            FROM difference
            ORDER BY difference.protocol_id NULLS LAST, difference.subject NULLS LAST
        ) AS ordered
    GROUP BY ordered.protocol_id
),

-- A model that was asked both ways says that they are no templates of the models' own.
both AS (
    SELECT
        pair.protocol_id,
        COUNT(DISTINCT CASE WHEN main_run.checkpoint_id = run.checkpoint_id THEN run.checkpoint_id END)
            AS n_checkpoints
    FROM pair
    INNER JOIN run_point AS run ON run.protocol_id = pair.protocol_id
    INNER JOIN run_point AS main_run
        ON main_run.protocol_id = pair.main_id AND main_run.model_id = run.model_id
    GROUP BY pair.protocol_id
),

judged AS (
    SELECT
        pair.*,
        listed.subjects,
        COALESCE(both.n_checkpoints, 0) AS n_checkpoints,
        listed.subjects IS 'chat template'
        AND both.protocol_id IS NULL
        AND JSON_EXTRACT(pair.declared, '$.chat_template_sha') IS NOT NULL
        AND JSON_EXTRACT(pair.main_declared, '$.chat_template_sha') IS NOT NULL AS is_own_template
    FROM pair
    LEFT JOIN listed ON listed.protocol_id = pair.protocol_id
    LEFT JOIN both ON both.protocol_id = pair.protocol_id
)

SELECT
    CASE
        WHEN j.is_own_template THEN 'one task put in the chat templates of several models'
        ELSE 'one task put in several ways that differ in ' || COALESCE(j.subjects, 'their wording')
    END AS fault,
    task.name AS task,
    NULL AS run_id,
    NULL AS ref,
    j.n_runs AS n,
    j.n_of,
    '"' || j.label || CASE WHEN j.label = j.main_label THEN ', ' || j.digest ELSE '' END || '" against "'
    || j.main_label || CASE WHEN j.label = j.main_label THEN ', ' || j.main_digest ELSE '' END
    || '"; checkpoints with both: ' || j.n_checkpoints AS detail
FROM judged AS j
INNER JOIN task ON task.task_id = j.task_id
WHERE j.is_own_template = :own
ORDER BY j.subjects NULLS LAST, task.name NULLS LAST, j.label NULLS LAST, j.protocol_id NULLS LAST
