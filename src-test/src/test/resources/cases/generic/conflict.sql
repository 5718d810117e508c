-- Upserts whose arbiter is the migrated column.

-- case: do nothing
INSERT INTO ${t} (id, ${o}) VALUES (300, ${v1}) ON CONFLICT (${o}) DO NOTHING;
INSERT INTO ${t} (id, ${o}) VALUES (300, ${n1}) ON CONFLICT (${o}) DO NOTHING;
SELECT * FROM ${t} ORDER BY id;

-- case: do nothing, any conflict
INSERT INTO ${t} (id, ${o}) VALUES (300, ${v1}) ON CONFLICT DO NOTHING;
INSERT INTO ${t} (id, ${o}) VALUES (300, ${v1}), (301, ${n1}) ON CONFLICT DO NOTHING RETURNING id, ${o};

-- case: do update of another column
INSERT INTO ${t} (${o}, ${num}) VALUES (${v1}, 99) ON CONFLICT (${o}) DO UPDATE SET ${num} = excluded.${num} RETURNING id, ${o}, ${num};
SELECT * FROM ${t} ORDER BY id;

-- case: do update of the column itself
INSERT INTO ${t} (${o}, ${num}) VALUES (${v1}, 99) ON CONFLICT (${o}) DO UPDATE SET ${o} = ${n1} RETURNING id, ${o};
INSERT INTO ${t} AS u (${o}, ${num}) VALUES (${v2}, 99) ON CONFLICT (${o}) DO UPDATE SET ${o} = excluded.${o}, ${num} = u.${num} + 1 WHERE u.${o} = excluded.${o};
SELECT * FROM ${t} ORDER BY id;

-- case: bound
-- params: ${pv1}, 5
-- params: ${pn1}, 6
-- params: ${pv2}, 7
INSERT INTO ${t} (${o}, ${num}) VALUES (?, ?) ON CONFLICT (${o}) DO UPDATE SET ${num} = excluded.${num};
SELECT * FROM ${t} ORDER BY id;

-- case: batch
-- batch
-- params: ${pv1}, 5
-- params: ${pn1}, 6
-- params: ${pn1}, 7
INSERT INTO ${t} (${o}, ${num}) VALUES (?, ?) ON CONFLICT (${o}) DO UPDATE SET ${num} = excluded.${num};
SELECT * FROM ${t} ORDER BY id;

-- case: the same row twice
INSERT INTO ${t} (${o}, ${num}) VALUES (${n1}, 1), (${n1}, 2) ON CONFLICT (${o}) DO UPDATE SET ${num} = excluded.${num};

-- case: from select
INSERT INTO ${t} (${o}, ${num}) SELECT ${o}, 1000 + id FROM ${t} ON CONFLICT (${o}) DO UPDATE SET ${num} = excluded.${num};
SELECT * FROM ${t} ORDER BY id;

-- case: generated keys
-- keys: *
INSERT INTO ${t} (${o}, ${num}) VALUES (${v1}, 1) ON CONFLICT (${o}) DO UPDATE SET ${num} = excluded.${num};
-- keys: id
INSERT INTO ${t} (${o}, ${num}) VALUES (${v1}, 1) ON CONFLICT (${o}) DO NOTHING;

-- case: arbiter with collation and operator class
-- needs: string
-- answers: 00000 ^sku/contract
INSERT INTO ${t} (${o}, ${num}) VALUES (${v1}, 1) ON CONFLICT (${o} COLLATE "default") DO NOTHING;
-- answers: 00000 ^sku/contract
INSERT INTO ${t} (${o}, ${num}) VALUES (${v1}, 1) ON CONFLICT (${o} text_ops) DO NOTHING;

-- case: no such arbiter
INSERT INTO ${t} (${o}) VALUES (${v1}) ON CONFLICT (${oth}) DO NOTHING;
INSERT INTO ${t} (${o}) VALUES (${v1}) ON CONFLICT (${o}, id) DO NOTHING;

-- case: the other unique key still fails
INSERT INTO ${t} (id, ${o}) VALUES (1, ${n1}) ON CONFLICT (${o}) DO NOTHING;

-- case: arbiter by the constraint's name
-- stages: !contract
INSERT INTO ${t} (${o}, ${num}) VALUES (${v1}, 1) ON CONFLICT ON CONSTRAINT ${ukey} DO UPDATE SET ${num} = excluded.${num};

-- case: violation
INSERT INTO ${t} (${o}) VALUES (${v1});
UPDATE ${t} SET ${o} = ${v1} WHERE id = 2;

-- case: violation in a batch
-- batch
-- params: ${pn1}
-- params: ${pv1}
-- params: ${pn2}
INSERT INTO ${t} (${o}) VALUES (?);

-- case: swap by one update
UPDATE ${t} SET ${o} = CASE id WHEN 1 THEN ${n1} ELSE ${n2} END WHERE id IN (1, 2);
SELECT id, ${o} FROM ${t} ORDER BY id;

-- case: merge on the value
MERGE INTO ${t} u USING (SELECT CAST(${v1} AS ${typ}) AS k UNION ALL SELECT CAST(${n1} AS ${typ})) s ON u.${o} = s.k WHEN MATCHED THEN UPDATE SET ${num} = 1 WHEN NOT MATCHED THEN INSERT (${o}, ${num}) VALUES (s.k, 2);
SELECT * FROM ${t} ORDER BY id;
