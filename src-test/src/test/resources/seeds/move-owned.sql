-- Columns of two tables come together in one new table; a third table's rows take all of them along.
-- var t = emails
-- var o = email
-- cases: move/owned, move/pair
-- shapes: old
-- refusals: 5%
-- section: old
CREATE TABLE owners (id int PRIMARY KEY, name text);
INSERT INTO owners SELECT n, 'o' || n FROM generate_series(-10, 300) n;
CREATE TABLE emails (user_id int PRIMARY KEY REFERENCES owners ON DELETE CASCADE, email text CONSTRAINT emails_email_key UNIQUE, verified boolean DEFAULT false);
CREATE TABLE phones (owner int PRIMARY KEY REFERENCES owners ON DELETE CASCADE, phone varchar(20), label text);
INSERT INTO emails VALUES (1, 'a@x.org', true), (2, 'b@x.org', false), (3, NULL, false), (4, 'd@x.org', NULL), (5, NULL, true);
INSERT INTO phones VALUES (1, '0-11', 'home'), (2, NULL, 'work'), (3, '0-33', NULL), (6, '0-66', 'home'), (8, NULL, NULL);
-- migration: contact-emails
-- table: public.emails
-- new-table: public.contacts
-- key: user_id = user_id
-- half: user_id % 2 = 0
-- old: email
-- new: email = email
-- back: email = email
-- section: mapping
    table: emails
    new_table: contacts
    key: { user_id: user_id }
    rename: { email: email }
-- section: expand
CREATE TABLE contacts (user_id int PRIMARY KEY REFERENCES owners ON DELETE CASCADE, email text, phone varchar(20));
-- section: filled
ALTER TABLE contacts ADD CONSTRAINT contacts_email_key UNIQUE (email) DEFERRABLE;
-- section: contract
ALTER TABLE emails DROP CONSTRAINT emails_email_key;
ALTER TABLE contacts DROP CONSTRAINT contacts_email_key;
ALTER TABLE contacts ADD CONSTRAINT contacts_email_key UNIQUE (email);
-- section: scramble
UPDATE emails SET email = 'stale' || user_id;
-- section: drop
ALTER TABLE emails DROP COLUMN email;
-- section: was
      email: { position: 2, type: text, unique: true }
-- migration: contact-phones
-- table: public.phones
-- new-table: public.contacts
-- key: owner = user_id
-- half: owner % 2 = 0
-- old: phone
-- new: phone = phone
-- back: phone = phone
-- section: mapping
    table: phones
    new_table: contacts
    key: { owner: user_id }
    rename: { phone: phone }
-- section: scramble
UPDATE phones SET phone = 'stale';
-- section: drop
ALTER TABLE phones DROP COLUMN phone;
-- section: was
      phone: { position: 2, type: varchar(20) }
