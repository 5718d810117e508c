-- A unique number becomes a unique text; the order is not kept.
-- var pkey = goods_pkey
-- var typ = int
-- var v1 = 100
-- var v2 = 20
-- var v3 = 3
-- var pv1 = 100
-- var pv2 = 20
-- var n1 = 801
-- var n2 = 802
-- var n3 = 803
-- var pn1 = 801
-- var pn2 = 802
-- var pnull = null::int4
-- var insv1 = 'z', 31
-- var insv2 = 'y', 32
-- var insv3 = 'x', 33
-- var row1 = 101, 801, 'z', 31
-- var alias = c1, c2, c3, c4
-- var oalias = c2
-- var string = yes
-- var free = yes
-- var nv1 = 'SKU-100'
-- var nv2 = 'SKU-20'
-- var nn1 = 'SKU-801'
-- var nn2 = 'SKU-802'
-- var pnn1 = 'SKU-801'
-- var pnv1 = 'SKU-100'
-- var ntyp = text
-- var bare = yes
-- var t = goods
-- var o = sku
-- var n = sku_code
-- var oth = name
-- var num = stock
-- var ins = name, stock
-- var cols = id, sku, name, stock
-- var r = items
-- var rfk = good_id
-- var s = labels
-- var ukey = goods_sku_key
-- var uniq = yes
-- var notnull = yes
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors, generic/conflict, new/generic
-- shapes: old, new
-- section: old
CREATE TABLE goods (id serial PRIMARY KEY, sku int NOT NULL CONSTRAINT goods_sku_key UNIQUE, name text, stock int);
INSERT INTO goods (sku, name, stock) VALUES (100, 'a', 1), (20, 'b', 2), (3, NULL, 2), (4, 'd', NULL), (50, 'e', 5), (6, 'f', 6), (7, 'g', 7), (-8, 'h', 8);
CREATE TABLE items (id int PRIMARY KEY, good_id int REFERENCES goods, note text);
INSERT INTO items VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE labels (id int PRIMARY KEY, user_id int, sku_code text, bio text);
INSERT INTO labels VALUES (1, 1, 'one', 'x'), (2, 2, 'SKU-20', 'y'), (3, 9, 'SKU-100', 'z');
-- migration: sku-code
-- table: public.goods
-- old: sku
-- new: sku_code = 'SKU-' || sku::text
-- back: sku = substr(sku_code, 5)::int
-- section: mapping
    table: goods
    old: [sku]
    new: { sku_code: "'SKU-' || sku::text" }
    back: { sku: "substr(sku_code, 5)::int" }
    lossless: both
-- section: expand
ALTER TABLE goods ADD COLUMN sku_code text;
-- section: filled
ALTER TABLE goods ALTER COLUMN sku_code SET NOT NULL, ADD CONSTRAINT goods_sku_code_key UNIQUE (sku_code) DEFERRABLE;
-- section: contract
ALTER TABLE goods DROP CONSTRAINT goods_sku_key, ALTER COLUMN sku DROP NOT NULL;
ALTER TABLE goods DROP CONSTRAINT goods_sku_code_key, ADD CONSTRAINT goods_sku_code_key UNIQUE (sku_code);
-- section: scramble
UPDATE goods SET sku = 9000 + id;
-- section: drop
ALTER TABLE goods DROP COLUMN sku;
-- section: was
      sku: { position: 2, type: integer, not_null: true, unique: true }
