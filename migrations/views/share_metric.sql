-- Metrics of harnesses that are shares: between 0 and 1, or between 0 and 100 where a table gives percentages.
CREATE VIEW share_metric AS
WITH known (metric) AS (
    VALUES
    ('acc'), ('acc_norm'), ('acc_uncond'), ('acc_per_token'), ('acc_per_char'), ('acc_per_byte'),
    ('acc_bytes'), ('accuracy'), ('exact_match'), ('em'), ('f1'), ('mc1'), ('mc2'), ('pass@1'), ('recall'),
    ('precision'), ('bleu_acc'), ('rouge1_acc'), ('rouge2_acc'), ('rougeL_acc'), ('quasi_exact_match'),
    ('prefix_exact_match')
)

SELECT known.metric FROM known;
