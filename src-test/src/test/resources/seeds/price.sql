-- A type changes: cents become a decimal, there and back without loss, in the same order.
-- var pkey = products_pkey
-- var bare = yes
-- var t = products
-- var o = price
-- var n = price_decimal
-- var typ = int
-- var v1 = 999
-- var v2 = 1050
-- var v3 = 5
-- var pv1 = 999
-- var pv2 = 1050
-- var n1 = 12345
-- var n2 = 20
-- var n3 = 31
-- var pn1 = 12345
-- var pn2 = 20
-- var pnull = null::int4
-- var oth = name
-- var num = stock
-- var ins = name, stock
-- var insv1 = 'zinc', 31
-- var insv2 = 'yarn', 32
-- var insv3 = 'xylo', 33
-- var row1 = 101, 'zinc', 12345, 31
-- var cols = id, name, price, stock
-- var alias = c1, c2, c3, c4
-- var oalias = c3
-- var r = items
-- var rfk = product_id
-- var s = offers
-- var notnull = yes
-- var free = yes
-- var nv1 = 9.99
-- var nv2 = 10.50
-- var nn1 = 123.45
-- var nn2 = 0.20
-- var pnn1 = 123.45
-- var pnv1 = 9.99
-- var ntyp = numeric
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors
-- cases: price/special, new/generic, new/price
-- shapes: old, new
-- section: old
CREATE TABLE products (id serial PRIMARY KEY, name text, price int NOT NULL, stock int DEFAULT 0);
CREATE INDEX products_price ON products (price);
INSERT INTO products (name, price, stock) VALUES
  ('apple', 999, 10), ('bread', 1050, 5), ('cheese', 5, NULL), ('dates', 0, 7), ('eggs', -250, 7), ('figs', 1050, 0), ('ginger', 2147483647, 1), ('honey', 100000, 2);
CREATE TABLE items (id int PRIMARY KEY, product_id int REFERENCES products, note text);
INSERT INTO items VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE offers (id int PRIMARY KEY, user_id int, price_decimal numeric(10,2), bio text);
INSERT INTO offers VALUES (1, 1, 1.25, 'x'), (2, 2, 10.50, 'y'), (3, 9, 9.99, 'z');
-- migration: price-in-dollars
-- table: public.products
-- old: price
-- new: price_decimal = price / 100.0
-- back: price = round(price_decimal * 100)
-- section: mapping
    table: products
    old: [price]
    new: { price_decimal: price / 100.0 }
    back: { price: round(price_decimal * 100) }
    lossless: true
    monotone: true
-- section: expand
ALTER TABLE products ADD COLUMN price_decimal numeric(10,2);
-- section: filled
ALTER TABLE products ALTER COLUMN price_decimal SET NOT NULL;
CREATE INDEX products_price_decimal ON products (price_decimal);
-- section: contract
ALTER TABLE products ALTER COLUMN price DROP NOT NULL;
-- section: scramble
UPDATE products SET price = 7000000 + id;
-- section: drop
ALTER TABLE products DROP COLUMN price;
-- section: was
      price: { position: 3, type: integer, not_null: true, unique: false }
