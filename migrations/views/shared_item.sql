-- The item that an example puts, by the first example of its task that puts it: one row per example. Examples of two
-- protocols that put one document differently have one item_id.
CREATE VIEW shared_item AS
SELECT
    example.example_id,
    (
        SELECT MIN(same.example_id)
        FROM example AS same
        WHERE
            same.item_hash = example.item_hash
            AND same.task_id = example.task_id
            AND same.copy = example.copy
    ) AS item_id
FROM example;
