-- What a trend can be asked of, with the smallest effect of interest on the total change (docs/statistics.md 3.4).
-- default_when_single: 0 where it is asked of every task with choices to compare, 1 where a task with one choice is asked
-- it instead (trend_line.is_single), NULL where it is asked by name only.
CREATE VIEW trend_metric (name, sesoi, default_when_single) AS
VALUES
('logodds', 2e-1, 0),
('p_match', 5e-2, 0),
('credit', 5e-2, 0),
('nll', 1e-1, NULL),
('nll_raw', 1e-1, 1),
('choice_mass', 5e-2, NULL),
('p_match_per_token', 5e-2, NULL),
('p_match_per_char', 5e-2, NULL),
('p_match_per_byte', 5e-2, NULL),
('p_match_uncond', 5e-2, NULL),
('credit_per_token', 5e-2, NULL),
('credit_per_char', 5e-2, NULL),
('credit_per_byte', 5e-2, NULL),
('credit_uncond', 5e-2, NULL);
