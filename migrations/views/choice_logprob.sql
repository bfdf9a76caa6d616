-- The tidy view: one row per run, example and choice.
CREATE VIEW choice_logprob AS
SELECT
    response.run_id,
    response.example_id,
    CAST(logprob.key AS INTEGER) AS position,
    JSON_EXTRACT(example.choices, '$[' || logprob.key || ']') AS choice,
    EXISTS(
        SELECT 1 FROM JSON_EACH(example.matching) AS matching WHERE matching.value = logprob.key
    ) AS matches,
    CAST(logprob.value AS REAL) AS logprob,
    response.status
FROM response
INNER JOIN example ON example.example_id = response.example_id,
    JSON_EACH(response.logprobs) AS logprob;
