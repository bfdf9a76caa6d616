-- One task question by question across checkpoints, one row per example and run.
--
-- Parameters:
--     task        names    required  the task
--     example     names    none      only the examples of these names or content hashes
--     doc_id      numbers  none      only the examples at these indices of the evaluation split
--     model       names    none      only these models
--     train_step  numbers  none      only checkpoints at these train steps
--     rlhf_step   numbers  none      only checkpoints at these RLHF steps
--     seed        numbers  none      only checkpoints of these seeds
--     run_id      numbers  none      only these runs
--     protocol    names    none      only runs put so, by the label of the protocol
--     all_runs    boolean  0         1: also the runs that are not primary
-- Default columns: task, doc_id, model, train_step, rlhf_step, seed, protocol, prompt, choices, matching,
--     status, logodds, p_match, credit
-- Columns:
--     task             text         name of the task
--     example          text         the user's own name, else the content hash
--     doc_id           index        in the evaluation split; NULL: unknown
--     copy             number       tells identical items of one task apart, from 0
--     subset           text         part of the task; NULL: none
--     truth            text         ground truth of the item; NULL: none
--     cluster          text         examples that share it are dependent
--     model            text         name of the model
--     n_params         parameters   NULL: unknown
--     train_step       steps        NULL: unknown
--     rlhf_step        steps        NULL: unknown
--     seed             number       NULL: unknown
--     protocol         text         how the task was put
--     run_id           id           the run in this warehouse
--     prompt           text         what the model saw; NULL: texts were not kept
--     choices          JSON         the answers that were scored; NULL: texts were not kept
--     matching         JSON         positions of the matching choices, from 0; NULL: unknown
--     matching_source  text         where that knowledge comes from
--     status           text         ok, or why the response enters no metric
--     logprobs         JSON         nats, summed over tokens, choice by choice; null: missing or not a number
--     logodds          nats         matching against other; NULL: status is not ok
--     p_match          probability  of the matching choices among the choices; NULL: status is not ok
--     credit           share        1: a matching choice wins, ties split; NULL: status is not ok
--     nll              nats         -ln p_match; NULL: status is not ok
--     choice_mass      probability  of all choices together; NULL: unknown
SELECT
    p.task,
    COALESCE(example.name, example.content_hash) AS example,
    example.doc_id,
    example.copy,
    example.subset,
    example.truth,
    example.cluster,
    p.model,
    p.n_params,
    p.train_step,
    p.rlhf_step,
    p.seed,
    p.protocol,
    p.run_id,
    example.prompt,
    example.choices,
    example.matching,
    example.matching_source,
    m.status,
    response.logprobs,
    m.logodds,
    m.p_match,
    m.credit,
    m.nll,
    m.choice_mass
FROM run_point AS p
CROSS JOIN response_metric AS m ON m.run_id = p.run_id
CROSS JOIN response ON response.run_id = m.run_id AND response.example_id = m.example_id
CROSS JOIN example ON example.example_id = m.example_id
WHERE
    IS_ASKED(p.task, :task)
    AND (p.is_primary = 1 OR :all_runs = 1 OR :run_id IS NOT NULL)
    AND IS_ASKED(p.run_id, :run_id)
    AND IS_ASKED(p.model, :model)
    AND IS_ASKED(p.train_step, :train_step)
    AND IS_ASKED(p.rlhf_step, :rlhf_step)
    AND IS_ASKED(p.seed, :seed)
    AND IS_ASKED(p.protocol, :protocol)
    AND (IS_ASKED(example.name, :example) OR IS_ASKED(example.content_hash, :example))
    AND IS_ASKED(example.doc_id, :doc_id)
ORDER BY
    p.task NULLS LAST,
    example.doc_id NULLS LAST,
    example.content_hash NULLS LAST,
    p.n_params NULLS LAST,
    p.model NULLS LAST,
    p.seed NULLS LAST,
    p.train_step NULLS LAST,
    p.rlhf_step NULLS LAST,
    p.run_id NULLS LAST
