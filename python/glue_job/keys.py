"""What joins and surrogate keys promise, proven anew by each run."""

from session import Failure, counts, path, plain, quoted, same


def stage(table):
    return 'stage__' + plain(table)


def lines_of(rows, names):
    return ['(' + ', '.join(f'{name} {row[i]}' for i, name in enumerate(names)) + ')' for row in rows[:20]]


def prove_unique(spark, keys):
    """Each key that a join relies on names one row. NULLs of a unique key are no duplicates."""
    selects = []
    for key in keys:
        listed = ', '.join(map(quoted, key['columns']))
        present = ' and '.join(f'{quoted(name)} is not null' for name in key['columns'])
        selects.append(f'select {listed} from {quoted(stage(key["table"]))} where {present} group by {listed} having count(*) > 1')
    checks = []
    for key, select, twice in zip(keys, selects, counts(spark, selects)):
        label = f'{key["table"]}({", ".join(key["columns"])})'
        if twice:
            lines = lines_of(spark.sql(f'{select} limit 20').collect(), key['columns'])
            raise Failure('KEY_NOT_UNIQUE', f'{label} is not unique: {lines[0]}',
                          'Correct  pull.keys  or  pull.references  in the config, or the source.', lines)
        checks.append({'check': f'{label} is unique', 'failing': 0})
    return checks


def orphans(relation):
    """Rows of a table whose key, NULL in no column, names a row that is not there."""
    present = ' and '.join(f'{path("c", name)} is not null' for name in relation['columns'])
    equal = ' and '.join(f'{path("p", to)} = {path("c", name)}' for name, to in zip(relation['columns'], relation['toColumns']))
    child, parent = quoted(stage(relation['table'])), quoted(stage(relation['to']))
    return f'{child} as c left anti join {parent} as p on {equal} where {present}'


def count_orphans(spark, relations):
    """They get the missing member, and are no error."""
    found = counts(spark, [f'select 1 from {orphans(relation)}' for relation in relations])
    return [{'check': f'{relation["table"]}({", ".join(relation["columns"])}) resolves in {relation["to"]}', 'failing': count}
            for relation, count in zip(relations, found)]


def prove_registry(spark, dimension, mark):
    """A number stands for one member, in every version; new members get new numbers; the dimension shows the registry's."""
    key, natural, table = dimension['key'], dimension['natural'], dimension['table']
    now, before, star = ('keys__' + plain(dimension['name']), 'keys_before__' + plain(dimension['name']), 'star__' + plain(table))
    names = ', '.join(map(quoted, natural))

    def absent(left, right):
        alike = f'{same("l", "r", natural)} and {path("l", key)} = {path("r", key)}'
        return f'select l.* from {quoted(left)} as l left anti join {quoted(right)} as r on {alike}'

    faults = {
        'each number stands for one member': f'select {quoted(key)} from {quoted(now)} group by 1 having count(*) > 1',
        'each member has one number': f'select {names} from {quoted(now)} group by {names} having count(*) > 1',
        'members known before keep their number': absent(before, now),
        'new members get new numbers': f'select * from ({absent(now, before)}) where {quoted(key)} <= {mark}',
        'members carry the number of the registry': f'select * from ({absent(star, now)}) where {quoted(key)} > 0',
        'the members for no row are there once':
            f'select n from values (-1), (-2) as w(n) left join (select {quoted(key)} as k, count(*) as c from {quoted(star)} group by 1) on k = n where not c <=> 1',
    }
    checks = []
    for (says, select), count in zip(faults.items(), counts(spark, list(faults.values()))):
        if count:
            found = spark.sql(f'{select} limit 20').collect()
            raise Failure('PROOF_FAILED', f'It does not hold in {table} that {says}',
                          'Nothing was published. This is a fault of ours: please report it with these lines.',
                          [str(row.asDict()) for row in found])
        checks.append({'check': f'{table}: {says}', 'failing': 0})
    return checks


ACCENTS = (
    'àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ',
    'aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuy',
)


def fold(column):
    """Text without case, trailing blanks and the accents of Latin-1: what MySQL's usual collations take for the same."""
    return f"lower(translate(rtrim({column}), '{ACCENTS[0]}', '{ACCENTS[1]}'))"


def twins(spark, dimensions):
    """Values that are one group in MySQL and several in files. A warning, or a failure where the model declares the attribute clean."""
    asked = [(dimension, attribute, twins_of(dimension, attribute)) for dimension in dimensions for attribute in dimension['mayHaveTwins']]
    warnings = []
    for (dimension, attribute, select), count in zip(asked, counts(spark, [select for _, _, select in asked])):
        if not count:
            continue
        found = spark.sql(f'{select} order by 1 limit 20').collect()
        mending = 'trim()' if all(row[2] == 1 for row in found) else 'upper()'
        more = f', and {len(found) - 1} more' if len(found) > 1 else ''
        what = (f"{dimension['name']}.{attribute['label']}: '{found[0][0]}' and '{found[0][1]}' "
                f'may be one group in MySQL and are two here{more}')
        if attribute['label'] in dimension['clean']:
            raise Failure('CHECK_FAILED', f'{what}, and the model declares it clean',
                          f'Use {mending} at {dimension["at"]}, or correct the source.')
        warnings.append(f'{what}; {mending} at {dimension["at"]} makes them one')
    return warnings


def twins_of(dimension, attribute):
    column, star = quoted(attribute['name']), quoted('star__' + plain(dimension['table']))
    return (f'select min({column}), max({column}), count(distinct rtrim({column})) from {star} where {column} is not null '
            f'group by {fold(column)} having count(distinct {column}) > 1')
