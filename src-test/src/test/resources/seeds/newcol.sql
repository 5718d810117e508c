-- A new NOT NULL column that old code never names.
-- var pkey = orders_pkey
-- var bare = yes
-- var t = orders
-- var o = status
-- var n = shipping_method
-- var typ = text
-- var v1 = 'open'
-- var v2 = 'paid'
-- var v3 = 'sent'
-- var pv1 = 'open'
-- var pv2 = 'paid'
-- var n1 = 'lost'
-- var n2 = 'held'
-- var n3 = 'back'
-- var pn1 = 'lost'
-- var pn2 = 'held'
-- var pnull = null::text
-- var oth = note
-- var num = amount
-- var ins = note, amount
-- var insv1 = 'z', 31
-- var insv2 = 'y', 32
-- var insv3 = 'x', 33
-- var row1 = 101, 'lost', 'z', 31
-- var cols = id, status, note, amount
-- var alias = c1, c2, c3, c4
-- var oalias = c2
-- var r = lines
-- var rfk = order_id
-- var s = shops
-- var string = yes
-- var free = yes
-- var nv1 = 'standard'
-- var nv2 = 'pigeon'
-- var nn1 = 'rocket'
-- var nn2 = 'boat'
-- var pnn1 = 'rocket'
-- var pnv1 = 'standard'
-- var ntyp = text
-- cases: generic/select, generic/shape, generic/insert, generic/update, generic/delete, generic/session, generic/errors
-- cases: newcol/special, new/generic
-- shapes: old, new
-- section: old
CREATE TABLE orders (id serial PRIMARY KEY, status text DEFAULT 'open', note text, amount int);
INSERT INTO orders (status, note, amount) VALUES
  ('open', 'a', 10), ('paid', 'b', 20), ('sent', 'c', NULL), ('open', NULL, 7), ('gone', 'e', 7), (NULL, 'f', 0), ('paid', 'g', 1), ('', 'h', 2);
CREATE TABLE lines (id int PRIMARY KEY, order_id int REFERENCES orders, note text);
INSERT INTO lines VALUES (1, 1, 'a'), (2, 1, NULL), (3, 2, 'c'), (4, 4, 'd'), (5, NULL, 'e');
CREATE TABLE shops (id int PRIMARY KEY, user_id int, shipping_method text, bio text);
INSERT INTO shops VALUES (1, 1, 'bike', 'x'), (2, 2, 'car', 'y'), (3, 9, 'bus', 'z');
-- migration: shipping-method
-- table: public.orders
-- new: shipping_method = 'standard'
-- section: mapping
    table: orders
    new: { shipping_method: "'standard'" }
-- section: expand
ALTER TABLE orders ADD COLUMN shipping_method varchar(20);
-- section: newrows
UPDATE orders SET shipping_method = 'pigeon' WHERE id = 2;
-- section: filled
ALTER TABLE orders ALTER COLUMN shipping_method SET NOT NULL;
