-- One row per ok response, from the stored columns.
CREATE VIEW example_metric AS
SELECT
    run_id,
    example_id,
    logodds,
    p_match,
    nll,
    credit,
    outweighs,
    margin,
    choice_mass,
    tied,
    nll_raw
FROM response_metric
WHERE status = 'ok';
