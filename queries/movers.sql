-- The examples whose log-odds moved most between two checkpoints, one row per example that both answered alike put.
--
-- Requires: from_run or from_model
-- Requires: to_run or to_model
-- Parameters:
--     from_run         numbers  none  the earlier run, by id
--     from_model       names    none  or the earlier checkpoint, by model
--     from_train_step  numbers  none  and train step; none: any
--     from_rlhf_step   numbers  none  and RLHF step; none: any
--     from_seed        numbers  none  and seed; none: any
--     to_run           numbers  none  the later run, by id
--     to_model         names    none  or the later checkpoint, by model
--     to_train_step    numbers  none  and train step; none: any
--     to_rlhf_step     numbers  none  and RLHF step; none: any
--     to_seed          numbers  none  and seed; none: any
--     task             names    none  only these tasks
--     top              integer  100   how many to show; n_pairs says of how many
-- Default columns: place, task, protocol, doc_id, from_model, to_model, from_train_step, to_train_step,
--     from_rlhf_step, to_rlhf_step, from_logodds, to_logodds, change, from_p, to_p, prompt
-- Columns:
--     place         rank         1: moved most
--     n_pairs       examples     compared in all, over every pair of runs that the parameters name
--     task          text         name of the task
--     protocol      text         how the task was put, the same for both
--     example       text         the user's own name, else the content hash
--     doc_id        index        in the evaluation split; NULL: unknown
--     from_run      id           the earlier run
--     to_run        id           the later run
--     from_model    text         model of the earlier run
--     to_model      text         model of the later run
--     from_train_step  steps     NULL: unknown
--     to_train_step    steps     NULL: unknown
--     from_rlhf_step   steps     NULL: unknown
--     to_rlhf_step     steps     NULL: unknown
--     from_logodds  nats         log-odds of the matching choices in the earlier run
--     to_logodds    nats         in the later run
--     change        nats         to - from; NULL: both infinite alike
--     from_p        probability  of the matching choices in the earlier run
--     to_p          probability  in the later run
--     from_credit   share        1: a matching choice won in the earlier run; split between choices that tie
--     to_credit     share        in the later run
--     prompt        text         what the models saw; NULL: texts were not kept
--     choices       JSON         the answers that were scored; NULL: texts were not kept
--     matching      JSON         positions of the matching choices, from 0
WITH movement AS (
    SELECT
        ROW_NUMBER() OVER (
            ORDER BY
                ABS(later.logodds - earlier.logodds) DESC NULLS LAST,
                earlier_run.task NULLS LAST,
                example.content_hash NULLS LAST,
                earlier_run.run_id NULLS LAST,
                later_run.run_id NULLS LAST
        ) AS place,
        COUNT(*) OVER () AS n_pairs,
        earlier_run.task,
        earlier_run.protocol,
        COALESCE(example.name, example.content_hash) AS example,
        example.doc_id,
        earlier_run.run_id AS from_run,
        later_run.run_id AS to_run,
        earlier_run.model AS from_model,
        later_run.model AS to_model,
        earlier_run.train_step AS from_train_step,
        later_run.train_step AS to_train_step,
        earlier_run.rlhf_step AS from_rlhf_step,
        later_run.rlhf_step AS to_rlhf_step,
        earlier.logodds AS from_logodds,
        later.logodds AS to_logodds,
        later.logodds - earlier.logodds AS change,
        earlier.p_match AS from_p,
        later.p_match AS to_p,
        earlier.credit AS from_credit,
        later.credit AS to_credit,
        example.prompt,
        example.choices,
        example.matching
    FROM run_point AS earlier_run
    INNER JOIN run_point AS later_run
        ON later_run.protocol_id = earlier_run.protocol_id AND later_run.run_id <> earlier_run.run_id
    INNER JOIN example_metric AS earlier ON earlier.run_id = earlier_run.run_id
    INNER JOIN example_metric AS later
        ON later.run_id = later_run.run_id AND later.example_id = earlier.example_id
    INNER JOIN example ON example.example_id = earlier.example_id
    WHERE
        IS_ASKED(earlier_run.task, :task)
        AND (
            (:from_run IS NOT NULL AND IS_ASKED(earlier_run.run_id, :from_run))
            OR (
                :from_run IS NULL
                AND earlier_run.is_primary = 1
                AND :from_model IS NOT NULL
                AND IS_ASKED(earlier_run.model, :from_model)
                AND IS_ASKED(earlier_run.train_step, :from_train_step)
                AND IS_ASKED(earlier_run.rlhf_step, :from_rlhf_step)
                AND IS_ASKED(earlier_run.seed, :from_seed)
            )
        )
        AND (
            (:to_run IS NOT NULL AND IS_ASKED(later_run.run_id, :to_run))
            OR (
                :to_run IS NULL
                AND later_run.is_primary = 1
                AND :to_model IS NOT NULL
                AND IS_ASKED(later_run.model, :to_model)
                AND IS_ASKED(later_run.train_step, :to_train_step)
                AND IS_ASKED(later_run.rlhf_step, :to_rlhf_step)
                AND IS_ASKED(later_run.seed, :to_seed)
            )
        )
)

SELECT movement.*
FROM movement
WHERE :top IS NULL OR movement.place <= :top
ORDER BY movement.place NULLS LAST
