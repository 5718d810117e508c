-- A column that old code never names.

-- case: inserts of every form
INSERT INTO orders (status) VALUES ('a');
INSERT INTO orders DEFAULT VALUES RETURNING *;
INSERT INTO orders VALUES (300);
INSERT INTO orders VALUES (301, 'b', 'c', 4);
INSERT INTO orders VALUES (302, 'b', 'c', 4, 5);
INSERT INTO orders SELECT id + 400, status, note, amount FROM orders;
INSERT INTO orders TABLE orders;
INSERT INTO orders (id, note) SELECT 303, 'sel';
INSERT INTO orders (id) VALUES (304), (305), (DEFAULT);
WITH x AS (INSERT INTO orders (status) VALUES ('w') RETURNING *) SELECT * FROM x;
MERGE INTO orders o USING (VALUES (1), (306)) s(k) ON o.id = s.k WHEN MATCHED THEN UPDATE SET status = 'm' WHEN NOT MATCHED THEN INSERT (id, status) VALUES (s.k, 'n');
INSERT INTO orders (id, status) VALUES (1, 'c'), (307, 'd') ON CONFLICT (id) DO UPDATE SET status = excluded.status;
-- params: 'p', 9
INSERT INTO orders (note, amount) VALUES (?, ?);
SELECT * FROM orders ORDER BY id;

-- case: the new column is somebody else's
SELECT shipping_method FROM orders o JOIN shops s ON s.id = o.id ORDER BY o.id;
SELECT o.id FROM orders o WHERE EXISTS (SELECT 1 FROM shops s WHERE s.id = o.id AND shipping_method = 'bike') ORDER BY o.id;
UPDATE orders SET note = shipping_method FROM shops s WHERE s.id = orders.id RETURNING orders.*;

-- case: the new column from the old application
-- stages: !expand
-- plain: UPDATE orders SET amount = amount WHERE id = 1
UPDATE orders SET shipping_method = 'boat' WHERE id = 1;
-- plain: INSERT INTO orders (id, status) VALUES (300, 'x')
INSERT INTO orders (id, status, shipping_method) VALUES (300, 'x', 'boat');
-- plain: SELECT 1 AS id UNION ALL SELECT 300 ORDER BY 1
-- typeless
SELECT id FROM orders WHERE shipping_method = 'boat' ORDER BY id;
SELECT * FROM orders ORDER BY id;
