-- Cents.

-- case: arithmetic
SELECT id, price * 2, price / 100.0, -price, price % 7 FROM products ORDER BY id;
SELECT sum(price), avg(price), max(price), min(price) FROM products WHERE id <> 7;
SELECT sum(price * stock) FROM products WHERE id < 4;
SELECT id, price + 1 AS price FROM products WHERE id <> 7 ORDER BY price;
SELECT id FROM products ORDER BY price / 10, id;
SELECT price + 1 FROM products;

-- case: compared with other types
SELECT id FROM products WHERE price = 10.5;
SELECT id FROM products WHERE price = 1050.0 ORDER BY id;
SELECT id FROM products WHERE price > 998.5 ORDER BY id;
SELECT id FROM products WHERE price IN (999, 10.5, 5) ORDER BY id;
SELECT id FROM products WHERE price < 10.499 ORDER BY id;
-- params: 999.0
SELECT id FROM products WHERE price = ?;
-- params: 10.5
SELECT id FROM products WHERE price >= ? ORDER BY id;
-- params: 999::int8
SELECT id FROM products WHERE price = ?;
-- params: 999::int2
SELECT id FROM products WHERE price = ?;
-- params: 999.5::float8
SELECT id FROM products WHERE price < ? ORDER BY id;
-- params: '999'
SELECT id FROM products WHERE price = ?;
-- params: '999'::other
SELECT id FROM products WHERE price = ?;
SELECT id FROM products WHERE price = '999';
SELECT id FROM products WHERE price = 'many';
SELECT id FROM products WHERE price = 99999999999;
SELECT id FROM products WHERE price = 9.99;
SELECT id FROM products WHERE price::numeric = 9.99;

-- case: between and ranges
SELECT id FROM products WHERE price BETWEEN 5 AND 1050 ORDER BY price, id;
SELECT id FROM products WHERE price BETWEEN SYMMETRIC 1050 AND 5 ORDER BY price, id;
SELECT id FROM products WHERE int4range(0, 1000) @> price ORDER BY id;
SELECT width_bucket(price, 0, 2000, 4), count(*) FROM products WHERE id <> 7 GROUP BY 1 ORDER BY 1;

-- case: overflow and range
UPDATE products SET price = price * 1000 WHERE id = 7;
INSERT INTO products (id, price) VALUES (300, 2147483647), (301, -2147483648);
INSERT INTO products (id, price) VALUES (302, 2147483648);
-- params: 303, 2147483648::int8
INSERT INTO products (id, price) VALUES (?, ?);
UPDATE products SET price = 3000000000 WHERE id = 1;
SELECT * FROM products ORDER BY id;

-- case: assignment casts
INSERT INTO products (id, price) VALUES (300, 10.5), (301, 11.5), (302, '7');
UPDATE products SET price = 10.49 WHERE id = 1;
UPDATE products SET price = '12' WHERE id = 2;
UPDATE products SET price = 'x' WHERE id = 2;
UPDATE products SET price = true WHERE id = 2;
UPDATE products SET price = price * 1.1 WHERE id < 4;
UPDATE products SET price = price / 3 WHERE id < 4;
-- params: 17.6, 4
UPDATE products SET price = ? WHERE id = ?;
-- params: 17.6::float8, 5
UPDATE products SET price = ? WHERE id = ?;
-- params: 17::int8, 6
UPDATE products SET price = ? WHERE id = ?;
SELECT * FROM products ORDER BY id;

-- case: increments
UPDATE products SET price = price + 1;
UPDATE products SET price = price + 1 WHERE id <> 7;
UPDATE products SET price = price + ? WHERE id = 1;
-- params: 5, 1
UPDATE products SET price = price + ? WHERE id = ? RETURNING price;
-- params: 5, 2
UPDATE products SET price = ? + price WHERE id = ? RETURNING price, price * 2 AS double;
UPDATE products SET price = price - stock, stock = price WHERE stock < 10 RETURNING *;
SELECT * FROM products ORDER BY id;

-- case: order and limits
SELECT id, price FROM products ORDER BY price DESC LIMIT 3;
SELECT id FROM products WHERE price > 0 ORDER BY price LIMIT 1 OFFSET 1;
SELECT DISTINCT price FROM products ORDER BY price DESC;
SELECT price, rank() OVER (ORDER BY price DESC) FROM products ORDER BY 2, 1;
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY price) FROM products;
SELECT to_char(price, '999999'), price::text, price::money FROM products WHERE id = 1;

-- case: joined with the table that has decimals
SELECT p.id, price, price_decimal FROM products p JOIN offers o ON o.user_id = p.id ORDER BY p.id;
SELECT p.id FROM products p JOIN offers o ON o.price_decimal = p.price / 100.0 ORDER BY p.id;
SELECT p.id FROM products p JOIN offers o ON p.price = o.price_decimal ORDER BY p.id;
SELECT price_decimal FROM products JOIN offers USING (id) ORDER BY id;

-- case: the new name from the old application
-- stages: !expand
-- plain: SELECT id, (price / 100.0)::numeric(10,2) AS price_decimal FROM products ORDER BY id
-- typeless
SELECT id, price_decimal::numeric(10,2) AS price_decimal FROM products ORDER BY id;
-- plain: UPDATE products SET price = 1234 WHERE id = 1
UPDATE products SET price_decimal = 12.34 WHERE id = 1;
-- plain: INSERT INTO products (id, price) VALUES (300, 99)
INSERT INTO products (id, price_decimal) VALUES (300, 0.99);
-- plain: SELECT id FROM products WHERE price > 1000 ORDER BY id
SELECT id FROM products WHERE price_decimal > 10 ORDER BY id;
SELECT * FROM products ORDER BY id;
