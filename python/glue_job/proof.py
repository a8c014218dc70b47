"""Leg two: the staged rows joined by natural keys, against the star joined by its own keys."""

from session import Failure, counts, plain, quoted

# Groups of an attribute with more values than this are proven by content alone, unless the model asks for them.
MOST_GROUPS = 1000
MOST_PATHS = 30
MOST_LINES = 20


def pointed(digits, scale):
    """Puts the point back into a whole number: 327328005 at scale 2 is 3273280.05."""
    if digits is None or not scale:
        return digits
    sign, whole = ('-', digits[1:]) if digits.startswith('-') else ('', digits)
    whole = whole.rjust(scale + 1, '0')
    return f'{sign}{whole[:-scale]}.{whole[-scale:]}'


def chosen_paths(spark, paths):
    """Those that the model asks for, or that have few values."""
    chosen = [one['column'] for one in paths if one['attribute'] is None]
    for (table,) in {(one['attribute']['table'],) for one in paths if one['attribute']}:
        own = [one for one in paths if one['attribute'] and one['attribute']['table'] == table]
        names = list(dict.fromkeys(one['attribute']['column'] for one in own))
        counts = ', '.join(f'count(distinct {quoted(name)})' for name in names)
        members, *distinct = spark.sql(f'select count(*), {counts} from {quoted("star__" + plain(table))}').first()
        few = {n for n, count in zip(names, distinct) if count <= MOST_GROUPS and count < max(members - 2, 2)}
        chosen += [one['column'] for one in own if one['attribute']['column'] in few]
    return sorted(chosen)[:MOST_PATHS]


def cube(spark, side, figures, paths):
    """Rows and figures of all rows and of every group: {(path, group): values}; all rows are the path None."""
    groups = [f'v{path}' for path in paths]
    sets = ', '.join(['()', *(f'({group})' for group in groups)])
    values = ['count(*)', *(figure['sql'] for figure in figures)]
    listed = [*(f'cast({group} as string)' for group in groups), *(f'grouping({group})' for group in groups),
              *(f'cast({value} as string)' for value in values)]
    aliased = ', '.join(f'{one} as c{i}' for i, one in enumerate(listed))
    grouping = f' group by grouping sets ({sets})' if paths else ''
    found = {}
    for row in spark.sql(f'select {aliased} from {side}{grouping}').collect():
        at = next((i for i in range(len(paths)) if row[len(paths) + i] == 0), None)
        found[(at, None if at is None else row[at])] = tuple(row[2 * len(paths):])
    return found


def prove_table(spark, sides, years):
    """The comparison of one table, as the receipt keeps it. Fails with PROOF_FAILED."""
    for side in ('source', 'star'):
        select = sides[side]
        if '{first}' in select:
            select = select.replace('{first}', str(years['first'])).replace('{last}', str(years['last']))
        spark.sql(select).createOrReplaceTempView('side_' + side)
    paths = chosen_paths(spark, sides['paths'])
    source, star = (cube(spark, 'side_' + side, sides['figures'], paths) for side in ('source', 'star'))
    names = [('rows', None), *((figure['name'], figure['scale']) for figure in sides['figures'])]
    nothing = tuple([None] * len(names))
    totals = [one.get((None, None), nothing) for one in (source, star)]
    lines = [
        {'figure': name, 'source': pointed(totals[0][i], scale), 'star': pointed(totals[1][i], scale),
         'equal': totals[0][i] == totals[1][i]}
        for i, (name, scale) in enumerate(names)
    ]
    groups, differing = [], []
    for i, path in enumerate(paths):
        keys = {key for key in [*source, *star] if key[0] == i}
        wrong = sorted((key for key in keys if source.get(key) != star.get(key)), key=str)
        name = sides['columns'][path]['name']
        groups.append({'path': name, 'groups': len(keys), 'differing': len(wrong)})
        differing += [group_line(name, key[1], names, source.get(key, nothing), star.get(key, nothing)) for key in wrong]
    if differing or not all(line['equal'] for line in lines):
        told = [f"{sides['table']} {one['figure']}: source {one['source']}, star {one['star']}" for one in lines if not one['equal']]
        raise Failure('PROOF_FAILED', f'{sides["table"]} does not equal its source',
                      'Nothing was published. If the source is unchanged, this is a fault of ours: please report it with these lines.',
                      [*told, *differing[:MOST_LINES], *row_lines(spark, sides)])
    return {'table': sides['table'], 'lines': lines, 'groups': groups}


