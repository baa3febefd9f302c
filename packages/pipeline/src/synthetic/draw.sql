-- A record's chance: 60 of 64 bits that depend on the seed, its dataset, its cell, its place in the cell and the part, and on nothing else.
CREATE MACRO bits(dataset, cell, place, part) AS md5_number_lower(concat_ws('|', getvariable('seed'), dataset, cell, place, part));

-- The nth of the six numbers from 0 to 1023 in some bits, n from 0. It chooses one of 1,024 slots.
CREATE MACRO draw(bits, n) AS ((bits >> (10 * n)::UBIGINT) & 1023)::INTEGER;

-- Whether what has this probability comes true.
CREATE MACRO happens(probability, bits, n) AS draw(bits, n) < 1024 * probability;
