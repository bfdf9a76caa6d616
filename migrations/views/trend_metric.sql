-- What a trend can be asked of: place orders metrics in every answer, sesoi is the smallest effect of interest on the
-- total change (docs/statistics.md 3.4). default_when_single: 0 where it is asked of every task with choices to compare, 1
-- where a task with one choice is asked it instead (trend_line.is_single), NULL where it is asked by name only.
CREATE VIEW trend_metric (place, name, sesoi, default_when_single) AS
VALUES
(1, 'logodds', 2e-1, 0),
(2, 'p_match', 5e-2, 0),
(3, 'credit', 5e-2, 0),
(4, 'choice_mass', 5e-2, NULL),
(5, 'credit_per_byte', 5e-2, NULL),
(6, 'credit_per_char', 5e-2, NULL),
(7, 'credit_per_token', 5e-2, NULL),
(8, 'credit_uncond', 5e-2, NULL),
(9, 'nll', 1e-1, NULL),
(10, 'nll_raw', 1e-1, 1),
(11, 'p_match_per_byte', 5e-2, NULL),
(12, 'p_match_per_char', 5e-2, NULL),
(13, 'p_match_per_token', 5e-2, NULL),
(14, 'p_match_uncond', 5e-2, NULL);