def group_line(path, group, names, source, star):
    shown = 'NULL' if group is None else f"'{group}'"
    wrong = [f'{name} source {pointed(source[i], scale)}, star {pointed(star[i], scale)}'
             for i, (name, scale) in enumerate(names) if source[i] != star[i]]
    return f'{path} = {shown}: {"; ".join(wrong)}'


def row_lines(spark, sides):
    """Up to twenty rows, named by the source's key, with the columns in which they differ."""
    columns, grain = sides['columns'], [f'v{i}' for i in sides['grain']]
    every = [f'v{i}' for i in range(len(columns))]
    copies = f"row_number() over (partition by {', '.join(grain)} order by xxhash64({', '.join(every)})) as copy"
    one, other = (f'(select *, {copies} from side_{side})' for side in ('source', 'star'))
    alike = ' and '.join(f's.{name} <=> p.{name}' for name in [*grain, 'copy'])
    different = ' or '.join(f'not (s.{name} <=> p.{name})' for name in every)
    shown = [f'cast({side}.{name} as string) as {side}_{name}' for side in 'sp' for name in every]
    rows = spark.sql(
        f'select s.copy is null as added, p.copy is null as gone, {", ".join(shown)} from {one} as s full join {other} as p '
        f'on {alike} where s.copy is null or p.copy is null or {different} limit {MOST_LINES}'
    ).collect()
    return [row_line(sides, row.asDict()) for row in rows]


def row_line(sides, row):
    columns = sides['columns']
    side = 'p' if row['added'] else 's'
    key = ', '.join(f"{columns[i]['name']} {pointed(row[f'{side}_v{i}'], columns[i]['scale'])}" for i in sides['grain'])
    if row['added']:
        return f"{sides['table']} row ({key}) is in the star once too often, or is not in the source"
    if row['gone']:
        return f"{sides['table']} row ({key}) is missing in the star"
    wrong = [f"{column['name']} source {pointed(row[f's_v{i}'], column['scale'])}, star {pointed(row[f'p_v{i}'], column['scale'])}"
             for i, column in enumerate(columns) if row[f's_v{i}'] != row[f'p_v{i}']]
    return f"{sides['table']} row ({key}): {'; '.join(wrong)}"


def prove_types(spark, view, columns, table):
    """Fails where a relation does not have exactly these columns: a wrong type can hold right sums."""
    found = [list(one) for one in spark.table(view).dtypes]
    if found == columns:
        return
    wrong = [f'planned {wanted}, found {there}' for wanted, there in zip(columns, found) if wanted != there]
    raise Failure('PROOF_FAILED', f'{table} does not have the columns that were planned',
                  'Nothing was published. This is a fault of ours: please report it with these lines.',
                  wrong or [f'planned {len(columns)} columns, found {len(found)}'])


def run_checks(spark, checks):
    """The model's own checks on the built facts; one that fails stops the run."""
    lines = []
    for check, failing in zip(checks, counts(spark, [check['violations'] for check in checks])):
        if failing:
            rows = spark.sql(f'{check["violations"]} limit {MOST_LINES}').collect()
            raise Failure('CHECK_FAILED', f'{check["label"]} does not hold in {failing} rows of {check["table"]}   {check["at"]}',
                          'Correct the source, or the check in star.ts. Nothing was published.',
                          [', '.join(f'{name} {value}' for name, value in row.asDict().items()) for row in rows])
        lines.append({'check': f'{check["table"]}: {check["label"]}', 'failing': 0})
    return lines


def changes(spark, dimension, before, number):
    """What changed in the members that both versions know; members that came and went."""
    key, columns = dimension['key'], dimension['columns']
    if [one['name'] for one in before['columns']] != [key, *columns]:
        return []
    old = spark.read.parquet(*before['uris'])
    old.createOrReplaceTempView('changes_before')
    changed = [f'count_if(b.{quoted(key)} is not null and a.{quoted(key)} is not null and not (cast(b.{quoted(one)} as string) <=> cast(a.{quoted(one)} as string)))'
               for one in columns]
    both = f'from changes_before as b full join {quoted("star__" + plain(dimension["table"]))} as a on a.{quoted(key)} = b.{quoted(key)}'
    came, went, *counts = spark.sql(
        f'select count_if(b.{quoted(key)} is null), count_if(a.{quoted(key)} is null), {", ".join(changed)} {both}').first()
    parts = [*([f'{came} new'] if came else []), *([f'{went} gone'] if went else []),
             *(f'{one} changed in {count}' for one, count in zip(columns, counts) if count)]
    return [f"members of {dimension['name']} since version {number}: {', '.join(parts)}"] if parts else []
