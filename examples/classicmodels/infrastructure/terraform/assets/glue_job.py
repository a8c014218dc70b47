# Written by Starlift from star.ts. Do not edit: change the model, then  npx starlift deploy .
#
# The star itself stands at the end: how it is built, and what it is proven by. Before it, in one file, what does so.
from datetime import datetime
from datetime import datetime, timezone
from pyspark.sql import SparkSession
import argparse
import functools
import hashlib
import json
import math
import os
import re
import secrets
import socket
import sys
import time
import uuid


# --- Spark as the star needs it, and how a run fails.



# Settings under which Spark computes and writes what DuckDB does.
SETTINGS = {
    'spark.sql.session.timeZone': 'UTC',
    'spark.sql.ansi.enabled': 'true',
    'spark.sql.caseSensitive': 'true',
    # A decimal that does not fit is an error, never fewer digits.
    'spark.sql.decimalOperations.allowPrecisionLoss': 'false',
    'spark.sql.timestampType': 'TIMESTAMP_LTZ',
    'spark.sql.parquet.compression.codec': 'zstd',
    'spark.sql.parquet.outputTimestampType': 'TIMESTAMP_MICROS',
    'spark.sql.parquet.datetimeRebaseModeInWrite': 'CORRECTED',
    'spark.sql.parquet.datetimeRebaseModeInRead': 'CORRECTED',
    'spark.sql.parquet.inferTimestampNTZ.enabled': 'true',
    # Files that Athena reads well.
    'spark.sql.adaptive.enabled': 'true',
    'spark.sql.adaptive.advisoryPartitionSizeInBytes': '128MB',
    'spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs': 'false',
}


class Failure(Exception):
    """A run that ends without publishing: a code of docs/errors.md, what, details, and the one thing to do."""

    def __init__(self, code, what, next_step, lines=()):
        super().__init__('  '.join([code, what, *lines, '→ ' + next_step]))
        self.record = {'code': code, 'what': what, 'lines': list(lines), 'next': next_step}


def session():
    builder = SparkSession.builder.appName('starlift')
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel('ERROR')
    return spark


# Rows of one task, about; and rows from which on compiling each query pays.
TASK_ROWS = 500_000
COMPILED_ROWS = 100_000


def fit(spark, rows):
    """Spark for so many rows of the source: what a large star gains from many tasks and compiled queries, a small one pays for."""
    tasks = max(spark.sparkContext.defaultParallelism, rows // TASK_ROWS)
    spark.conf.set('spark.sql.shuffle.partitions', str(min(4000, tasks)))
    large = rows >= COMPILED_ROWS
    spark.conf.set('spark.sql.codegen.wholeStage', str(large).lower())
    spark.conf.set('spark.sql.codegen.factoryMode', 'FALLBACK' if large else 'NO_CODEGEN')


def plain(name):
    """A name in letters, digits and underscores, which is all that views may have in theirs; two names never share one."""
    written = {'_x': '_x5f_x'}
    return re.sub('_x|[^A-Za-z0-9_]', lambda found: written.get(found[0], f'_x{ord(found[0][0]):x}_'), name)


def quoted(name):
    return '`' + name.replace('`', '``') + '`'


def path(alias, name):
    return alias + '.' + quoted(name)


def same(left, right, names):
    """That two rows agree in these columns, NULLs included."""
    return ' and '.join(f'{path(left, name)} <=> {path(right, name)}' for name in names)


def counts(spark, selects):
    """How many rows each of these SELECTs has, by one query: a small query costs far more than the rows it reads."""
    if not selects:
        return []
    each = [f'select {i} as i, count(*) as n from ({select})' for i, select in enumerate(selects)]
    return [row.n for row in sorted(spark.sql(' union all '.join(each)).collect(), key=lambda row: row.i)]


# --- The lake in a bucket, as Starlift keeps it: creating the next manifest is the only commit.



VERSIONS = '_starlift/versions/'
LEASES = '_starlift/leases/'


class Taken(Exception):
    """An object that was to be created is there already."""


def now():
    return datetime.now(timezone.utc).isoformat(timespec='milliseconds').replace('+00:00', 'Z')


class Lake:
    """Objects below `s3://bucket/prefix/`, by relative paths."""

    def __init__(self, root):
        import boto3

        self.root = root.rstrip('/') + '/'
        self.bucket, _, self.prefix = self.root[len('s3://'):].partition('/')
        self.s3 = boto3.client('s3')
        # A client whose every PUT is refused where an object is there: by a header, which older boto3 has no name for.
        self.creating = boto3.client('s3')
        self.creating.meta.events.register('before-call.s3.PutObject', self._only_new)

    @staticmethod
    def _only_new(params, **_):
        params['headers']['If-None-Match'] = '*'

    def uri(self, path):
        return self.root + path

    def read(self, path):
        try:
            return self.s3.get_object(Bucket=self.bucket, Key=self.prefix + path)['Body'].read()
        except self.s3.exceptions.NoSuchKey:
            return None

    def json(self, path):
        found = self.read(path)
        return None if found is None else json.loads(found)

    def create(self, path, value):
        """Writes a new object whole, or raises Taken and changes nothing."""
        from botocore.exceptions import ClientError

        body = json.dumps(value, indent=2, ensure_ascii=False).encode() + b'\n'
        for attempt in range(5):
            try:
                self.creating.put_object(Bucket=self.bucket, Key=self.prefix + path, Body=body)
                return
            except ClientError as error:
                status = error.response['ResponseMetadata']['HTTPStatusCode']
                # Two at once: S3 says that one of them should try again.
                if status == 409 and attempt < 4:
                    continue
                # What was sent twice because an answer was lost is ours all the same.
                if status == 412 and self.read(path) == body:
                    return
                if status == 412:
                    raise Taken(path) from None
                raise

    def replace(self, path, value):
        self.put(path, json.dumps(value, indent=2, ensure_ascii=False).encode() + b'\n')

    def put(self, path, body):
        self.s3.put_object(Bucket=self.bucket, Key=self.prefix + path, Body=body)

    def list(self, prefix):
        """Paths and sizes below a prefix, in byte order."""
        pages = self.s3.get_paginator('list_objects_v2').paginate(Bucket=self.bucket, Prefix=self.prefix + prefix)
        found = [(o['Key'][len(self.prefix):], o['Size']) for page in pages for o in page.get('Contents', [])]
        return sorted(found, key=lambda one: one[0].encode())

    def copy(self, source, target):
        """Copies an object inside the bucket, whatever its size."""
        at = {'Bucket': self.bucket, 'Key': self.prefix + source}
        self.s3.copy(at, self.bucket, self.prefix + target)

    def remove(self, path):
        self.s3.delete_object(Bucket=self.bucket, Key=self.prefix + path)

    def versions(self):
        names = [path[len(VERSIONS):-len('.json')] for path, _ in self.list(VERSIONS) if path.endswith('.json')]
        return sorted(int(name) for name in names if name.isdigit())

    def version(self, number):
        return self.json(f'{VERSIONS}{number:06d}.json')

    def newest(self):
        numbers = self.versions()
        return self.version(numbers[-1]) if numbers else None

    def publish(self, version):
        """The commit. Raises Taken where another run published this number first."""
        self.create(f'{VERSIONS}{version["version"]:06d}.json', version)
        try:
            self.replace('_starlift/current.json', {'version': version['version']})
        except Exception:  # a hint, never the truth
            pass


class Lease:
    """One run at a time, as numbered objects of which the newest counts. It saves work; publishing itself is what is done once."""

    def __init__(self, lake, run, job, take_over):
        self.lake = lake
        number, holder = self._newest()
        if holder is not None and not take_over and not self._is_over(holder):
            raise busy(holder)
        self.number = number + 1
        holder = {'run': run, 'host': socket.gethostname(), 'pid': os.getpid(), 'born': '', 'since': now(), **job}
        try:
            lake.create(f'{LEASES}{self.number:09d}.json', holder)
        except Taken:
            raise busy(self._newest()[1] or holder) from None
        for path, _ in lake.list(LEASES):
            if int(path[len(LEASES):].split('.')[0]) < self.number - 1:
                lake.remove(path)

    def _newest(self):
        """The newest lease's number, and its holder where it was not released."""
        paths = [path for path, _ in self.lake.list(LEASES)]
        numbers = [int(path[len(LEASES):-len('.json')]) for path in paths if path.endswith('.json')]
        if not numbers:
            return 0, None
        newest = f'{LEASES}{max(numbers):09d}'
        return max(numbers), None if newest + '.released' in paths else self.lake.json(newest + '.json')

    @staticmethod
    def _is_over(holder):
        """True where Glue says that the run which holds the lake has ended."""
        if 'jobRun' not in holder:
            return False
        import boto3

        found = boto3.client('glue').get_job_run(JobName=holder['job'], RunId=holder['jobRun'])
        return found['JobRun']['JobRunState'] not in ('STARTING', 'RUNNING', 'STOPPING', 'WAITING')

    def assert_held(self):
        number, holder = self._newest()
        if number != self.number:
            raise busy(holder or {'run': 'another run', 'host': 'another machine', 'pid': 0, 'since': now()})

    def release(self):
        self.lake.replace(f'{LEASES}{self.number:09d}.released', {})


def busy(holder):
    what = f'Run {holder["run"]} on {holder["host"]} (pid {holder["pid"]}) holds the lake since {holder["since"]}'
    return Failure('RUN_BUSY', what, 'Wait until it has ended; if that process is dead, give the job  --take-over true .')


class Ledger:
    """The run's page: a readable object that grows with the run's steps."""

    def __init__(self, lake, run, job_run):
        self.lake = lake
        self.interrupted = self.close_interrupted()
        self.record = {
            'format': 1, 'run': run, 'state': 'running', 'host': socket.gethostname(), 'pid': os.getpid(),
            'started': now(), 'ended': None, 'source': None, 'position': None, 'planned': None, 'steps': [],
            'version': None, 'error': None, 'jobRun': job_run,
        }
        self.change()

    def close_interrupted(self):
        """Runs that say they are running while this one holds the lake have ended without a word. Gives their names."""
        names = set()
        for path, _ in self.lake.list('_starlift/runs/'):
            record = self.lake.json(path)
            if record and record['state'] == 'running':
                self.lake.replace(path, {**record, 'state': 'interrupted'})
                names.add(record['run'])
        return names

    def change(self, **part):
        self.record.update(part)
        self.lake.replace(f'_starlift/runs/{self.record["run"]}.json', self.record)

    def step(self, step, action):
        """Does a step; what it gives, if it is a number, is how many rows it made."""
        begun = time.time()
        print(' '.join(str(value) for value in step.values() if isinstance(value, str)), flush=True)
        rows = action()
        done = {'step': step, 'ms': round(1000 * (time.time() - begun))}
        if isinstance(rows, int):
            done['rows'] = rows
            print(f'  {rows:,} rows', flush=True)
        self.change(steps=[*self.record['steps'], done])
        return rows


# --- Builds the star from the staged rows; every table is written where it will be served from, and read back from there.



def calendar_range(years):
    """The whole years of the calendar: those around the middle of all days, over gaps of up to ten years."""
    years = sorted(years)
    half, seen, middle = sum(days for _, days in years) / 2, 0, -1
    for index, (_, days) in enumerate(years):
        seen += days
        if seen >= half:
            middle = index
            break
    if middle < 0:
        return None
    first = last = middle
    while first > 0 and years[first][0] - years[first - 1][0] <= 10:
        first -= 1
    while last < len(years) - 1 and years[last + 1][0] - years[last][0] <= 10:
        last += 1
    return {'first': years[first][0], 'last': years[last][0]}


def filled(select, **values):
    for key, value in values.items():
        select = select.replace('{' + key + '}', str(value))
    return select


class Builder:
    """Makes views and tables. `place` gives the folder of a table or of a registry; `before` the registry of the version built on."""

    def __init__(self, spark, place, before=lambda dimension: None):
        self.spark = spark
        self.place = place
        self.before = before
        self.marks = {}
        self.years = None
        self.rows = {}

    def view(self, name, select):
        self.spark.sql(select).createOrReplaceTempView(name)

    def write(self, frame, name, folder):
        frame.write.mode('errorifexists').parquet(folder)
        self.spark.read.parquet(folder).createOrReplaceTempView(name)

    def dimension(self, name, table, key, natural, members, registry, select):
        self.view('members__' + plain(name), members)
        mark = self.registry_before(name, natural, key)
        # One file: it is one object of the lake.
        numbered = self.spark.sql(filled(registry, mark=mark)).coalesce(1)
        self.write(numbered, 'keys__' + plain(name), self.place('_keys', name, table))
        found = self.spark.table('keys__' + plain(name)).selectExpr(f'coalesce(max({quoted(key)}), 0)').first()[0]
        self.marks[name] = (mark, max(mark, found))
        return self.table(table, select) - 2

    def registry_before(self, name, natural, key):
        """Shows the registry of the version built on; gives the highest number ever given out. Other natural keys than then are all new."""
        view = 'keys_before__' + plain(name)
        before = self.before(name)
        members = self.spark.table('members__' + plain(name))
        none = members.limit(0).selectExpr(*map(quoted, natural), f'cast(0 as int) as {quoted(key)}')
        known = before and self.spark.read.parquet(before['uri'])
        if known and shape(known) == shape(none):
            known.createOrReplaceTempView(view)
        else:
            none.createOrReplaceTempView(view)
        return before['mark'] if before else 0

    def calendar(self, table, days, whole, bare):
        self.view('days__all', days)
        rows = self.spark.sql('select year(`day`) as year, count(*) as days from days__all group by 1').collect()
        self.years = calendar_range([(row.year, row.days) for row in rows])
        return self.table(table, filled(whole, **self.years) if self.years else bare) - 2

    def fact(self, table, select, by=None):
        """Rows that stand together in time stand together in files, so that readers of a period skip the others."""
        frame = self.spark.sql(select)
        return self.table(table, frame.repartitionByRange(quoted(by)).sortWithinPartitions(quoted(by)) if by else frame)

    def table(self, table, select):
        frame = self.spark.sql(select) if isinstance(select, str) else select
        self.write(frame, 'star__' + plain(table), self.place(None, table, table))
        self.rows[table] = self.spark.table('star__' + plain(table)).count()
        return self.rows[table]


def shape(frame):
    """Names and kinds of columns: a number is the same key in a wider type, a text is not the number in it."""
    numbers = ('tinyint', 'smallint', 'int', 'bigint', 'decimal')
    kinds = [(name, 'number' if kind.startswith(numbers) else kind) for name, kind in frame.dtypes]
    return kinds


# --- What joins and surrogate keys promise, proven anew by each run.



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


# --- Leg two: the staged rows joined by natural keys, against the star joined by its own keys.


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


# --- Where the staged rows come from: what `starlift stage` landed and proved, or MySQL by JDBC while it stands still.



# Rows of one JDBC read, about.
CHUNK_ROWS = 1_000_000


class Staged:
    """What both legs of the proof start from."""

    def __init__(self, label, witness, position, by, lines, notes):
        self.label, self.witness, self.position, self.by = label, witness, position, by
        self.lines, self.notes = lines, notes


def read_stage(spark, folder, star, step):
    """Rows that `starlift stage` landed: read in one view, proven equal to the source, and found here as they were written."""
    at = folder.rstrip('/') + '/'
    stage = json.loads(spark.read.text(at + 'stage.json', wholetext=True).first()[0])
    if stage['model'] != star['model']:
        raise Failure('MODEL_TYPE', f'What lies in {at} was staged for another model than this job’s',
                      'Stage again with  npx starlift stage , and write the job again with  npx starlift deploy .')
    fit(spark, sum(table['rows'] for table in stage['tables']))
    wanted = {file['path']: file['sha256'] for table in stage['tables'] for file in table['files']}
    there = spark.read.format('binaryFile').option('recursiveFileLookup', 'true').option('pathGlobFilter', '*.parquet').load(at)
    found = {row[0][row[0].index('/tables/') + 1:]: row[1] for row in there.selectExpr('path', 'sha2(content, 256)').collect()}
    if found != wanted:
        wrong = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
        raise Failure('LAKE_DAMAGED', f'{at} does not hold what was staged', 'Stage again with  npx starlift stage .', wrong[:20])
    for number, table in enumerate(stage['tables']):
        step(staging(star['sources'][number]), lambda: show_stage(spark, f'{at}tables/{number}', table['table']))
    return Staged(stage['source']['label'], stage['source']['witness'], stage['source']['position'], stage['by'],
                  stage['lines'], stage['notes'])


def staging(source):
    return {'kind': 'stage', 'table': source['table'], 'columns': [name for name, _ in source['columns']]}


def show_stage(spark, folder, table):
    """Shows a table's landed rows to what joins them; gives how many."""
    spark.read.parquet(folder).createOrReplaceTempView('stage__' + plain(table))
    return spark.table('stage__' + plain(table)).count()


class Jdbc:
    """MySQL or MariaDB by the connection that Glue keeps, on the driver for single questions and on executors for rows."""

    def __init__(self, spark, name):
        import boto3

        self.spark = spark
        given = boto3.client('glue').get_connection(Name=name)['Connection']['ConnectionProperties']
        user, password = given.get('USERNAME'), given.get('PASSWORD')
        if 'SECRET_ID' in given:
            secret = json.loads(boto3.client('secretsmanager').get_secret_value(SecretId=given['SECRET_ID'])['SecretString'])
            user, password = secret['username'], secret['password']
        self.address = given['JDBC_CONNECTION_URL'].split('?')[0]
        host = self.address.split('//')[1].split('/')[0].rsplit(':', 1)[0]
        self.properties = {
            'user': user, 'password': password, 'driver': 'com.mysql.cj.jdbc.Driver',
            'sslMode': 'PREFERRED' if host in ('127.0.0.1', 'localhost', '[::1]') else 'REQUIRED',
            'allowPublicKeyRetrieval': 'true',
            'useCursorFetch': 'true', 'defaultFetchSize': '10000', 'characterEncoding': 'UTF-8',
            'sessionVariables': "time_zone='+00:00',sql_mode=''",
        }
        self.connection = None

    def ask(self, sql):
        """The rows of a statement as texts, on the driver's one connection."""
        if self.connection is None:
            self.connection = self._connect()
        statement = self.connection.createStatement()
        try:
            if not statement.execute(sql):
                return []
            rows, found = statement.getResultSet(), []
            names = [rows.getMetaData().getColumnLabel(i + 1) for i in range(rows.getMetaData().getColumnCount())]
            while rows.next():
                found.append({name: rows.getString(i + 1) for i, name in enumerate(names)})
            return found
        finally:
            statement.close()

    def _connect(self):
        jvm = self.spark.sparkContext._jvm
        given = jvm.java.util.Properties()
        for name, value in self.properties.items():
            given.setProperty(name, value)
        return jvm.com.mysql.cj.jdbc.Driver().connect(self.address, given)

    def one(self, sql):
        rows = self.ask(sql)
        return next(iter(rows[0].values())) if rows else None

    def estimate(self, tables):
        """About how many rows these tables have, as the server keeps it in mind."""
        rows = self.ask('select table_name as n, table_rows as r from information_schema.tables where table_schema = database()')
        return sum(int(row['r'] or 0) for row in rows if row['n'] in tables)

    def frame(self, select, key):
        """Rows by several readers at once, cut by ranges of a whole-number key where there is one."""
        options = {name: value for name, value in self.properties.items()}
        if key is None:
            return self.spark.read.jdbc(self.address, f'({select}) as t', properties=options)
        table = select[select.rindex(' from ') + len(' from '):]
        low, high, count = self.ask(f'select min({quoted(key)}) a, max({quoted(key)}) b, count(*) c from {table}')[0].values()
        pieces = math.ceil(int(count) / CHUNK_ROWS)
        if pieces < 2:
            return self.spark.read.jdbc(self.address, f'({select}) as t', properties=options)
        cuts = [int(low) + (int(high) - int(low) + 1) * i // pieces for i in range(1, pieces)]
        ranges = [f'`key of the range` >= {a} and `key of the range` < {b}' for a, b in zip(cuts, cuts[1:])]
        predicates = [f'`key of the range` < {cuts[0]}', *ranges, f'`key of the range` >= {cuts[-1]}']
        ranged = select.replace('select ', f'select {quoted(key)} as `key of the range`, ', 1)
        return self.spark.read.jdbc(self.address, f'({ranged}) as t', predicates=predicates, properties=options).drop('key of the range')


NOT_STILL = ('Stage the rows in one view with  npx starlift stage --to s3://… , and start the job with  --stage ; '
             'or read a replica whose replication is stopped, or at an hour when nothing writes.')


class Stillness:
    """That nothing was committed from one moment to another, by the server's own binlog; or on a replica that has stopped."""

    def __init__(self, jdbc, tables):
        self.jdbc = jdbc
        self.maria = 'mariadb' in jdbc.one('select version()').lower()
        self._refuse_loose(tables)
        self.first = self.position()

    def _refuse_loose(self, tables):
        rows = self.jdbc.ask('select table_name as n, engine as e from information_schema.tables where table_schema = database()')
        loose = [f'{row["n"]} is {row["e"]}' for row in rows if row['n'] in tables and str(row['e']).lower() not in ('innodb', 'rocksdb')]
        if loose:
            raise Failure('SOURCE_CHANGED', 'The binlog does not tell when rows of such tables become visible', NOT_STILL, loose)

    def position(self):
        if self.jdbc.one('select @@log_bin') not in ('1', 'ON'):
            return self._replica()
        for _ in range(50):
            found = self._maria() if self.maria else self._mysql()
            if found:
                return found
            time.sleep(0.1)
        raise Failure('SOURCE_CHANGED', 'The source is being written to', NOT_STILL)

    def _mysql(self):
        """E5: the position, and then no transaction that is written and not finished."""
        row = self._status('SHOW BINARY LOG STATUS', 'SHOW MASTER STATUS')
        if row['Binlog_Do_DB'] or row['Binlog_Ignore_DB']:
            raise Failure('SOURCE_CHANGED', 'The binlog leaves out databases, so it does not tell of every change', NOT_STILL)
        anonymous = self.jdbc.ask("show global status like 'Ongoing_anonymous_transaction_count'")
        owned = self.jdbc.one('select @@global.gtid_owned')
        if not anonymous or list(anonymous[0].values())[1] != '0' or owned:
            return None
        return f'{row["File"]}:{row["Position"]}'

    def _maria(self):
        """E3: where a snapshot of this moment stands, once two readings agree."""
        self.jdbc.ask('start transaction with consistent snapshot')
        try:
            read = [tuple(tuple(row.values()) for row in self.jdbc.ask("show status like 'binlog_snapshot_%'")) for _ in range(2)]
        finally:
            self.jdbc.ask('rollback')
        values = dict(read[0])
        return f'{values["Binlog_snapshot_file"]}:{values["Binlog_snapshot_position"]}' if read[0] == read[1] else None

    def _status(self, *statements):
        refused = None
        for statement in statements:
            try:
                rows = self.jdbc.ask(statement)
                if rows:
                    return rows[0]
            except Exception as error:  # the other spelling, or no right to ask
                refused = error
        said = str(getattr(refused, 'java_exception', refused)).split('\n')[0]
        raise Failure('SOURCE_PRIVILEGE', 'The server does not say where its binlog stands', 'Ask for:  GRANT REPLICATION CLIENT ON *.* TO the reader.', [said])

    def _replica(self):
        row = self._status('SHOW REPLICA STATUS', 'SHOW SLAVE STATUS')
        running = row.get('Replica_SQL_Running', row.get('Slave_SQL_Running'))
        if running != 'No' or self.jdbc.one('select @@read_only') not in ('1', 'ON'):
            raise Failure('SOURCE_CHANGED', 'The server keeps no binlog, and is no read-only replica whose replication is stopped', NOT_STILL)
        return f'replica at {row.get("Relay_Source_Log_File", row.get("Relay_Master_Log_File"))}:{row.get("Exec_Source_Log_Pos", row.get("Exec_Master_Log_Pos"))}'

    def assert_still(self):
        last = self.position()
        if last != self.first:
            raise Failure('SOURCE_CHANGED', f'The source was written to while it was read: it stood at {self.first}, and stands at {last}', NOT_STILL)


def read_source(spark, connection, star, folder, step):
    """Lands every table once, as text that no driver changed, and compares it with the server's own figures. The source must stand still."""
    if star['notByJdbc']:
        raise Failure('TYPE_REFUSED', 'This model cannot be read by JDBC', 'Stage the rows with  npx starlift stage --to s3://… .', star['notByJdbc'])
    jdbc = Jdbc(spark, connection)
    tables = star['sources']
    still = Stillness(jdbc, [table['table'] for table in tables])
    fit(spark, jdbc.estimate([table['table'] for table in tables]))
    lines, notes = [], []
    for number, table in enumerate(tables):
        step(staging(table), lambda: land(spark, jdbc, table, f'{folder}/{number}'))
        notes += zero_dates(jdbc, table)
        lines += compared(spark, jdbc, table)
    refuse_folded(spark, jdbc, star)
    still.assert_still()
    witness = 'MariaDB' if still.maria else 'MySQL'
    return Staged(jdbc.address.removeprefix('jdbc:'), witness, still.first,
                  f'{witness}, asked while it stood still, against the staged files', lines, notes)


def land(spark, jdbc, table, target):
    """Lands a table's rows in the types of the plan; gives how many."""
    cast = [f'cast({"unhex(" + quoted(name) + ")" if kind == "binary" else quoted(name)} as {kind}) as {quoted(name)}' for name, kind in table['columns']]
    jdbc.frame(table['read'], table['key']).selectExpr(*cast).write.mode('errorifexists').parquet(target)
    return show_stage(spark, target, table['table'])


def zero_dates(jdbc, table):
    notes = []
    for date in table['badDates']:
        name, count = f'{table["table"]}.{date["column"]}', int(jdbc.one(date['count']))
        if count and date['policy'] != 'null':
            raise Failure('VALUE_ZERO_DATE', f'{name} holds dates that are zero or do not exist in {count} rows',
                          f"Say what they mean, in the config:  zeroDates: {{ '{name}': 'null' }} , and write the job again.")
        if count:
            notes.append(f'{name}: {count:,} zero dates read as NULL')
    return notes


def ended(value):
    """A figure as the receipt writes it: floats in 17 decimals."""
    return f'{value:.17e}' if isinstance(value, float) else value


def compared(spark, jdbc, table):
    """Leg one: the server's figures beside those of the rows as they landed."""
    figures = table['figures']
    asked = [f for one in figures['columns'] for f in (one['nulls'], one['sum'], one['min'], one['max'])]
    content = figures['content'] if table['content'] else None
    listed = ', '.join(f'{value or "null"} as f{i}' for i, value in enumerate(['count(*)', content, *asked]))
    landed = [ended(value) for value in spark.sql(f'select {listed} from {quoted("stage__" + plain(table["table"]))}').first()]
    said = list(jdbc.ask(table['ask'])[0].values())
    floats = {2 + 4 * i + j for i, one in enumerate(figures['columns']) if one['sum'] is None and one['min'] for j in (2, 3)}
    said = [ended(float(value)) if i in floats and value is not None else value for i, value in enumerate(said)]
    names = ['rows', 'content', *(f'{one["column"]} {which}' for one in figures['columns'] for which in ('nulls', 'sum', 'min', 'max'))]
    lines = []
    for i, name in enumerate(names):
        if i == 1 and content is None:
            continue
        source, stage = (None if value is None else str(value) for value in (said[i], landed[i]))
        if name.endswith(' nulls') or i == 0 or i == 1:
            source, stage = source or '0', stage or '0'
        figure = f'{table["table"]}.{name}' if i > 1 else f'{table["table"]} {name}'
        lines.append({'figure': figure, 'source': source, 'star': stage, 'equal': source == stage})
    wrong = [f'{one["figure"]}: source {one["source"]}, staged {one["star"]}' for one in lines if not one['equal']]
    if wrong:
        raise Failure('PROOF_FAILED', f'What was staged of {table["table"]} does not equal the source',
                      'Nothing was published. Run again; if it happens again, this is a fault of ours: please report it with these lines.', wrong[:20])
    return lines


def refuse_folded(spark, jdbc, star):
    """Text keys that the server joins by collation and bytes would not: as many orphans here as there, or the model is refused."""
    for relation in star['relations']:
        if not relation['text']:
            continue
        here = spark.sql(f'select count(*) from {orphans(relation)}').first()[0]
        there = int(jdbc.one(relation['orphans']))
        if here != there:
            names = f'{relation["table"]}({", ".join(relation["columns"])})'
            raise Failure('KEY_COLLATION', f'{names} names rows of {relation["to"]} in another spelling: {here - there} rows that MySQL joins and bytes do not',
                          'Stage the rows with  npx starlift stage --to s3://… , which reads how MySQL joins them.')


# --- Tells the Glue catalog of a version: dimensions first, facts last, never over a newer version.


PARQUET = {
    'InputFormat': 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    'OutputFormat': 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    'SerdeInfo': {'SerializationLibrary': 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'},
}
RACED = ('ConcurrentModificationException', 'AlreadyExistsException', 'EntityNotFoundException')


def announce(database, root, version, hive):
    import boto3

    glue = boto3.client('glue')
    try:
        glue.create_database(DatabaseInput={'Name': database, 'Description': 'Stars that Starlift publishes'})
    except glue.exceptions.AlreadyExistsException:
        pass
    kinds = {'dimension': 0, 'fact': 1}
    for name, table in sorted(version['tables'].items(), key=lambda one: kinds[one[1]['kind']]):
        show(glue, database, version, table_input(name, table, version, root, hive))
    remove_others(glue, database, version)


def table_input(name, table, version, root, hive):
    folders = {file['path'].rpartition('/')[0] + '/' for file in table['files']}
    kind = 'Fact' if table['kind'] == 'fact' else 'Dimension'
    comments = {one['name']: {'Comment': one['comment'][:255]} for one in table['columns'] if one.get('comment')}
    columns = [{'Name': one['name'].lower(), 'Type': hive[one['type']] if one['type'] in hive else one['type'], **comments.get(one['name'], {})}
               for one in table['columns']]
    return {
        'Name': name.lower(),
        'Description': f'{kind} of version {version["version"]}, {version["published"]}. Proven equal to {version["source"]["witness"]}.',
        'TableType': 'EXTERNAL_TABLE',
        'Parameters': {
            'EXTERNAL': 'TRUE', 'classification': 'parquet', 'parquet.compression': 'ZSTD',
            'numRows': str(table['rows']), 'totalSize': str(sum(file['bytes'] for file in table['files'])),
            'starlift.lake': version['lake'], 'starlift.version': str(version['version']),
        },
        'StorageDescriptor': {**PARQUET, 'Location': root + folders.pop(), 'Columns': columns},
    }


def show(glue, database, version, table):
    """Shows a table's new version; again, where somebody else changed it in the same moment."""
    for attempt in range(5):
        there = find(glue, database, table['Name'])
        own = (there or {}).get('Parameters', {})
        if there and own.get('starlift.lake') != version['lake']:
            raise Failure('MODEL_NAME', f'The Glue table {database}.{table["Name"]} is not this lake’s', 'Name another database in the config,  glue: { database } .')
        if there and int(own.get('starlift.version', 0)) > version['version']:
            return
        try:
            if there:
                guard = {'VersionId': there['VersionId']} if there.get('VersionId') else {}
                glue.update_table(DatabaseName=database, TableInput=table, **guard)
            else:
                glue.create_table(DatabaseName=database, TableInput=table)
            return
        except glue.exceptions.ClientError as error:
            if error.response['Error']['Code'] not in RACED or attempt == 4:
                raise


def find(glue, database, name):
    try:
        return glue.get_table(DatabaseName=database, Name=name)['Table']
    except glue.exceptions.EntityNotFoundException:
        return None


def remove_others(glue, database, version):
    """Tables of this lake that the star no longer has."""
    names = {name.lower() for name in version['tables']}
    for page in glue.get_paginator('get_tables').paginate(DatabaseName=database):
        for table in page['TableList']:
            own = table.get('Parameters', {})
            if own.get('starlift.lake') == version['lake'] and table['Name'] not in names and int(own['starlift.version']) < version['version']:
                glue.delete_table(DatabaseName=database, Name=table['Name'])


def read_back(database, work_group, output, version, measures):
    """One query for each table, by Athena: what readers see is what was proven. Gives what does not hold."""
    import time

    import boto3

    athena = boto3.client('athena')
    wrong = []
    for name, table in version['tables'].items():
        sums = [f'cast(sum("{column.lower()}") as varchar)' for column, _ in measures.get(name, [])]
        select = f'select {", ".join(["cast(count(*) as varchar)", *sums])} from "{name.lower()}"'
        configuration = {'ResultConfiguration': {'OutputLocation': output}} if output else {}
        started = athena.start_query_execution(QueryString=select, WorkGroup=work_group or 'primary',
                                               QueryExecutionContext={'Database': database}, **configuration)['QueryExecutionId']
        while True:
            status = athena.get_query_execution(QueryExecutionId=started)['QueryExecution']['Status']
            if status['State'] in ('SUCCEEDED', 'FAILED', 'CANCELLED'):
                break
            time.sleep(0.5)
        if status['State'] != 'SUCCEEDED':
            wrong.append(f'{name}: Athena did not answer: {status.get("StateChangeReason", status["State"])}')
            continue
        row = athena.get_query_results(QueryExecutionId=started)['ResultSet']['Rows'][1]['Data']
        seen = [cell.get('VarCharValue') for cell in row]
        expected = [str(table['rows']), *(value for _, value in measures.get(name, []))]
        if seen != expected:
            wrong.append(f'{name}: Athena shows {seen}, proven was {expected}')
    return wrong


# --- Files that stand in the lake become a version: digests, manifest with the receipt, and then what nothing uses any more is removed.




def data_files(spark, lake, folders):
    """The Parquet files below each folder, with rows, bytes and sha256."""
    uris = [lake.uri(folder) for folder in folders]
    digests = {name_of(row[0]): row[1] for row in spark.read.format('binaryFile').load(uris).selectExpr('path', 'sha2(content, 256)').collect()}
    each = [spark.read.parquet(uri).selectExpr('_metadata.file_path as path').groupBy('path').count() for uri in uris]
    rows = {name_of(row[0]): row[1] for row in functools.reduce(lambda one, other: one.unionAll(other), each).collect()}
    return {
        folder: [{'path': path, 'rows': rows.get(name_of(path), 0), 'bytes': size, 'sha256': digests[name_of(path)]}
                 for path, size in lake.list(folder) if path.endswith('.parquet')]
        for folder in folders
    }


def name_of(path):
    """The last folder and the name: Spark gives no two files one name, and says addresses in ways of its own."""
    return '/'.join(path.split('/')[-2:])


def settle_registry(spark, lake, folder, target):
    """The registry of a dimension is one object: Spark wrote a folder with one file. Gives its sha256."""
    (path, _), = [one for one in lake.list(folder) if one[0].endswith('.parquet')]
    lake.copy(path, target)
    digest = spark.read.format('binaryFile').load(lake.uri(target)).selectExpr('sha2(content, 256)').first()[0]
    for path, _ in lake.list(folder):
        lake.remove(path)
    return digest


def version_of(star, base, run, staged, tables, keys, receipt):
    return {
        'format': 1,
        'lake': base['lake'] if base else str(uuid.uuid4()),
        'version': (base['version'] if base else 0) + 1,
        'basedOn': base['version'] if base else None,
        'published': now(),
        'run': run,
        'model': star['model'],
        'source': {'label': staged.label, 'witness': staged.witness, 'position': staged.position},
        'tables': tables,
        'keys': {**(base['keys'] if base else {}), **keys},
        'plan': star['plan'],
        'receipt': receipt,
    }


def vacuum(lake, keep):
    """Removes versions older than the newest `keep`, and data files that no version left names, save those for a version still to come."""
    numbers = lake.versions()
    kept = [lake.version(number) for number in numbers[-keep:]]
    for number in numbers[:-keep]:
        lake.remove(f'_starlift/versions/{number:06d}.json')
    used = {file['path'] for version in kept for table in version['tables'].values() for file in table['files']}
    used |= {key['file'] for version in kept for key in version['keys'].values()}
    for path, _ in lake.list(''):
        if not path.endswith('.parquet') or (path.startswith('_') and not path.startswith('_starlift/keys/')):
            continue
        made_for = re.search(r'/v(\d{6,})-[^/]+(/[^/]+)?$', path)
        if path not in used and made_for and int(made_for[1]) <= numbers[-1]:
            lake.remove(path)


# --- Each table of a version as an Iceberg table (format 2) over the files that are there, as the embedded engine writes it.



# How many code points of a text are kept of a bound.
MOST_TEXT = 16


def show_iceberg(spark, lake, version, shapes):
    """Writes `TABLE/metadata/vN.metadata.json` and what it names; N is the lake's version."""
    for name, table in version['tables'].items():
        fields, at = shapes['tables'][name], f'{name}/metadata/'
        snapshot = int.from_bytes(digest(version['lake'], name, version['version'])[:8], 'big') >> 1
        stem = f'{version["version"]:06d}-{snapshot}'
        entries = [entry(lake, file, snapshot) for file in measured(spark, lake, table, fields)]
        manifest = avro_file(spark, shapes['entry'], entries, {
            'schema': json.dumps(schema_of(fields)), 'schema-id': '0', 'partition-spec': '[]', 'partition-spec-id': '0',
            'format-version': '2', 'content': 'data'})
        lake.put(f'{at}{stem}-m0.avro', manifest)
        listed = list_entry(lake.uri(f'{at}{stem}-m0.avro'), len(manifest), version, table, snapshot)
        lake.put(f'{at}snap-{stem}.avro', avro_file(spark, shapes['list'], [listed], {
            'snapshot-id': str(snapshot), 'parent-snapshot-id': 'null', 'sequence-number': str(version['version']), 'format-version': '2'}))
        lake.replace(f'{at}v{version["version"]}.metadata.json', metadata(lake, version, name, fields, snapshot, lake.uri(f'{at}snap-{stem}.avro')))
        lake.put(f'{at}version-hint.text', str(version['version']).encode())


def digest(*parts):
    return hashlib.sha256('\n'.join(str(part) for part in parts).encode()).digest()


def table_id(version, name):
    """One table has one id, whoever shows it."""
    text = digest(version['lake'], name).hex()
    return '-'.join([text[:8], text[8:12], '5' + text[13:16], '8' + text[17:20], text[20:32]])


def schema_of(fields):
    return {'type': 'struct', 'schema-id': 0, 'fields': fields}


def measured(spark, lake, table, fields):
    """The table's files with what readers prune by: NULLs and bounds of each column."""
    figures = ', '.join(f'count(*) - count({quoted(one["name"])}), {bound(one, "min")}, {bound(one, "max")}' for one in fields)
    uris = [lake.uri(file['path']) for file in table['files']]
    spark.read.parquet(*uris).selectExpr('*', '_metadata.file_path as `file of the row`').createOrReplaceTempView('iceberg_files')
    rows = spark.sql(f'select `file of the row`, {figures} from iceberg_files group by 1').collect()
    found = {name_of(row[0]): row[1:] for row in rows}
    empty = [value for _ in fields for value in (0, None, None)]
    for file in table['files']:
        yield {**file, 'fields': fields, 'figures': found.get(name_of(file['path']), empty)}


def bound(field, which):
    """SQL of the least or the greatest value as text; NULL where none is kept."""
    kind, value = field['type'], f'{which}({quoted(field["name"])})'
    if kind in ('binary', 'float', 'double'):
        return 'cast(null as string)'
    if kind == 'date':
        value = f"datediff({value}, date'1970-01-01')"
    if kind.startswith('timestamp'):
        value = f'unix_micros(cast({value} as timestamp))'
    return f'cast({value} as string)'


def bound_bytes(field, text, upper):
    """A bound as Iceberg stores single values (specification, appendix D); None where there is none, or an upper one would have to be cut."""
    kind = field['type']
    if text is None:
        return None
    if kind == 'boolean':
        return b'\x01' if text == 'true' else b'\x00'
    if kind in ('int', 'date'):
        return int(text).to_bytes(4, 'little', signed=True)
    if kind == 'long' or kind.startswith('timestamp'):
        return int(text).to_bytes(8, 'little', signed=True)
    if kind.startswith('decimal'):
        value = int(text.replace('.', ''))
        return value.to_bytes((value if value >= 0 else ~value).bit_length() // 8 + 1, 'big', signed=True)
    if len(text) <= MOST_TEXT:
        return text.encode()
    return None if upper else text[:MOST_TEXT].encode()


def entry(lake, file, snapshot):
    """A data file as a manifest holds it, in Avro's JSON: unions by the name of their branch, bytes as Latin-1."""
    fields, figures = file['fields'], file['figures']

    def by_column(values):
        return {'array': [{'key': field['id'], 'value': value} for field, value in zip(fields, values) if value is not None]}

    def bounds(offset):
        found = (bound_bytes(field, figures[3 * i + offset], offset == 2) for i, field in enumerate(fields))
        return by_column([None if one is None else one.decode('latin-1') for one in found])

    return {
        'status': 1, 'snapshot_id': {'long': snapshot}, 'sequence_number': None, 'file_sequence_number': None,
        'data_file': {
            'content': 0, 'file_path': lake.uri(file['path']), 'file_format': 'PARQUET', 'partition': {},
            'record_count': file['rows'], 'file_size_in_bytes': file['bytes'],
            'value_counts': by_column([file['rows'] for _ in fields]), 'null_value_counts': by_column(figures[::3]),
            'lower_bounds': bounds(1), 'upper_bounds': bounds(2),
        },
    }


def list_entry(manifest, size, version, table, snapshot):
    return {
        'manifest_path': manifest, 'manifest_length': size, 'partition_spec_id': 0, 'content': 0,
        'sequence_number': version['version'], 'min_sequence_number': version['version'], 'added_snapshot_id': snapshot,
        'added_files_count': len(table['files']), 'existing_files_count': 0, 'deleted_files_count': 0,
        'added_rows_count': table['rows'], 'existing_rows_count': 0, 'deleted_rows_count': 0,
    }


def avro_file(spark, schema, records, about):
    """An Avro container file, by the library that Spark brings along."""
    jvm = spark.sparkContext._jvm
    avro = jvm.org.apache.avro
    parsed, out = avro.Schema.Parser().parse(json.dumps(schema)), jvm.java.io.ByteArrayOutputStream()
    writer, reader = avro.file.DataFileWriter(avro.generic.GenericDatumWriter(parsed)), avro.generic.GenericDatumReader(parsed)
    # Said aloud: readers differ in what they take where nothing is said.
    writer.setCodec(avro.file.CodecFactory.nullCodec())
    for name, value in about.items():
        writer.setMeta(name, value)
    writer.create(parsed, out)
    for record in records:
        writer.append(reader.read(None, avro.io.DecoderFactory.get().jsonDecoder(parsed, json.dumps(record))))
    writer.close()
    return bytes(out.toByteArray())


def metadata(lake, version, name, fields, snapshot, listed):
    table, number = version['tables'][name], version['version']
    moment = round(datetime.fromisoformat(version['published'].replace('Z', '+00:00')).timestamp() * 1000)
    files, rows = str(len(table['files'])), str(table['rows'])
    return {
        'format-version': 2,
        'table-uuid': table_id(version, name),
        'location': lake.uri(name), 'last-sequence-number': number, 'last-updated-ms': moment, 'last-column-id': len(fields),
        'current-schema-id': 0, 'schemas': [schema_of(fields)],
        'default-spec-id': 0, 'partition-specs': [{'spec-id': 0, 'fields': []}], 'last-partition-id': 999,
        'default-sort-order-id': 0, 'sort-orders': [{'order-id': 0, 'fields': []}],
        'properties': {
            'write.format.default': 'parquet',
            # Our files hold no field ids: columns are found by their names.
            'schema.name-mapping.default': json.dumps([{'field-id': one['id'], 'names': [one['name']]} for one in fields]),
            'starlift.version': str(number), 'starlift.witness': version['source']['witness'],
        },
        'current-snapshot-id': snapshot, 'refs': {'main': {'snapshot-id': snapshot, 'type': 'branch'}},
        'snapshots': [{
            'snapshot-id': snapshot, 'sequence-number': number, 'timestamp-ms': moment, 'manifest-list': listed, 'schema-id': 0,
            'summary': {
                'operation': 'append', 'added-data-files': files, 'added-records': rows, 'total-data-files': files, 'total-records': rows,
                'total-files-size': str(sum(file['bytes'] for file in table['files'])),
                'total-delete-files': '0', 'total-position-deletes': '0', 'total-equality-deletes': '0',
            },
        }],
        'snapshot-log': [{'snapshot-id': snapshot, 'timestamp-ms': moment}], 'metadata-log': [],
    }


# --- One run, from arguments to a published version, or to a failure after which the version before is still served.



# How often a run that loses the race to publish builds again on what the winner published.
MOST_ATTEMPTS = 3


def arguments():
    """Arguments that are not known, Glue's own, are left alone."""
    given = argparse.ArgumentParser()
    given.add_argument('--lake', help='where the star is published: s3://bucket/prefix')
    given.add_argument('--stage', help='what  starlift stage  landed: s3://bucket/prefix')
    given.add_argument('--connection', help='the Glue connection of the source, for reading it by JDBC')
    given.add_argument('--database', help='the Glue database in which the star is shown')
    given.add_argument('--work_group', help='the Athena work group that reads the star back')
    given.add_argument('--output', help='where Athena writes results, where the work group does not say')
    given.add_argument('--keep', type=int, default=5, help='how many versions stay')
    given.add_argument('--take_over', default='false', help='true: take the lake from a run that cannot be seen')
    given.add_argument('--out', help='only build, below this folder, from --stage without a receipt; for comparing engines')
    given.add_argument('--JOB_NAME')
    given.add_argument('--JOB_RUN_ID')
    return given.parse_known_args()[0]


def new_run():
    return f'{datetime.now(timezone.utc).strftime("%Y-%m-%dT%H-%M-%SZ")}-{secrets.token_hex(2)}'


class Run:
    def __init__(self, star, given):
        self.star, self.given, self.name = star, given, new_run()
        self.lake = Lake(given.lake)
        job = {'job': given.JOB_NAME, 'jobRun': given.JOB_RUN_ID} if given.JOB_RUN_ID else {}
        self.lease = Lease(self.lake, self.name, job, given.take_over == 'true')
        self.ledger = Ledger(self.lake, self.name, given.JOB_RUN_ID)

    def go(self):
        spark = self.spark = session()
        self.clean_up()
        staged = self.read(spark)
        self.ledger.change(source=staged.label, position=staged.position)
        keys = self.ledger.step({'kind': 'keys'}, lambda: [*prove_unique(spark, self.star['keys']), *count_orphans(spark, self.star['relations'])])
        for attempt in range(MOST_ATTEMPTS):
            try:
                return self.publish(spark, staged, keys)
            except Taken:
                if attempt == MOST_ATTEMPTS - 1:
                    raise Failure('STORE_EXISTS', 'Other runs were first, again and again', 'Run again.') from None

    def read(self, spark):
        """The staged rows; what a run reads by itself lies in a folder of its own, and goes with it."""
        if self.given.stage:
            return read_stage(spark, self.given.stage, self.star, self.ledger.step)
        if self.given.connection:
            return read_source(spark, self.given.connection, self.star, self.lake.uri(self.stage_folder()), self.ledger.step)
        raise Failure('CONFIG', 'Nothing says what to read', 'Start the job with  --stage s3://…  or  --connection NAME .')

    def stage_folder(self):
        return f'_starlift/stage/{self.name}'

    def publish(self, spark, staged, key_lines):
        """Builds on the newest version, proves, and commits. Raises Taken where another run commits first."""
        base = self.lake.newest()
        number = (base['version'] if base else 0) + 1
        try:
            return self.publish_on(base, number, spark, staged, key_lines)
        except (Taken, Failure):
            raise
        except Exception as error:
            # Who commits a number removes what others built for it: what this run trips over then says nothing.
            if number in self.lake.versions():
                raise Taken(str(error)) from error
            raise

    def publish_on(self, base, number, spark, staged, key_lines):
        suffix = f'v{number:06d}-{self.name[-4:]}'
        folder = {}

        def place(room, name, table):
            folder[(room, name)] = f'_starlift/keys/{table}/{suffix}-parts/' if room else f'{table}/{suffix}/'
            return self.lake.uri(folder[(room, name)])

        def before(dimension):
            known = base and base['keys'].get(dimension)
            return known and {'uri': self.lake.uri(known['file']), 'mark': known['mark']}

        builder = Builder(spark, place, before)
        self.star['build'](builder, self.ledger)
        receipt = self.prove(spark, staged, key_lines, builder, base)
        self.lease.assert_held()
        return self.ledger.step({'kind': 'publish'}, lambda: self.commit(spark, staged, builder, base, receipt, folder, suffix))

    def prove(self, spark, staged, key_lines, builder, base):
        star = self.star
        checks = self.ledger.step({'kind': 'check', 'fact': 'all', 'table': 'all', 'checks': []}, lambda: run_checks(spark, star['checks']))
        for table, columns in star['types'].items():
            prove_types(spark, 'star__' + plain(table), columns, table)
        tables = self.ledger.step({'kind': 'prove-star', 'tables': list(star['types'])},
                                  lambda: [prove_table(spark, sides, builder.years) for sides in star['proof']])
        for dimension in star['dimensions']:
            checks += prove_registry(spark, dimension, builder.marks[dimension['name']][0])
        moved = [line for dimension in star['dimensions'] for line in self.changed(spark, dimension, base)]
        return {
            'witness': f'{staged.witness} {staged.label}',
            'position': staged.position,
            'stage': {'by': staged.by, 'lines': staged.lines},
            'star': {'by': 'staged rows joined by natural keys, against the star joined by its own keys, on Spark', 'tables': tables},
            'checks': [*key_lines, *checks],
            'notes': [*staged.notes, *star['notes'], *moved],
            'warnings': twins(spark, star['dimensions']),
        }

    def changed(self, spark, dimension, base):
        before = base and base['tables'].get(dimension['table'])
        if not before:
            return []
        uris = [self.lake.uri(file['path']) for file in before['files']]
        return changes(spark, dimension, {**before, 'uris': uris}, base['version'])

    def commit(self, spark, staged, builder, base, receipt, folder, suffix):
        tables, found = {}, data_files(spark, self.lake, [folder[(None, table)] for table in self.star['published']])
        for table, described in self.star['published'].items():
            files = found[folder[(None, table)]]
            if sum(file['rows'] for file in files) != builder.rows[table]:
                raise Failure('LAKE_DAMAGED', f'The files of {table} do not hold the rows that were proven', 'Run again; nothing was published.')
            tables[table] = {**described, 'rows': builder.rows[table], 'files': files}
        keys = {}
        for dimension in self.star['dimensions']:
            name = dimension['name']
            target = f'_starlift/keys/{dimension["table"]}/{suffix}.parquet'
            digest = settle_registry(spark, self.lake, folder[('_keys', name)], target)
            keys[name] = {'file': target, 'mark': builder.marks[name][1], 'sha256': digest}
        version = version_of(self.star, base, self.name, staged, tables, keys, receipt)
        self.lake.publish(version)
        return version

    def tell_iceberg(self, version):
        shapes = self.star['iceberg']
        if shapes:
            self.ledger.step({'kind': 'announce', 'catalog': 'Iceberg'}, lambda: show_iceberg(self.spark, self.lake, version, shapes))

    def tell(self, version):
        """The version is published by now: a catalog that cannot be told is a warning, and no failure of the run."""
        database = self.given.database
        if not database:
            return
        self.ledger.step({'kind': 'announce', 'catalog': f'Glue {database}'}, lambda: announce(database, self.lake.root, version, self.star['hive']))
        wrong = read_back(database, self.given.work_group, self.given.output, version, measures(version))
        for line in wrong:
            print(f'warning  {line}', flush=True)
        if not wrong:
            print(f'Athena shows what was proven: {len(version["tables"])} tables of {database}', flush=True)

    def clean_up(self):
        """Removes rows that earlier runs staged for themselves; those of a run that was cut off, or taken over while it works, one run later."""
        for path, _ in self.lake.list('_starlift/stage/'):
            if path.split('/')[2] not in self.ledger.interrupted:
                self.lake.remove(path)

    def clean(self):
        for path, _ in self.lake.list(self.stage_folder()):
            self.lake.remove(path)


def measures(version):
    """Sums that the receipt holds and a reader can ask for again: those over a published column of the same name."""
    found = {}
    for fact in version['plan']['facts']:
        proof = next(one for one in version['receipt']['star']['tables'] if one['table'] == fact['table'])
        proven = {line['figure']: line['star'] for line in proof['lines']}
        found[fact['table']] = [(one['column'], proven[one['name']]) for one in fact['measures']
                                if one['definition']['kind'] == 'sum' and proven.get(one['name']) is not None]
    return found


class Unrecorded:
    """Steps that no ledger keeps."""

    def step(self, step, action):
        return action()


def build_only(star, given):
    """Every table of the star below --out, from the rows below --stage; nothing is proven or published."""
    spark = session()
    for number, table in enumerate(star['sources']):
        spark.read.parquet(f'{given.stage}/{number}').createOrReplaceTempView('stage__' + plain(table['table']))
    fit(spark, sum(spark.table('stage__' + plain(one['table'])).count() for one in star['sources']))
    rooms = {None: given.out, '_keys': f'{given.out}/_keys'}
    builder = Builder(spark, lambda room, name, table: f'{rooms[room]}/{plain(name)}')
    star['build'](builder, Unrecorded())
    spark.stop()


def main(star):
    given = arguments()
    if given.out:
        return build_only(star, given)
    if not given.lake:
        sys.exit('CONFIG  Nothing says where to publish  → Start the job with  --lake s3://bucket/prefix .')
    run = Run(star, given)
    try:
        version = run.go()
        run.ledger.change(version=version['version'])
        told_and_cleaned(run, version)
        run.ledger.change(state='succeeded', ended=now())
        proofs = len(version['receipt']['stage']['lines']) + sum(len(t['lines']) + len(t['groups']) for t in version['receipt']['star']['tables'])
        print(f'version {version["version"]} is published: {proofs} figures equal {version["receipt"]["witness"]}', flush=True)
    except BaseException as error:
        record = error.record if isinstance(error, Failure) else {
            'code': 'BUG', 'what': f'{type(error).__name__}: {error}'[:2000], 'lines': [], 'next': 'This is a fault of ours: please report it.'}
        run.ledger.change(state='failed', ended=now(), error=record)
        raise
    finally:
        run.clean()
        run.lease.release()


def told_and_cleaned(run, version):
    """After the commit everything is best effort."""
    steps = (
        ('Iceberg tables were not written', lambda: run.tell_iceberg(version)),
        ('the Glue catalog was not told', lambda: run.tell(version)),
        ('old files were not removed', lambda: vacuum(run.lake, run.given.keep)),
    )
    for label, action in steps:
        try:
            action()
        except Exception as error:
            print(f'warning  {label}: {error}', flush=True)


# --- The star.


def build(star, run):
    # dim_products: one member per row of products
    run.step({"kind": "dimension", "name": "products", "table": "dim_products"}, lambda: star.dimension(
        name="products",
        table="dim_products",
        key="product_key",
        natural=["product_code"],
        members=r"""
select
  `t0`.`productCode` as `product_code`,
  `t0`.`productName` as `product_name`,
  `t0`.`productLine` as `line`,
  `t0`.`productScale` as `product_scale`,
  `t0`.`productVendor` as `product_vendor`,
  `t0`.`productDescription` as `product_description`,
  `t1`.`textDescription` as `product_line_description`
from `stage__products` as `t0`
left join `stage__productlines` as `t1` on `t0`.`productLine` = `t1`.`productLine`
""",
        registry=r"""
select `product_code`, `product_key`
from `keys_before__products`
union all
select `m`.`product_code`, cast({mark} + row_number() over (order by `m`.`product_code` nulls first) as integer) as `product_key`
from `members__products` as `m`
where not exists (select 1 from `keys_before__products` as `k` where `k`.`product_code` is not distinct from `m`.`product_code`)
""",
        select=r"""
select `k`.`product_key`, `m`.`product_code`, `m`.`product_name`, `m`.`line`, `m`.`product_scale`, `m`.`product_vendor`, `m`.`product_description`, `m`.`product_line_description`
from `members__products` as `m`
join `keys__products` as `k` on `k`.`product_code` is not distinct from `m`.`product_code`
union all
select -1, null, null, null, null, null, null, null
union all
select -2, null, null, null, null, null, null, null
order by 1
""",
    ))
    # dim_customers: one member per row of customers
    run.step({"kind": "dimension", "name": "customers", "table": "dim_customers"}, lambda: star.dimension(
        name="customers",
        table="dim_customers",
        key="customer_key",
        natural=["customer_number"],
        members=r"""
select
  `t0`.`customerNumber` as `customer_number`,
  `t0`.`customerName` as `customer_name`,
  `t0`.`contactLastName` as `contact_last_name`,
  `t0`.`contactFirstName` as `contact_first_name`,
  `t0`.`phone` as `phone`,
  `t0`.`addressLine1` as `address_line_1`,
  `t0`.`addressLine2` as `address_line_2`,
  `t0`.`creditLimit` as `credit_limit`,
  `t1`.`lastName` as `sales_rep`,
  `t2`.`city` as `sales_office`
from `stage__customers` as `t0`
left join `stage__employees` as `t1` on `t0`.`salesRepEmployeeNumber` = `t1`.`employeeNumber`
left join `stage__offices` as `t2` on `t1`.`officeCode` = `t2`.`officeCode`
""",
        registry=r"""
select `customer_number`, `customer_key`
from `keys_before__customers`
union all
select `m`.`customer_number`, cast({mark} + row_number() over (order by `m`.`customer_number` nulls first) as integer) as `customer_key`
from `members__customers` as `m`
where not exists (select 1 from `keys_before__customers` as `k` where `k`.`customer_number` is not distinct from `m`.`customer_number`)
""",
        select=r"""
select `k`.`customer_key`, `m`.`customer_number`, `m`.`customer_name`, `m`.`contact_last_name`, `m`.`contact_first_name`, `m`.`phone`, `m`.`address_line_1`, `m`.`address_line_2`, `m`.`credit_limit`, `m`.`sales_rep`, `m`.`sales_office`
from `members__customers` as `m`
join `keys__customers` as `k` on `k`.`customer_number` is not distinct from `m`.`customer_number`
union all
select -1, null, null, null, null, null, null, null, null, null, null
union all
select -2, null, null, null, null, null, null, null, null, null, null
order by 1
""",
    ))
    # dim_locations: one member per combination of customers
    run.step({"kind": "dimension", "name": "locations", "table": "dim_locations"}, lambda: star.dimension(
        name="locations",
        table="dim_locations",
        key="location_key",
        natural=["postal_code", "city", "state", "country"],
        members=r"""
select distinct
  `t0`.`postalCode` as `postal_code`,
  `t0`.`city` as `city`,
  `t0`.`state` as `state`,
  trim(both ' ' from `t0`.`country`) as `country`
from `stage__customers` as `t0`
""",
        registry=r"""
select `postal_code`, `city`, `state`, `country`, `location_key`
from `keys_before__locations`
union all
select `m`.`postal_code`, `m`.`city`, `m`.`state`, `m`.`country`, cast({mark} + row_number() over (order by `m`.`postal_code` nulls first, `m`.`city` nulls first, `m`.`state` nulls first, `m`.`country` nulls first) as integer) as `location_key`
from `members__locations` as `m`
where not exists (select 1 from `keys_before__locations` as `k` where `k`.`postal_code` is not distinct from `m`.`postal_code` and `k`.`city` is not distinct from `m`.`city` and `k`.`state` is not distinct from `m`.`state` and `k`.`country` is not distinct from `m`.`country`)
""",
        select=r"""
select `k`.`location_key`, `m`.`postal_code`, `m`.`city`, `m`.`state`, `m`.`country`
from `members__locations` as `m`
join `keys__locations` as `k` on `k`.`postal_code` is not distinct from `m`.`postal_code` and `k`.`city` is not distinct from `m`.`city` and `k`.`state` is not distinct from `m`.`state` and `k`.`country` is not distinct from `m`.`country`
union all
select -1, null, null, null, null
union all
select -2, null, null, null, null
order by 1
""",
    ))
    # fact_orders: one row per order_number, product_code
    run.step({"kind": "fact", "name": "orders", "table": "fact_orders"}, lambda: star.fact(
        table="fact_orders",
        select=r"""
select
  `t0`.`productCode` as `product_code`,
  `t0`.`orderNumber` as `order_number`,
  cast(case when `d1`.`product_key` is not null then `d1`.`product_key` when `t0`.`productCode` is null then -1 else -2 end as integer) as `product_key`,
  cast(case when `d2`.`customer_key` is not null then `d2`.`customer_key` when `t0`.`orderNumber` is null then -1 when `t1`.`orderNumber` is null then -2 when `t1`.`customerNumber` is null then -1 else -2 end as integer) as `customer_key`,
  cast(case when `d3`.`location_key` is not null then `d3`.`location_key` when `t0`.`orderNumber` is null then -1 when `t1`.`orderNumber` is null then -2 when `t1`.`customerNumber` is null then -1 else -2 end as integer) as `location_key`,
  coalesce(cast(year(`t1`.`orderDate`) * 10000 + month(`t1`.`orderDate`) * 100 + day(`t1`.`orderDate`) as integer), -1) as `ordered_key`,
  coalesce(cast(year(`t1`.`requiredDate`) * 10000 + month(`t1`.`requiredDate`) * 100 + day(`t1`.`requiredDate`) as integer), -1) as `required_key`,
  coalesce(cast(year(`t1`.`shippedDate`) * 10000 + month(`t1`.`shippedDate`) * 100 + day(`t1`.`shippedDate`) as integer), -1) as `shipped_key`,
  `t0`.`orderLineNumber` as `order_line_number`,
  `t1`.`status` as `status`,
  `t0`.`quantityOrdered` as `quantity_ordered`,
  `t0`.`priceEach` as `price_each`,
  cast(cast(`t0`.`quantityOrdered` as decimal(10,0)) * `t0`.`priceEach` as decimal(20,2)) as `order_amount`,
  cast(cast(`t0`.`quantityOrdered` as decimal(10,0)) * `t3`.`buyPrice` as decimal(20,2)) as `cost`,
  cast(cast(`t0`.`quantityOrdered` as decimal(10,0)) * `t3`.`MSRP` as decimal(20,2)) as `list_amount`,
  cast(cast(cast(cast(`t0`.`quantityOrdered` as decimal(10,0)) * `t0`.`priceEach` as decimal(20,2)) as decimal(21,2)) - cast(cast(cast(`t0`.`quantityOrdered` as decimal(10,0)) * `t3`.`buyPrice` as decimal(20,2)) as decimal(21,2)) as decimal(21,2)) as `margin`,
  cast(cast(cast(cast(`t0`.`quantityOrdered` as decimal(10,0)) * `t3`.`MSRP` as decimal(20,2)) as decimal(21,2)) - cast(cast(cast(`t0`.`quantityOrdered` as decimal(10,0)) * `t0`.`priceEach` as decimal(20,2)) as decimal(21,2)) as decimal(21,2)) as `discount`
from `stage__orderdetails` as `t0`
left join `stage__orders` as `t1` on `t0`.`orderNumber` = `t1`.`orderNumber`
left join `stage__customers` as `t2` on `t1`.`customerNumber` = `t2`.`customerNumber`
left join `stage__products` as `t3` on `t0`.`productCode` = `t3`.`productCode`
left join `star__dim_products` as `d1` on `d1`.`product_code` = `t0`.`productCode` and `d1`.`product_key` > 0
left join `star__dim_customers` as `d2` on `d2`.`customer_number` = `t1`.`customerNumber` and `d2`.`customer_key` > 0
left join `star__dim_locations` as `d3` on `d3`.`postal_code` is not distinct from `t2`.`postalCode` and `d3`.`city` is not distinct from `t2`.`city` and `d3`.`state` is not distinct from `t2`.`state` and `d3`.`country` is not distinct from trim(both ' ' from `t2`.`country`) and `d3`.`location_key` > 0 and `t2`.`customerNumber` is not null
""",
        by="ordered_key",
    ))
    # fact_payments: one row per customer_number, check_number
    run.step({"kind": "fact", "name": "payments", "table": "fact_payments"}, lambda: star.fact(
        table="fact_payments",
        select=r"""
select
  `t0`.`customerNumber` as `customer_number`,
  `t0`.`checkNumber` as `check_number`,
  cast(case when `d1`.`customer_key` is not null then `d1`.`customer_key` when `t0`.`customerNumber` is null then -1 else -2 end as integer) as `customer_key`,
  coalesce(cast(year(`t0`.`paymentDate`) * 10000 + month(`t0`.`paymentDate`) * 100 + day(`t0`.`paymentDate`) as integer), -1) as `paid_key`,
  `t0`.`amount` as `amount`
from `stage__payments` as `t0`
left join `star__dim_customers` as `d1` on `d1`.`customer_number` = `t0`.`customerNumber` and `d1`.`customer_key` > 0
""",
        by="paid_key",
    ))
    # dim_dates: every day of the years that hold the data, and days beyond that facts point to
    run.step({"kind": "calendar", "table": "dim_dates"}, lambda: star.calendar(
        table="dim_dates",
        days=r"""
select distinct make_date(int(`key` div 10000), int(`key` div 100 % 100), `key` % 100) as `day` from (
select distinct `ordered_key` as `key` from `star__fact_orders`
union all
select distinct `required_key` as `key` from `star__fact_orders`
union all
select distinct `shipped_key` as `key` from `star__fact_orders`
union all
select distinct `paid_key` as `key` from `star__fact_payments`
) where `key` > 0
""",
        whole=r"""
select cast(year(`day`) * 10000 + month(`day`) * 100 + day(`day`) as integer) as `date_key`, `day` as `date`, year(`day`) as `year`, quarter(`day`) as `quarter`, month(`day`) as `month`, date_format(`day`, 'MMMM') as `month_name`, lpad(cast(year(`day`) as string), 4, '0') || '-' || lpad(cast(month(`day`) as string), 2, '0') as `year_month`, weekofyear(`day`) as `week`, extract(yearofweek from `day`) as `iso_year`, day(`day`) as `day`, weekday(`day`) + 1 as `weekday`, date_format(`day`, 'EEEE') as `weekday_name`
from (select explode(sequence(make_date({first}, 1, 1), make_date({last}, 12, 31), interval 1 day)) as `day` union select `day` from `days__all`)
union all
select -1, null, null, null, null, null, null, null, null, null, null, null
union all
select -2, null, null, null, null, null, null, null, null, null, null, null
order by 1
""",
        bare=r"""
select cast(year(`day`) * 10000 + month(`day`) * 100 + day(`day`) as integer) as `date_key`, `day` as `date`, year(`day`) as `year`, quarter(`day`) as `quarter`, month(`day`) as `month`, date_format(`day`, 'MMMM') as `month_name`, lpad(cast(year(`day`) as string), 4, '0') || '-' || lpad(cast(month(`day`) as string), 2, '0') as `year_month`, weekofyear(`day`) as `week`, extract(yearofweek from `day`) as `iso_year`, day(`day`) as `day`, weekday(`day`) + 1 as `weekday`, date_format(`day`, 'EEEE') as `weekday_name`
from (select `day` from `days__all`)
union all
select -1, null, null, null, null, null, null, null, null, null, null, null
union all
select -2, null, null, null, null, null, null, null, null, null, null, null
order by 1
""",
    ))


STAR = {
    "model": "0bdef0d8b509f0dafbdcb64980b5feda9b32db24a42935843b6210922f1fd2db",
    "sources": [
        {
            "table": "products",
            "read": "select convert(`productCode` using utf8mb4) as `productCode`, convert(`productName` using utf8mb4) as `productName`, convert(`productLine` using utf8mb4) as `productLine`, convert(`productScale` using utf8mb4) as `productScale`, convert(`productVendor` using utf8mb4) as `productVendor`, convert(`productDescription` using utf8mb4) as `productDescription`, cast(`buyPrice` as char) as `buyPrice`, cast(`MSRP` as char) as `MSRP` from `products`",
            "ask": "select cast(count(*) as char) as f0, cast(sum(ifnull(cast(conv(left(sha2(concat_ws('|', ifnull(replace(replace((convert(`productCode` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`productName` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`productLine` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`productScale` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`productVendor` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(sha2((convert(`productDescription` using utf8mb4)), 256), '~N'), ifnull(cast(`buyPrice` as char), '~N'), ifnull(cast(`MSRP` as char), '~N')), 256), 15), 16, 10) as unsigned), 1000000000000000000000000000000000000000000000)) as char) as f1, '0' as f2, cast(sum(length((convert(`productCode` using utf8mb4)))) as char) as f3, hex(min(cast((convert(`productCode` using utf8mb4)) as binary))) as f4, hex(max(cast((convert(`productCode` using utf8mb4)) as binary))) as f5, '0' as f6, cast(sum(length((convert(`productName` using utf8mb4)))) as char) as f7, hex(min(cast((convert(`productName` using utf8mb4)) as binary))) as f8, hex(max(cast((convert(`productName` using utf8mb4)) as binary))) as f9, '0' as f10, cast(sum(length((convert(`productLine` using utf8mb4)))) as char) as f11, hex(min(cast((convert(`productLine` using utf8mb4)) as binary))) as f12, hex(max(cast((convert(`productLine` using utf8mb4)) as binary))) as f13, '0' as f14, cast(sum(length((convert(`productScale` using utf8mb4)))) as char) as f15, hex(min(cast((convert(`productScale` using utf8mb4)) as binary))) as f16, hex(max(cast((convert(`productScale` using utf8mb4)) as binary))) as f17, '0' as f18, cast(sum(length((convert(`productVendor` using utf8mb4)))) as char) as f19, hex(min(cast((convert(`productVendor` using utf8mb4)) as binary))) as f20, hex(max(cast((convert(`productVendor` using utf8mb4)) as binary))) as f21, '0' as f22, cast(sum(length((convert(`productDescription` using utf8mb4)))) as char) as f23, hex(min(cast((convert(`productDescription` using utf8mb4)) as binary))) as f24, hex(max(cast((convert(`productDescription` using utf8mb4)) as binary))) as f25, '0' as f26, cast(sum(`buyPrice`) as char) as f27, cast(min(`buyPrice`) as char) as f28, cast(max(`buyPrice`) as char) as f29, '0' as f30, cast(sum(`MSRP`) as char) as f31, cast(min(`MSRP`) as char) as f32, cast(max(`MSRP`) as char) as f33 from `products`",
            "key": None,
            "columns": [
                ["productCode", "string"],
                ["productName", "string"],
                ["productLine", "string"],
                ["productScale", "string"],
                ["productVendor", "string"],
                ["productDescription", "string"],
                ["buyPrice", "decimal(10,2)"],
                ["MSRP", "decimal(10,2)"],
            ],
            "badDates": [],
            "figures": {
                "columns": [
                    {
                        "column": "productCode",
                        "nulls": "count(1) - count(`productCode`)",
                        "sum": "cast(sum(cast(octet_length(`productCode`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`productCode` as binary)))",
                        "max": "hex(max(cast(`productCode` as binary)))",
                    },
                    {
                        "column": "productName",
                        "nulls": "count(1) - count(`productName`)",
                        "sum": "cast(sum(cast(octet_length(`productName`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`productName` as binary)))",
                        "max": "hex(max(cast(`productName` as binary)))",
                    },
                    {
                        "column": "productLine",
                        "nulls": "count(1) - count(`productLine`)",
                        "sum": "cast(sum(cast(octet_length(`productLine`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`productLine` as binary)))",
                        "max": "hex(max(cast(`productLine` as binary)))",
                    },
                    {
                        "column": "productScale",
                        "nulls": "count(1) - count(`productScale`)",
                        "sum": "cast(sum(cast(octet_length(`productScale`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`productScale` as binary)))",
                        "max": "hex(max(cast(`productScale` as binary)))",
                    },
                    {
                        "column": "productVendor",
                        "nulls": "count(1) - count(`productVendor`)",
                        "sum": "cast(sum(cast(octet_length(`productVendor`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`productVendor` as binary)))",
                        "max": "hex(max(cast(`productVendor` as binary)))",
                    },
                    {
                        "column": "productDescription",
                        "nulls": "count(1) - count(`productDescription`)",
                        "sum": "cast(sum(cast(octet_length(`productDescription`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`productDescription` as binary)))",
                        "max": "hex(max(cast(`productDescription` as binary)))",
                    },
                    {
                        "column": "buyPrice",
                        "nulls": "count(1) - count(`buyPrice`)",
                        "sum": "cast(sum(cast(`buyPrice` as decimal(38,2))) as string)",
                        "min": "cast(min(`buyPrice`) as string)",
                        "max": "cast(max(`buyPrice`) as string)",
                    },
                    {
                        "column": "MSRP",
                        "nulls": "count(1) - count(`MSRP`)",
                        "sum": "cast(sum(cast(`MSRP` as decimal(38,2))) as string)",
                        "min": "cast(min(`MSRP`) as string)",
                        "max": "cast(max(`MSRP`) as string)",
                    },
                ],
                "content": "cast(sum(cast(conv(substr(sha2(concat_ws('|', nvl(replace(replace(`productCode`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`productName`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`productLine`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`productScale`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`productVendor`, '~', '~0'), '|', '~1'), '~N'), nvl(sha2(`productDescription`, 256), '~N'), nvl(cast(`buyPrice` as string), '~N'), nvl(cast(`MSRP` as string), '~N')), 256), 1, 15), 16, 10) as decimal(38,0))) as string)",
            },
            "content": True,
        },
        {
            "table": "productlines",
            "read": "select convert(`productLine` using utf8mb4) as `productLine`, convert(`textDescription` using utf8mb4) as `textDescription` from `productlines`",
            "ask": "select cast(count(*) as char) as f0, cast(sum(ifnull(cast(conv(left(sha2(concat_ws('|', ifnull(replace(replace((convert(`productLine` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`textDescription` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N')), 256), 15), 16, 10) as unsigned), 1000000000000000000000000000000000000000000000)) as char) as f1, '0' as f2, cast(sum(length((convert(`productLine` using utf8mb4)))) as char) as f3, hex(min(cast((convert(`productLine` using utf8mb4)) as binary))) as f4, hex(max(cast((convert(`productLine` using utf8mb4)) as binary))) as f5, cast(count(*) - count(`textDescription`) as char) as f6, cast(sum(length((convert(`textDescription` using utf8mb4)))) as char) as f7, hex(min(cast((convert(`textDescription` using utf8mb4)) as binary))) as f8, hex(max(cast((convert(`textDescription` using utf8mb4)) as binary))) as f9 from `productlines`",
            "key": None,
            "columns": [["productLine", "string"], ["textDescription", "string"]],
            "badDates": [],
            "figures": {
                "columns": [
                    {
                        "column": "productLine",
                        "nulls": "count(1) - count(`productLine`)",
                        "sum": "cast(sum(cast(octet_length(`productLine`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`productLine` as binary)))",
                        "max": "hex(max(cast(`productLine` as binary)))",
                    },
                    {
                        "column": "textDescription",
                        "nulls": "count(1) - count(`textDescription`)",
                        "sum": "cast(sum(cast(octet_length(`textDescription`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`textDescription` as binary)))",
                        "max": "hex(max(cast(`textDescription` as binary)))",
                    },
                ],
                "content": "cast(sum(cast(conv(substr(sha2(concat_ws('|', nvl(replace(replace(`productLine`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`textDescription`, '~', '~0'), '|', '~1'), '~N')), 256), 1, 15), 16, 10) as decimal(38,0))) as string)",
            },
            "content": True,
        },
        {
            "table": "customers",
            "read": "select cast(`customerNumber` as char) as `customerNumber`, convert(`customerName` using utf8mb4) as `customerName`, convert(`contactLastName` using utf8mb4) as `contactLastName`, convert(`contactFirstName` using utf8mb4) as `contactFirstName`, convert(`phone` using utf8mb4) as `phone`, convert(`addressLine1` using utf8mb4) as `addressLine1`, convert(`addressLine2` using utf8mb4) as `addressLine2`, convert(`city` using utf8mb4) as `city`, convert(`state` using utf8mb4) as `state`, convert(`postalCode` using utf8mb4) as `postalCode`, convert(`country` using utf8mb4) as `country`, cast(`salesRepEmployeeNumber` as char) as `salesRepEmployeeNumber`, cast(`creditLimit` as char) as `creditLimit` from `customers`",
            "ask": "select cast(count(*) as char) as f0, cast(sum(ifnull(cast(conv(left(sha2(concat_ws('|', ifnull(cast(`customerNumber` as char), '~N'), ifnull(replace(replace((convert(`customerName` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`contactLastName` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`contactFirstName` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`phone` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`addressLine1` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`addressLine2` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`city` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`state` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`postalCode` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`country` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(cast(`salesRepEmployeeNumber` as char), '~N'), ifnull(cast(`creditLimit` as char), '~N')), 256), 15), 16, 10) as unsigned), 1000000000000000000000000000000000000000000000)) as char) as f1, '0' as f2, cast(sum(`customerNumber`) as char) as f3, cast(min(`customerNumber`) as char) as f4, cast(max(`customerNumber`) as char) as f5, '0' as f6, cast(sum(length((convert(`customerName` using utf8mb4)))) as char) as f7, hex(min(cast((convert(`customerName` using utf8mb4)) as binary))) as f8, hex(max(cast((convert(`customerName` using utf8mb4)) as binary))) as f9, '0' as f10, cast(sum(length((convert(`contactLastName` using utf8mb4)))) as char) as f11, hex(min(cast((convert(`contactLastName` using utf8mb4)) as binary))) as f12, hex(max(cast((convert(`contactLastName` using utf8mb4)) as binary))) as f13, '0' as f14, cast(sum(length((convert(`contactFirstName` using utf8mb4)))) as char) as f15, hex(min(cast((convert(`contactFirstName` using utf8mb4)) as binary))) as f16, hex(max(cast((convert(`contactFirstName` using utf8mb4)) as binary))) as f17, '0' as f18, cast(sum(length((convert(`phone` using utf8mb4)))) as char) as f19, hex(min(cast((convert(`phone` using utf8mb4)) as binary))) as f20, hex(max(cast((convert(`phone` using utf8mb4)) as binary))) as f21, '0' as f22, cast(sum(length((convert(`addressLine1` using utf8mb4)))) as char) as f23, hex(min(cast((convert(`addressLine1` using utf8mb4)) as binary))) as f24, hex(max(cast((convert(`addressLine1` using utf8mb4)) as binary))) as f25, cast(count(*) - count(`addressLine2`) as char) as f26, cast(sum(length((convert(`addressLine2` using utf8mb4)))) as char) as f27, hex(min(cast((convert(`addressLine2` using utf8mb4)) as binary))) as f28, hex(max(cast((convert(`addressLine2` using utf8mb4)) as binary))) as f29, '0' as f30, cast(sum(length((convert(`city` using utf8mb4)))) as char) as f31, hex(min(cast((convert(`city` using utf8mb4)) as binary))) as f32, hex(max(cast((convert(`city` using utf8mb4)) as binary))) as f33, cast(count(*) - count(`state`) as char) as f34, cast(sum(length((convert(`state` using utf8mb4)))) as char) as f35, hex(min(cast((convert(`state` using utf8mb4)) as binary))) as f36, hex(max(cast((convert(`state` using utf8mb4)) as binary))) as f37, cast(count(*) - count(`postalCode`) as char) as f38, cast(sum(length((convert(`postalCode` using utf8mb4)))) as char) as f39, hex(min(cast((convert(`postalCode` using utf8mb4)) as binary))) as f40, hex(max(cast((convert(`postalCode` using utf8mb4)) as binary))) as f41, '0' as f42, cast(sum(length((convert(`country` using utf8mb4)))) as char) as f43, hex(min(cast((convert(`country` using utf8mb4)) as binary))) as f44, hex(max(cast((convert(`country` using utf8mb4)) as binary))) as f45, cast(count(*) - count(`salesRepEmployeeNumber`) as char) as f46, cast(sum(`salesRepEmployeeNumber`) as char) as f47, cast(min(`salesRepEmployeeNumber`) as char) as f48, cast(max(`salesRepEmployeeNumber`) as char) as f49, cast(count(*) - count(`creditLimit`) as char) as f50, cast(sum(`creditLimit`) as char) as f51, cast(min(`creditLimit`) as char) as f52, cast(max(`creditLimit`) as char) as f53 from `customers`",
            "key": "customerNumber",
            "columns": [
                ["customerNumber", "int"],
                ["customerName", "string"],
                ["contactLastName", "string"],
                ["contactFirstName", "string"],
                ["phone", "string"],
                ["addressLine1", "string"],
                ["addressLine2", "string"],
                ["city", "string"],
                ["state", "string"],
                ["postalCode", "string"],
                ["country", "string"],
                ["salesRepEmployeeNumber", "int"],
                ["creditLimit", "decimal(10,2)"],
            ],
            "badDates": [],
            "figures": {
                "columns": [
                    {
                        "column": "customerNumber",
                        "nulls": "count(1) - count(`customerNumber`)",
                        "sum": "cast(sum(cast(`customerNumber` as decimal(38,0))) as string)",
                        "min": "cast(min(`customerNumber`) as string)",
                        "max": "cast(max(`customerNumber`) as string)",
                    },
                    {
                        "column": "customerName",
                        "nulls": "count(1) - count(`customerName`)",
                        "sum": "cast(sum(cast(octet_length(`customerName`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`customerName` as binary)))",
                        "max": "hex(max(cast(`customerName` as binary)))",
                    },
                    {
                        "column": "contactLastName",
                        "nulls": "count(1) - count(`contactLastName`)",
                        "sum": "cast(sum(cast(octet_length(`contactLastName`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`contactLastName` as binary)))",
                        "max": "hex(max(cast(`contactLastName` as binary)))",
                    },
                    {
                        "column": "contactFirstName",
                        "nulls": "count(1) - count(`contactFirstName`)",
                        "sum": "cast(sum(cast(octet_length(`contactFirstName`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`contactFirstName` as binary)))",
                        "max": "hex(max(cast(`contactFirstName` as binary)))",
                    },
                    {
                        "column": "phone",
                        "nulls": "count(1) - count(`phone`)",
                        "sum": "cast(sum(cast(octet_length(`phone`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`phone` as binary)))",
                        "max": "hex(max(cast(`phone` as binary)))",
                    },
                    {
                        "column": "addressLine1",
                        "nulls": "count(1) - count(`addressLine1`)",
                        "sum": "cast(sum(cast(octet_length(`addressLine1`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`addressLine1` as binary)))",
                        "max": "hex(max(cast(`addressLine1` as binary)))",
                    },
                    {
                        "column": "addressLine2",
                        "nulls": "count(1) - count(`addressLine2`)",
                        "sum": "cast(sum(cast(octet_length(`addressLine2`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`addressLine2` as binary)))",
                        "max": "hex(max(cast(`addressLine2` as binary)))",
                    },
                    {
                        "column": "city",
                        "nulls": "count(1) - count(`city`)",
                        "sum": "cast(sum(cast(octet_length(`city`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`city` as binary)))",
                        "max": "hex(max(cast(`city` as binary)))",
                    },
                    {
                        "column": "state",
                        "nulls": "count(1) - count(`state`)",
                        "sum": "cast(sum(cast(octet_length(`state`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`state` as binary)))",
                        "max": "hex(max(cast(`state` as binary)))",
                    },
                    {
                        "column": "postalCode",
                        "nulls": "count(1) - count(`postalCode`)",
                        "sum": "cast(sum(cast(octet_length(`postalCode`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`postalCode` as binary)))",
                        "max": "hex(max(cast(`postalCode` as binary)))",
                    },
                    {
                        "column": "country",
                        "nulls": "count(1) - count(`country`)",
                        "sum": "cast(sum(cast(octet_length(`country`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`country` as binary)))",
                        "max": "hex(max(cast(`country` as binary)))",
                    },
                    {
                        "column": "salesRepEmployeeNumber",
                        "nulls": "count(1) - count(`salesRepEmployeeNumber`)",
                        "sum": "cast(sum(cast(`salesRepEmployeeNumber` as decimal(38,0))) as string)",
                        "min": "cast(min(`salesRepEmployeeNumber`) as string)",
                        "max": "cast(max(`salesRepEmployeeNumber`) as string)",
                    },
                    {
                        "column": "creditLimit",
                        "nulls": "count(1) - count(`creditLimit`)",
                        "sum": "cast(sum(cast(`creditLimit` as decimal(38,2))) as string)",
                        "min": "cast(min(`creditLimit`) as string)",
                        "max": "cast(max(`creditLimit`) as string)",
                    },
                ],
                "content": "cast(sum(cast(conv(substr(sha2(concat_ws('|', nvl(cast(`customerNumber` as string), '~N'), nvl(replace(replace(`customerName`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`contactLastName`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`contactFirstName`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`phone`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`addressLine1`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`addressLine2`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`city`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`state`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`postalCode`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`country`, '~', '~0'), '|', '~1'), '~N'), nvl(cast(`salesRepEmployeeNumber` as string), '~N'), nvl(cast(`creditLimit` as string), '~N')), 256), 1, 15), 16, 10) as decimal(38,0))) as string)",
            },
            "content": True,
        },
        {
            "table": "employees",
            "read": "select cast(`employeeNumber` as char) as `employeeNumber`, convert(`lastName` using utf8mb4) as `lastName`, convert(`officeCode` using utf8mb4) as `officeCode` from `employees`",
            "ask": "select cast(count(*) as char) as f0, cast(sum(ifnull(cast(conv(left(sha2(concat_ws('|', ifnull(cast(`employeeNumber` as char), '~N'), ifnull(replace(replace((convert(`lastName` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`officeCode` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N')), 256), 15), 16, 10) as unsigned), 1000000000000000000000000000000000000000000000)) as char) as f1, '0' as f2, cast(sum(`employeeNumber`) as char) as f3, cast(min(`employeeNumber`) as char) as f4, cast(max(`employeeNumber`) as char) as f5, '0' as f6, cast(sum(length((convert(`lastName` using utf8mb4)))) as char) as f7, hex(min(cast((convert(`lastName` using utf8mb4)) as binary))) as f8, hex(max(cast((convert(`lastName` using utf8mb4)) as binary))) as f9, '0' as f10, cast(sum(length((convert(`officeCode` using utf8mb4)))) as char) as f11, hex(min(cast((convert(`officeCode` using utf8mb4)) as binary))) as f12, hex(max(cast((convert(`officeCode` using utf8mb4)) as binary))) as f13 from `employees`",
            "key": "employeeNumber",
            "columns": [["employeeNumber", "int"], ["lastName", "string"], ["officeCode", "string"]],
            "badDates": [],
            "figures": {
                "columns": [
                    {
                        "column": "employeeNumber",
                        "nulls": "count(1) - count(`employeeNumber`)",
                        "sum": "cast(sum(cast(`employeeNumber` as decimal(38,0))) as string)",
                        "min": "cast(min(`employeeNumber`) as string)",
                        "max": "cast(max(`employeeNumber`) as string)",
                    },
                    {
                        "column": "lastName",
                        "nulls": "count(1) - count(`lastName`)",
                        "sum": "cast(sum(cast(octet_length(`lastName`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`lastName` as binary)))",
                        "max": "hex(max(cast(`lastName` as binary)))",
                    },
                    {
                        "column": "officeCode",
                        "nulls": "count(1) - count(`officeCode`)",
                        "sum": "cast(sum(cast(octet_length(`officeCode`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`officeCode` as binary)))",
                        "max": "hex(max(cast(`officeCode` as binary)))",
                    },
                ],
                "content": "cast(sum(cast(conv(substr(sha2(concat_ws('|', nvl(cast(`employeeNumber` as string), '~N'), nvl(replace(replace(`lastName`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`officeCode`, '~', '~0'), '|', '~1'), '~N')), 256), 1, 15), 16, 10) as decimal(38,0))) as string)",
            },
            "content": True,
        },
        {
            "table": "offices",
            "read": "select convert(`officeCode` using utf8mb4) as `officeCode`, convert(`city` using utf8mb4) as `city` from `offices`",
            "ask": "select cast(count(*) as char) as f0, cast(sum(ifnull(cast(conv(left(sha2(concat_ws('|', ifnull(replace(replace((convert(`officeCode` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(replace(replace((convert(`city` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N')), 256), 15), 16, 10) as unsigned), 1000000000000000000000000000000000000000000000)) as char) as f1, '0' as f2, cast(sum(length((convert(`officeCode` using utf8mb4)))) as char) as f3, hex(min(cast((convert(`officeCode` using utf8mb4)) as binary))) as f4, hex(max(cast((convert(`officeCode` using utf8mb4)) as binary))) as f5, '0' as f6, cast(sum(length((convert(`city` using utf8mb4)))) as char) as f7, hex(min(cast((convert(`city` using utf8mb4)) as binary))) as f8, hex(max(cast((convert(`city` using utf8mb4)) as binary))) as f9 from `offices`",
            "key": None,
            "columns": [["officeCode", "string"], ["city", "string"]],
            "badDates": [],
            "figures": {
                "columns": [
                    {
                        "column": "officeCode",
                        "nulls": "count(1) - count(`officeCode`)",
                        "sum": "cast(sum(cast(octet_length(`officeCode`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`officeCode` as binary)))",
                        "max": "hex(max(cast(`officeCode` as binary)))",
                    },
                    {
                        "column": "city",
                        "nulls": "count(1) - count(`city`)",
                        "sum": "cast(sum(cast(octet_length(`city`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`city` as binary)))",
                        "max": "hex(max(cast(`city` as binary)))",
                    },
                ],
                "content": "cast(sum(cast(conv(substr(sha2(concat_ws('|', nvl(replace(replace(`officeCode`, '~', '~0'), '|', '~1'), '~N'), nvl(replace(replace(`city`, '~', '~0'), '|', '~1'), '~N')), 256), 1, 15), 16, 10) as decimal(38,0))) as string)",
            },
            "content": True,
        },
        {
            "table": "orderdetails",
            "read": "select cast(`orderNumber` as char) as `orderNumber`, convert(`productCode` using utf8mb4) as `productCode`, cast(`quantityOrdered` as char) as `quantityOrdered`, cast(`priceEach` as char) as `priceEach`, cast(`orderLineNumber` as char) as `orderLineNumber` from `orderdetails`",
            "ask": "select cast(count(*) as char) as f0, cast(sum(ifnull(cast(conv(left(sha2(concat_ws('|', ifnull(cast(`orderNumber` as char), '~N'), ifnull(replace(replace((convert(`productCode` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(cast(`quantityOrdered` as char), '~N'), ifnull(cast(`priceEach` as char), '~N'), ifnull(cast(`orderLineNumber` as char), '~N')), 256), 15), 16, 10) as unsigned), 1000000000000000000000000000000000000000000000)) as char) as f1, '0' as f2, cast(sum(`orderNumber`) as char) as f3, cast(min(`orderNumber`) as char) as f4, cast(max(`orderNumber`) as char) as f5, '0' as f6, cast(sum(length((convert(`productCode` using utf8mb4)))) as char) as f7, hex(min(cast((convert(`productCode` using utf8mb4)) as binary))) as f8, hex(max(cast((convert(`productCode` using utf8mb4)) as binary))) as f9, '0' as f10, cast(sum(`quantityOrdered`) as char) as f11, cast(min(`quantityOrdered`) as char) as f12, cast(max(`quantityOrdered`) as char) as f13, '0' as f14, cast(sum(`priceEach`) as char) as f15, cast(min(`priceEach`) as char) as f16, cast(max(`priceEach`) as char) as f17, '0' as f18, cast(sum(`orderLineNumber`) as char) as f19, cast(min(`orderLineNumber`) as char) as f20, cast(max(`orderLineNumber`) as char) as f21 from `orderdetails`",
            "key": "orderNumber",
            "columns": [
                ["orderNumber", "int"],
                ["productCode", "string"],
                ["quantityOrdered", "int"],
                ["priceEach", "decimal(10,2)"],
                ["orderLineNumber", "smallint"],
            ],
            "badDates": [],
            "figures": {
                "columns": [
                    {
                        "column": "orderNumber",
                        "nulls": "count(1) - count(`orderNumber`)",
                        "sum": "cast(sum(cast(`orderNumber` as decimal(38,0))) as string)",
                        "min": "cast(min(`orderNumber`) as string)",
                        "max": "cast(max(`orderNumber`) as string)",
                    },
                    {
                        "column": "productCode",
                        "nulls": "count(1) - count(`productCode`)",
                        "sum": "cast(sum(cast(octet_length(`productCode`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`productCode` as binary)))",
                        "max": "hex(max(cast(`productCode` as binary)))",
                    },
                    {
                        "column": "quantityOrdered",
                        "nulls": "count(1) - count(`quantityOrdered`)",
                        "sum": "cast(sum(cast(`quantityOrdered` as decimal(38,0))) as string)",
                        "min": "cast(min(`quantityOrdered`) as string)",
                        "max": "cast(max(`quantityOrdered`) as string)",
                    },
                    {
                        "column": "priceEach",
                        "nulls": "count(1) - count(`priceEach`)",
                        "sum": "cast(sum(cast(`priceEach` as decimal(38,2))) as string)",
                        "min": "cast(min(`priceEach`) as string)",
                        "max": "cast(max(`priceEach`) as string)",
                    },
                    {
                        "column": "orderLineNumber",
                        "nulls": "count(1) - count(`orderLineNumber`)",
                        "sum": "cast(sum(cast(`orderLineNumber` as decimal(38,0))) as string)",
                        "min": "cast(min(`orderLineNumber`) as string)",
                        "max": "cast(max(`orderLineNumber`) as string)",
                    },
                ],
                "content": "cast(sum(cast(conv(substr(sha2(concat_ws('|', nvl(cast(`orderNumber` as string), '~N'), nvl(replace(replace(`productCode`, '~', '~0'), '|', '~1'), '~N'), nvl(cast(`quantityOrdered` as string), '~N'), nvl(cast(`priceEach` as string), '~N'), nvl(cast(`orderLineNumber` as string), '~N')), 256), 1, 15), 16, 10) as decimal(38,0))) as string)",
            },
            "content": True,
        },
        {
            "table": "orders",
            "read": "select cast(`orderNumber` as char) as `orderNumber`, cast(if(((month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > 28) and (month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > case when month(`orderDate`) = 2 then if(year(`orderDate`) % 4 = 0 and year(`orderDate`) <> 0 and (year(`orderDate`) % 100 <> 0 or year(`orderDate`) % 400 = 0), 29, 28) when month(`orderDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `orderDate`) as char) as `orderDate`, cast(if(((month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > 28) and (month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > case when month(`requiredDate`) = 2 then if(year(`requiredDate`) % 4 = 0 and year(`requiredDate`) <> 0 and (year(`requiredDate`) % 100 <> 0 or year(`requiredDate`) % 400 = 0), 29, 28) when month(`requiredDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `requiredDate`) as char) as `requiredDate`, cast(if(((month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > 28) and (month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > case when month(`shippedDate`) = 2 then if(year(`shippedDate`) % 4 = 0 and year(`shippedDate`) <> 0 and (year(`shippedDate`) % 100 <> 0 or year(`shippedDate`) % 400 = 0), 29, 28) when month(`shippedDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `shippedDate`) as char) as `shippedDate`, convert(`status` using utf8mb4) as `status`, cast(`customerNumber` as char) as `customerNumber` from `orders`",
            "ask": "select cast(count(*) as char) as f0, cast(sum(ifnull(cast(conv(left(sha2(concat_ws('|', ifnull(cast(`orderNumber` as char), '~N'), ifnull(cast(if(((month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > 28) and (month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > case when month(`orderDate`) = 2 then if(year(`orderDate`) % 4 = 0 and year(`orderDate`) <> 0 and (year(`orderDate`) % 100 <> 0 or year(`orderDate`) % 400 = 0), 29, 28) when month(`orderDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `orderDate`) as char), '~N'), ifnull(cast(if(((month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > 28) and (month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > case when month(`requiredDate`) = 2 then if(year(`requiredDate`) % 4 = 0 and year(`requiredDate`) <> 0 and (year(`requiredDate`) % 100 <> 0 or year(`requiredDate`) % 400 = 0), 29, 28) when month(`requiredDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `requiredDate`) as char), '~N'), ifnull(cast(if(((month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > 28) and (month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > case when month(`shippedDate`) = 2 then if(year(`shippedDate`) % 4 = 0 and year(`shippedDate`) <> 0 and (year(`shippedDate`) % 100 <> 0 or year(`shippedDate`) % 400 = 0), 29, 28) when month(`shippedDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `shippedDate`) as char), '~N'), ifnull(replace(replace((convert(`status` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(cast(`customerNumber` as char), '~N')), 256), 15), 16, 10) as unsigned), 1000000000000000000000000000000000000000000000)) as char) as f1, '0' as f2, cast(sum(`orderNumber`) as char) as f3, cast(min(`orderNumber`) as char) as f4, cast(max(`orderNumber`) as char) as f5, cast(count(*) - count(if(((month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > 28) and (month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > case when month(`orderDate`) = 2 then if(year(`orderDate`) % 4 = 0 and year(`orderDate`) <> 0 and (year(`orderDate`) % 100 <> 0 or year(`orderDate`) % 400 = 0), 29, 28) when month(`orderDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `orderDate`)) as char) as f6, cast(sum((to_days(if(((month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > 28) and (month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > case when month(`orderDate`) = 2 then if(year(`orderDate`) % 4 = 0 and year(`orderDate`) <> 0 and (year(`orderDate`) % 100 <> 0 or year(`orderDate`) % 400 = 0), 29, 28) when month(`orderDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `orderDate`)) - 719528 - if(year(if(((month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > 28) and (month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > case when month(`orderDate`) = 2 then if(year(`orderDate`) % 4 = 0 and year(`orderDate`) <> 0 and (year(`orderDate`) % 100 <> 0 or year(`orderDate`) % 400 = 0), 29, 28) when month(`orderDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `orderDate`)) = 0 and month(if(((month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > 28) and (month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > case when month(`orderDate`) = 2 then if(year(`orderDate`) % 4 = 0 and year(`orderDate`) <> 0 and (year(`orderDate`) % 100 <> 0 or year(`orderDate`) % 400 = 0), 29, 28) when month(`orderDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `orderDate`)) < 3, 1, 0))) as char) as f7, cast(min(if(((month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > 28) and (month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > case when month(`orderDate`) = 2 then if(year(`orderDate`) % 4 = 0 and year(`orderDate`) <> 0 and (year(`orderDate`) % 100 <> 0 or year(`orderDate`) % 400 = 0), 29, 28) when month(`orderDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `orderDate`)) as char) as f8, cast(max(if(((month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > 28) and (month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > case when month(`orderDate`) = 2 then if(year(`orderDate`) % 4 = 0 and year(`orderDate`) <> 0 and (year(`orderDate`) % 100 <> 0 or year(`orderDate`) % 400 = 0), 29, 28) when month(`orderDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `orderDate`)) as char) as f9, cast(count(*) - count(if(((month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > 28) and (month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > case when month(`requiredDate`) = 2 then if(year(`requiredDate`) % 4 = 0 and year(`requiredDate`) <> 0 and (year(`requiredDate`) % 100 <> 0 or year(`requiredDate`) % 400 = 0), 29, 28) when month(`requiredDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `requiredDate`)) as char) as f10, cast(sum((to_days(if(((month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > 28) and (month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > case when month(`requiredDate`) = 2 then if(year(`requiredDate`) % 4 = 0 and year(`requiredDate`) <> 0 and (year(`requiredDate`) % 100 <> 0 or year(`requiredDate`) % 400 = 0), 29, 28) when month(`requiredDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `requiredDate`)) - 719528 - if(year(if(((month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > 28) and (month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > case when month(`requiredDate`) = 2 then if(year(`requiredDate`) % 4 = 0 and year(`requiredDate`) <> 0 and (year(`requiredDate`) % 100 <> 0 or year(`requiredDate`) % 400 = 0), 29, 28) when month(`requiredDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `requiredDate`)) = 0 and month(if(((month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > 28) and (month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > case when month(`requiredDate`) = 2 then if(year(`requiredDate`) % 4 = 0 and year(`requiredDate`) <> 0 and (year(`requiredDate`) % 100 <> 0 or year(`requiredDate`) % 400 = 0), 29, 28) when month(`requiredDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `requiredDate`)) < 3, 1, 0))) as char) as f11, cast(min(if(((month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > 28) and (month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > case when month(`requiredDate`) = 2 then if(year(`requiredDate`) % 4 = 0 and year(`requiredDate`) <> 0 and (year(`requiredDate`) % 100 <> 0 or year(`requiredDate`) % 400 = 0), 29, 28) when month(`requiredDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `requiredDate`)) as char) as f12, cast(max(if(((month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > 28) and (month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > case when month(`requiredDate`) = 2 then if(year(`requiredDate`) % 4 = 0 and year(`requiredDate`) <> 0 and (year(`requiredDate`) % 100 <> 0 or year(`requiredDate`) % 400 = 0), 29, 28) when month(`requiredDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `requiredDate`)) as char) as f13, cast(count(*) - count(if(((month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > 28) and (month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > case when month(`shippedDate`) = 2 then if(year(`shippedDate`) % 4 = 0 and year(`shippedDate`) <> 0 and (year(`shippedDate`) % 100 <> 0 or year(`shippedDate`) % 400 = 0), 29, 28) when month(`shippedDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `shippedDate`)) as char) as f14, cast(sum((to_days(if(((month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > 28) and (month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > case when month(`shippedDate`) = 2 then if(year(`shippedDate`) % 4 = 0 and year(`shippedDate`) <> 0 and (year(`shippedDate`) % 100 <> 0 or year(`shippedDate`) % 400 = 0), 29, 28) when month(`shippedDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `shippedDate`)) - 719528 - if(year(if(((month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > 28) and (month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > case when month(`shippedDate`) = 2 then if(year(`shippedDate`) % 4 = 0 and year(`shippedDate`) <> 0 and (year(`shippedDate`) % 100 <> 0 or year(`shippedDate`) % 400 = 0), 29, 28) when month(`shippedDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `shippedDate`)) = 0 and month(if(((month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > 28) and (month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > case when month(`shippedDate`) = 2 then if(year(`shippedDate`) % 4 = 0 and year(`shippedDate`) <> 0 and (year(`shippedDate`) % 100 <> 0 or year(`shippedDate`) % 400 = 0), 29, 28) when month(`shippedDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `shippedDate`)) < 3, 1, 0))) as char) as f15, cast(min(if(((month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > 28) and (month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > case when month(`shippedDate`) = 2 then if(year(`shippedDate`) % 4 = 0 and year(`shippedDate`) <> 0 and (year(`shippedDate`) % 100 <> 0 or year(`shippedDate`) % 400 = 0), 29, 28) when month(`shippedDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `shippedDate`)) as char) as f16, cast(max(if(((month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > 28) and (month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > case when month(`shippedDate`) = 2 then if(year(`shippedDate`) % 4 = 0 and year(`shippedDate`) <> 0 and (year(`shippedDate`) % 100 <> 0 or year(`shippedDate`) % 400 = 0), 29, 28) when month(`shippedDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `shippedDate`)) as char) as f17, '0' as f18, cast(sum(length((convert(`status` using utf8mb4)))) as char) as f19, hex(min(cast((convert(`status` using utf8mb4)) as binary))) as f20, hex(max(cast((convert(`status` using utf8mb4)) as binary))) as f21, '0' as f22, cast(sum(`customerNumber`) as char) as f23, cast(min(`customerNumber`) as char) as f24, cast(max(`customerNumber`) as char) as f25 from `orders`",
            "key": "orderNumber",
            "columns": [
                ["orderNumber", "int"],
                ["orderDate", "date"],
                ["requiredDate", "date"],
                ["shippedDate", "date"],
                ["status", "string"],
                ["customerNumber", "int"],
            ],
            "badDates": [
                {
                    "column": "orderDate",
                    "count": "select cast(count(*) as char) as n from `orders` where ((month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > 28) and (month(`orderDate`) = 0 or day(`orderDate`) = 0 or day(`orderDate`) > case when month(`orderDate`) = 2 then if(year(`orderDate`) % 4 = 0 and year(`orderDate`) <> 0 and (year(`orderDate`) % 100 <> 0 or year(`orderDate`) % 400 = 0), 29, 28) when month(`orderDate`) in (4, 6, 9, 11) then 30 else 31 end))",
                    "policy": "refuse",
                },
                {
                    "column": "requiredDate",
                    "count": "select cast(count(*) as char) as n from `orders` where ((month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > 28) and (month(`requiredDate`) = 0 or day(`requiredDate`) = 0 or day(`requiredDate`) > case when month(`requiredDate`) = 2 then if(year(`requiredDate`) % 4 = 0 and year(`requiredDate`) <> 0 and (year(`requiredDate`) % 100 <> 0 or year(`requiredDate`) % 400 = 0), 29, 28) when month(`requiredDate`) in (4, 6, 9, 11) then 30 else 31 end))",
                    "policy": "refuse",
                },
                {
                    "column": "shippedDate",
                    "count": "select cast(count(*) as char) as n from `orders` where ((month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > 28) and (month(`shippedDate`) = 0 or day(`shippedDate`) = 0 or day(`shippedDate`) > case when month(`shippedDate`) = 2 then if(year(`shippedDate`) % 4 = 0 and year(`shippedDate`) <> 0 and (year(`shippedDate`) % 100 <> 0 or year(`shippedDate`) % 400 = 0), 29, 28) when month(`shippedDate`) in (4, 6, 9, 11) then 30 else 31 end))",
                    "policy": "refuse",
                },
            ],
            "figures": {
                "columns": [
                    {
                        "column": "orderNumber",
                        "nulls": "count(1) - count(`orderNumber`)",
                        "sum": "cast(sum(cast(`orderNumber` as decimal(38,0))) as string)",
                        "min": "cast(min(`orderNumber`) as string)",
                        "max": "cast(max(`orderNumber`) as string)",
                    },
                    {
                        "column": "orderDate",
                        "nulls": "count(1) - count(`orderDate`)",
                        "sum": "cast(sum(cast(datediff(`orderDate`, date '1970-01-01') as decimal(38,0))) as string)",
                        "min": "cast(min(`orderDate`) as string)",
                        "max": "cast(max(`orderDate`) as string)",
                    },
                    {
                        "column": "requiredDate",
                        "nulls": "count(1) - count(`requiredDate`)",
                        "sum": "cast(sum(cast(datediff(`requiredDate`, date '1970-01-01') as decimal(38,0))) as string)",
                        "min": "cast(min(`requiredDate`) as string)",
                        "max": "cast(max(`requiredDate`) as string)",
                    },
                    {
                        "column": "shippedDate",
                        "nulls": "count(1) - count(`shippedDate`)",
                        "sum": "cast(sum(cast(datediff(`shippedDate`, date '1970-01-01') as decimal(38,0))) as string)",
                        "min": "cast(min(`shippedDate`) as string)",
                        "max": "cast(max(`shippedDate`) as string)",
                    },
                    {
                        "column": "status",
                        "nulls": "count(1) - count(`status`)",
                        "sum": "cast(sum(cast(octet_length(`status`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`status` as binary)))",
                        "max": "hex(max(cast(`status` as binary)))",
                    },
                    {
                        "column": "customerNumber",
                        "nulls": "count(1) - count(`customerNumber`)",
                        "sum": "cast(sum(cast(`customerNumber` as decimal(38,0))) as string)",
                        "min": "cast(min(`customerNumber`) as string)",
                        "max": "cast(max(`customerNumber`) as string)",
                    },
                ],
                "content": "cast(sum(cast(conv(substr(sha2(concat_ws('|', nvl(cast(`orderNumber` as string), '~N'), nvl(cast(`orderDate` as string), '~N'), nvl(cast(`requiredDate` as string), '~N'), nvl(cast(`shippedDate` as string), '~N'), nvl(replace(replace(`status`, '~', '~0'), '|', '~1'), '~N'), nvl(cast(`customerNumber` as string), '~N')), 256), 1, 15), 16, 10) as decimal(38,0))) as string)",
            },
            "content": True,
        },
        {
            "table": "payments",
            "read": "select cast(`customerNumber` as char) as `customerNumber`, convert(`checkNumber` using utf8mb4) as `checkNumber`, cast(if(((month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > 28) and (month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > case when month(`paymentDate`) = 2 then if(year(`paymentDate`) % 4 = 0 and year(`paymentDate`) <> 0 and (year(`paymentDate`) % 100 <> 0 or year(`paymentDate`) % 400 = 0), 29, 28) when month(`paymentDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `paymentDate`) as char) as `paymentDate`, cast(`amount` as char) as `amount` from `payments`",
            "ask": "select cast(count(*) as char) as f0, cast(sum(ifnull(cast(conv(left(sha2(concat_ws('|', ifnull(cast(`customerNumber` as char), '~N'), ifnull(replace(replace((convert(`checkNumber` using utf8mb4)) collate utf8mb4_bin, '~', '~0'), '|', '~1'), '~N'), ifnull(cast(if(((month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > 28) and (month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > case when month(`paymentDate`) = 2 then if(year(`paymentDate`) % 4 = 0 and year(`paymentDate`) <> 0 and (year(`paymentDate`) % 100 <> 0 or year(`paymentDate`) % 400 = 0), 29, 28) when month(`paymentDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `paymentDate`) as char), '~N'), ifnull(cast(`amount` as char), '~N')), 256), 15), 16, 10) as unsigned), 1000000000000000000000000000000000000000000000)) as char) as f1, '0' as f2, cast(sum(`customerNumber`) as char) as f3, cast(min(`customerNumber`) as char) as f4, cast(max(`customerNumber`) as char) as f5, '0' as f6, cast(sum(length((convert(`checkNumber` using utf8mb4)))) as char) as f7, hex(min(cast((convert(`checkNumber` using utf8mb4)) as binary))) as f8, hex(max(cast((convert(`checkNumber` using utf8mb4)) as binary))) as f9, cast(count(*) - count(if(((month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > 28) and (month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > case when month(`paymentDate`) = 2 then if(year(`paymentDate`) % 4 = 0 and year(`paymentDate`) <> 0 and (year(`paymentDate`) % 100 <> 0 or year(`paymentDate`) % 400 = 0), 29, 28) when month(`paymentDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `paymentDate`)) as char) as f10, cast(sum((to_days(if(((month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > 28) and (month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > case when month(`paymentDate`) = 2 then if(year(`paymentDate`) % 4 = 0 and year(`paymentDate`) <> 0 and (year(`paymentDate`) % 100 <> 0 or year(`paymentDate`) % 400 = 0), 29, 28) when month(`paymentDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `paymentDate`)) - 719528 - if(year(if(((month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > 28) and (month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > case when month(`paymentDate`) = 2 then if(year(`paymentDate`) % 4 = 0 and year(`paymentDate`) <> 0 and (year(`paymentDate`) % 100 <> 0 or year(`paymentDate`) % 400 = 0), 29, 28) when month(`paymentDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `paymentDate`)) = 0 and month(if(((month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > 28) and (month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > case when month(`paymentDate`) = 2 then if(year(`paymentDate`) % 4 = 0 and year(`paymentDate`) <> 0 and (year(`paymentDate`) % 100 <> 0 or year(`paymentDate`) % 400 = 0), 29, 28) when month(`paymentDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `paymentDate`)) < 3, 1, 0))) as char) as f11, cast(min(if(((month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > 28) and (month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > case when month(`paymentDate`) = 2 then if(year(`paymentDate`) % 4 = 0 and year(`paymentDate`) <> 0 and (year(`paymentDate`) % 100 <> 0 or year(`paymentDate`) % 400 = 0), 29, 28) when month(`paymentDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `paymentDate`)) as char) as f12, cast(max(if(((month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > 28) and (month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > case when month(`paymentDate`) = 2 then if(year(`paymentDate`) % 4 = 0 and year(`paymentDate`) <> 0 and (year(`paymentDate`) % 100 <> 0 or year(`paymentDate`) % 400 = 0), 29, 28) when month(`paymentDate`) in (4, 6, 9, 11) then 30 else 31 end)), null, `paymentDate`)) as char) as f13, '0' as f14, cast(sum(`amount`) as char) as f15, cast(min(`amount`) as char) as f16, cast(max(`amount`) as char) as f17 from `payments`",
            "key": "customerNumber",
            "columns": [
                ["customerNumber", "int"],
                ["checkNumber", "string"],
                ["paymentDate", "date"],
                ["amount", "decimal(10,2)"],
            ],
            "badDates": [
                {
                    "column": "paymentDate",
                    "count": "select cast(count(*) as char) as n from `payments` where ((month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > 28) and (month(`paymentDate`) = 0 or day(`paymentDate`) = 0 or day(`paymentDate`) > case when month(`paymentDate`) = 2 then if(year(`paymentDate`) % 4 = 0 and year(`paymentDate`) <> 0 and (year(`paymentDate`) % 100 <> 0 or year(`paymentDate`) % 400 = 0), 29, 28) when month(`paymentDate`) in (4, 6, 9, 11) then 30 else 31 end))",
                    "policy": "refuse",
                },
            ],
            "figures": {
                "columns": [
                    {
                        "column": "customerNumber",
                        "nulls": "count(1) - count(`customerNumber`)",
                        "sum": "cast(sum(cast(`customerNumber` as decimal(38,0))) as string)",
                        "min": "cast(min(`customerNumber`) as string)",
                        "max": "cast(max(`customerNumber`) as string)",
                    },
                    {
                        "column": "checkNumber",
                        "nulls": "count(1) - count(`checkNumber`)",
                        "sum": "cast(sum(cast(octet_length(`checkNumber`) as decimal(38,0))) as string)",
                        "min": "hex(min(cast(`checkNumber` as binary)))",
                        "max": "hex(max(cast(`checkNumber` as binary)))",
                    },
                    {
                        "column": "paymentDate",
                        "nulls": "count(1) - count(`paymentDate`)",
                        "sum": "cast(sum(cast(datediff(`paymentDate`, date '1970-01-01') as decimal(38,0))) as string)",
                        "min": "cast(min(`paymentDate`) as string)",
                        "max": "cast(max(`paymentDate`) as string)",
                    },
                    {
                        "column": "amount",
                        "nulls": "count(1) - count(`amount`)",
                        "sum": "cast(sum(cast(`amount` as decimal(38,2))) as string)",
                        "min": "cast(min(`amount`) as string)",
                        "max": "cast(max(`amount`) as string)",
                    },
                ],
                "content": "cast(sum(cast(conv(substr(sha2(concat_ws('|', nvl(cast(`customerNumber` as string), '~N'), nvl(replace(replace(`checkNumber`, '~', '~0'), '|', '~1'), '~N'), nvl(cast(`paymentDate` as string), '~N'), nvl(cast(`amount` as string), '~N')), 256), 1, 15), 16, 10) as decimal(38,0))) as string)",
            },
            "content": True,
        },
    ],
    "notByJdbc": [],
    "keys": [
        {"table": "products", "columns": ["productCode"]},
        {"table": "productlines", "columns": ["productLine"]},
        {"table": "customers", "columns": ["customerNumber"]},
        {"table": "employees", "columns": ["employeeNumber"]},
        {"table": "offices", "columns": ["officeCode"]},
        {"table": "orders", "columns": ["orderNumber"]},
        {"table": "orderdetails", "columns": ["orderNumber", "productCode"]},
        {"table": "payments", "columns": ["customerNumber", "checkNumber"]},
    ],
    "relations": [
        {
            "table": "products",
            "columns": ["productLine"],
            "to": "productlines",
            "toColumns": ["productLine"],
            "text": True,
            "orphans": "select cast(count(*) as char) as n from `products` as c where c.`productLine` is not null and not exists (select 1 from `productlines` as p where p.`productLine` = c.`productLine`)",
        },
        {
            "table": "customers",
            "columns": ["salesRepEmployeeNumber"],
            "to": "employees",
            "toColumns": ["employeeNumber"],
            "text": False,
            "orphans": None,
        },
        {
            "table": "employees",
            "columns": ["officeCode"],
            "to": "offices",
            "toColumns": ["officeCode"],
            "text": True,
            "orphans": "select cast(count(*) as char) as n from `employees` as c where c.`officeCode` is not null and not exists (select 1 from `offices` as p where p.`officeCode` = c.`officeCode`)",
        },
        {
            "table": "orderdetails",
            "columns": ["productCode"],
            "to": "products",
            "toColumns": ["productCode"],
            "text": True,
            "orphans": "select cast(count(*) as char) as n from `orderdetails` as c where c.`productCode` is not null and not exists (select 1 from `products` as p where p.`productCode` = c.`productCode`)",
        },
        {
            "table": "orders",
            "columns": ["customerNumber"],
            "to": "customers",
            "toColumns": ["customerNumber"],
            "text": False,
            "orphans": None,
        },
        {
            "table": "orderdetails",
            "columns": ["orderNumber"],
            "to": "orders",
            "toColumns": ["orderNumber"],
            "text": False,
            "orphans": None,
        },
        {
            "table": "payments",
            "columns": ["customerNumber"],
            "to": "customers",
            "toColumns": ["customerNumber"],
            "text": False,
            "orphans": None,
        },
    ],
    "dimensions": [
        {
            "name": "products",
            "table": "dim_products",
            "key": "product_key",
            "at": "star.ts:18",
            "natural": ["product_code"],
            "columns": [
                "product_code",
                "product_name",
                "line",
                "product_scale",
                "product_vendor",
                "product_description",
                "product_line_description",
            ],
            "clean": [],
            "mayHaveTwins": [
                {"label": "productCode", "name": "product_code"},
                {"label": "productName", "name": "product_name"},
                {"label": "line", "name": "line"},
                {"label": "productScale", "name": "product_scale"},
                {"label": "productVendor", "name": "product_vendor"},
                {"label": "productDescription", "name": "product_description"},
                {"label": "productLineDescription", "name": "product_line_description"},
            ],
        },
        {
            "name": "customers",
            "table": "dim_customers",
            "key": "customer_key",
            "at": "star.ts:6",
            "natural": ["customer_number"],
            "columns": [
                "customer_number",
                "customer_name",
                "contact_last_name",
                "contact_first_name",
                "phone",
                "address_line_1",
                "address_line_2",
                "credit_limit",
                "sales_rep",
                "sales_office",
            ],
            "clean": [],
            "mayHaveTwins": [
                {"label": "customerName", "name": "customer_name"},
                {"label": "contactLastName", "name": "contact_last_name"},
                {"label": "contactFirstName", "name": "contact_first_name"},
                {"label": "phone", "name": "phone"},
                {"label": "addressLine1", "name": "address_line_1"},
                {"label": "addressLine2", "name": "address_line_2"},
                {"label": "salesRep", "name": "sales_rep"},
                {"label": "salesOffice", "name": "sales_office"},
            ],
        },
        {
            "name": "locations",
            "table": "dim_locations",
            "key": "location_key",
            "at": "star.ts:28",
            "natural": ["postal_code", "city", "state", "country"],
            "columns": ["postal_code", "city", "state", "country"],
            "clean": [],
            "mayHaveTwins": [
                {"label": "postalCode", "name": "postal_code"},
                {"label": "city", "name": "city"},
                {"label": "state", "name": "state"},
                {"label": "country", "name": "country"},
            ],
        },
    ],
    "checks": [
        {
            "table": "fact_orders",
            "label": "quantityOrdered > 0",
            "at": "star.ts:81",
            "violations": "select `order_number`, `product_code` from `star__fact_orders` where not (`quantity_ordered` > 0)",
        },
        {
            "table": "fact_orders",
            "label": "orderAmount >= 0",
            "at": "star.ts:81",
            "violations": "select `order_number`, `product_code` from `star__fact_orders` where not (`order_amount` >= 0)",
        },
        {
            "table": "fact_payments",
            "label": "amount > 0",
            "at": "star.ts:82",
            "violations": "select `customer_number`, `check_number` from `star__fact_payments` where not (`amount` > 0)",
        },
    ],
    "types": {
        "dim_products": [
            ["product_key", "int"],
            ["product_code", "string"],
            ["product_name", "string"],
            ["line", "string"],
            ["product_scale", "string"],
            ["product_vendor", "string"],
            ["product_description", "string"],
            ["product_line_description", "string"],
        ],
        "dim_customers": [
            ["customer_key", "int"],
            ["customer_number", "int"],
            ["customer_name", "string"],
            ["contact_last_name", "string"],
            ["contact_first_name", "string"],
            ["phone", "string"],
            ["address_line_1", "string"],
            ["address_line_2", "string"],
            ["credit_limit", "decimal(10,2)"],
            ["sales_rep", "string"],
            ["sales_office", "string"],
        ],
        "dim_locations": [
            ["location_key", "int"],
            ["postal_code", "string"],
            ["city", "string"],
            ["state", "string"],
            ["country", "string"],
        ],
        "dim_dates": [
            ["date_key", "int"],
            ["date", "date"],
            ["year", "int"],
            ["quarter", "int"],
            ["month", "int"],
            ["month_name", "string"],
            ["year_month", "string"],
            ["week", "int"],
            ["iso_year", "int"],
            ["day", "int"],
            ["weekday", "int"],
            ["weekday_name", "string"],
        ],
        "fact_orders": [
            ["product_code", "string"],
            ["order_number", "int"],
            ["product_key", "int"],
            ["customer_key", "int"],
            ["location_key", "int"],
            ["ordered_key", "int"],
            ["required_key", "int"],
            ["shipped_key", "int"],
            ["order_line_number", "smallint"],
            ["status", "string"],
            ["quantity_ordered", "int"],
            ["price_each", "decimal(10,2)"],
            ["order_amount", "decimal(20,2)"],
            ["cost", "decimal(20,2)"],
            ["list_amount", "decimal(20,2)"],
            ["margin", "decimal(21,2)"],
            ["discount", "decimal(21,2)"],
        ],
        "fact_payments": [
            ["customer_number", "int"],
            ["check_number", "string"],
            ["customer_key", "int"],
            ["paid_key", "int"],
            ["amount", "decimal(10,2)"],
        ],
    },
    "published": {
        "dim_products": {
            "kind": "dimension",
            "columns": [
                {"name": "product_key", "type": "integer"},
                {"name": "product_code", "type": "text"},
                {"name": "product_name", "type": "text"},
                {"name": "line", "type": "text"},
                {"name": "product_scale", "type": "text"},
                {"name": "product_vendor", "type": "text"},
                {"name": "product_description", "type": "text"},
                {"name": "product_line_description", "type": "text"},
            ],
        },
        "dim_customers": {
            "kind": "dimension",
            "columns": [
                {"name": "customer_key", "type": "integer"},
                {"name": "customer_number", "type": "integer"},
                {"name": "customer_name", "type": "text"},
                {"name": "contact_last_name", "type": "text"},
                {"name": "contact_first_name", "type": "text"},
                {"name": "phone", "type": "text"},
                {"name": "address_line_1", "type": "text"},
                {"name": "address_line_2", "type": "text"},
                {"name": "credit_limit", "type": "decimal(10,2)"},
                {"name": "sales_rep", "type": "text"},
                {"name": "sales_office", "type": "text"},
            ],
        },
        "dim_locations": {
            "kind": "dimension",
            "columns": [
                {"name": "location_key", "type": "integer"},
                {"name": "postal_code", "type": "text"},
                {"name": "city", "type": "text"},
                {"name": "state", "type": "text"},
                {"name": "country", "type": "text"},
            ],
        },
        "dim_dates": {
            "kind": "dimension",
            "columns": [
                {"name": "date_key", "type": "integer"},
                {"name": "date", "type": "date"},
                {"name": "year", "type": "integer"},
                {"name": "quarter", "type": "integer"},
                {"name": "month", "type": "integer"},
                {"name": "month_name", "type": "text"},
                {"name": "year_month", "type": "text"},
                {"name": "week", "type": "integer"},
                {"name": "iso_year", "type": "integer"},
                {"name": "day", "type": "integer"},
                {"name": "weekday", "type": "integer"},
                {"name": "weekday_name", "type": "text"},
            ],
        },
        "fact_orders": {
            "kind": "fact",
            "columns": [
                {"name": "product_code", "type": "text"},
                {"name": "order_number", "type": "integer"},
                {"name": "product_key", "type": "integer"},
                {"name": "customer_key", "type": "integer"},
                {"name": "location_key", "type": "integer"},
                {"name": "ordered_key", "type": "integer"},
                {"name": "required_key", "type": "integer"},
                {"name": "shipped_key", "type": "integer"},
                {"name": "order_line_number", "type": "smallint"},
                {"name": "status", "type": "text"},
                {"name": "quantity_ordered", "type": "integer"},
                {"name": "price_each", "type": "decimal(10,2)"},
                {"name": "order_amount", "type": "decimal(20,2)"},
                {"name": "cost", "type": "decimal(20,2)"},
                {"name": "list_amount", "type": "decimal(20,2)"},
                {"name": "margin", "type": "decimal(21,2)"},
                {"name": "discount", "type": "decimal(21,2)"},
            ],
        },
        "fact_payments": {
            "kind": "fact",
            "columns": [
                {"name": "customer_number", "type": "integer"},
                {"name": "check_number", "type": "text"},
                {"name": "customer_key", "type": "integer"},
                {"name": "paid_key", "type": "integer"},
                {"name": "amount", "type": "decimal(10,2)"},
            ],
        },
    },
    "proof": [
        {
            "table": "dim_products",
            "source": r"""
select c0 as v0,
  c1 as v1,
  c2 as v2,
  c3 as v3,
  c4 as v4,
  c5 as v5,
  c6 as v6
from (select w.`productCode` as c0, w.`productName` as c1, w.`productLine` as c2, w.`productScale` as c3, w.`productVendor` as c4, w.`productDescription` as c5, w1.`textDescription` as c6 from `stage__products` as w
left join `stage__productlines` as w1 on w1.`productLine` == w.`productLine`)
""",
            "star": r"""
select f.`product_code` as v0,
  f.`product_name` as v1,
  f.`line` as v2,
  f.`product_scale` as v3,
  f.`product_vendor` as v4,
  f.`product_description` as v5,
  f.`product_line_description` as v6
from `star__dim_products` as f where f.`product_key` > 0
""",
            "columns": [
                {"name": "product_code", "scale": None, "content": True},
                {"name": "product_name", "scale": None, "content": True},
                {"name": "line", "scale": None, "content": True},
                {"name": "product_scale", "scale": None, "content": True},
                {"name": "product_vendor", "scale": None, "content": True},
                {"name": "product_description", "scale": None, "content": True},
                {"name": "product_line_description", "scale": None, "content": True},
            ],
            "grain": [0],
            "figures": [
                {
                    "name": "content",
                    "sql": "sum(cast(xxhash64(isnull(v0), v0, isnull(v1), v1, isnull(v2), v2, isnull(v3), v3, isnull(v4), v4, isnull(v5), v5, isnull(v6), v6) as decimal(38,0)))",
                    "scale": None,
                },
            ],
            "paths": [],
        },
        {
            "table": "dim_customers",
            "source": r"""
select c0 as v0,
  c1 as v1,
  c2 as v2,
  c3 as v3,
  c4 as v4,
  c5 as v5,
  c6 as v6,
  c7 as v7,
  c8 as v8,
  c9 as v9
from (select cast(w.`customerNumber` as decimal(38,0)) as c0, w.`customerName` as c1, w.`contactLastName` as c2, w.`contactFirstName` as c3, w.`phone` as c4, w.`addressLine1` as c5, w.`addressLine2` as c6, cast(replace(cast(w.`creditLimit` as string), '.', '') as decimal(38,0)) as c7, w1.`lastName` as c8, w2.`city` as c9 from `stage__customers` as w
left join `stage__employees` as w1 on w1.`employeeNumber` == w.`salesRepEmployeeNumber`
left join `stage__offices` as w2 on w2.`officeCode` == w1.`officeCode`)
""",
            "star": r"""
select cast(f.`customer_number` as decimal(38,0)) as v0,
  f.`customer_name` as v1,
  f.`contact_last_name` as v2,
  f.`contact_first_name` as v3,
  f.`phone` as v4,
  f.`address_line_1` as v5,
  f.`address_line_2` as v6,
  cast(replace(cast(f.`credit_limit` as string), '.', '') as decimal(38,0)) as v7,
  f.`sales_rep` as v8,
  f.`sales_office` as v9
from `star__dim_customers` as f where f.`customer_key` > 0
""",
            "columns": [
                {"name": "customer_number", "scale": 0, "content": True},
                {"name": "customer_name", "scale": None, "content": True},
                {"name": "contact_last_name", "scale": None, "content": True},
                {"name": "contact_first_name", "scale": None, "content": True},
                {"name": "phone", "scale": None, "content": True},
                {"name": "address_line_1", "scale": None, "content": True},
                {"name": "address_line_2", "scale": None, "content": True},
                {"name": "credit_limit", "scale": 2, "content": True},
                {"name": "sales_rep", "scale": None, "content": True},
                {"name": "sales_office", "scale": None, "content": True},
            ],
            "grain": [0],
            "figures": [
                {
                    "name": "content",
                    "sql": "sum(cast(xxhash64(isnull(v0), v0, isnull(v1), v1, isnull(v2), v2, isnull(v3), v3, isnull(v4), v4, isnull(v5), v5, isnull(v6), v6, isnull(v7), v7, isnull(v8), v8, isnull(v9), v9) as decimal(38,0)))",
                    "scale": None,
                },
            ],
            "paths": [],
        },
        {
            "table": "dim_locations",
            "source": r"""
select c0 as v0,
  c1 as v1,
  c2 as v2,
  c3 as v3
from (select distinct w.`postalCode` as c0, w.`city` as c1, w.`state` as c2, regexp_replace(w.`country`, '^ +| +$', '') as c3 from `stage__customers` as w)
""",
            "star": r"""
select f.`postal_code` as v0,
  f.`city` as v1,
  f.`state` as v2,
  f.`country` as v3
from `star__dim_locations` as f where f.`location_key` > 0
""",
            "columns": [
                {"name": "postal_code", "scale": None, "content": True},
                {"name": "city", "scale": None, "content": True},
                {"name": "state", "scale": None, "content": True},
                {"name": "country", "scale": None, "content": True},
            ],
            "grain": [0, 1, 2, 3],
            "figures": [
                {
                    "name": "content",
                    "sql": "sum(cast(xxhash64(isnull(v0), v0, isnull(v1), v1, isnull(v2), v2, isnull(v3), v3) as decimal(38,0)))",
                    "scale": None,
                },
            ],
            "paths": [],
        },
        {
            "table": "dim_dates",
            "source": r"""
select cast(replace(cast(f.day as string), '-', '') as decimal(38,0)) as v0,
  f.day as v1,
  cast(cast(substr(cast(f.day as string), 1, 4) as int) as decimal(38,0)) as v2,
  cast(cast(substr(cast(f.day as string), 6, 2) as int) as decimal(38,0)) as v3,
  cast((cast(floor((dayofyear(date_add(f.day, cast(4 - (pmod(datediff(f.day, date '1970-01-01') + 3, 7) + 1) as int))) - 1) / 7) as int) + 1) as decimal(38,0)) as v4,
  cast(cast(substr(cast(date_add(f.day, cast(4 - (pmod(datediff(f.day, date '1970-01-01') + 3, 7) + 1) as int)) as string), 1, 4) as int) as decimal(38,0)) as v5,
  cast(cast(substr(cast(f.day as string), 9, 2) as int) as decimal(38,0)) as v6,
  cast((pmod(datediff(f.day, date '1970-01-01') + 3, 7) + 1) as decimal(38,0)) as v7,
  cast(cast(floor((cast(substr(cast(f.day as string), 6, 2) as int) + 2) / 3) as int) as decimal(38,0)) as v8,
  element_at(array('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'), cast(if(isnull(f.day), null, cast(substr(cast(f.day as string), 6, 2) as int)) as int)) as v9,
  substr(cast(f.day as string), 1, 7) as v10,
  element_at(array('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'), cast(if(isnull(f.day), null, (pmod(datediff(f.day, date '1970-01-01') + 3, 7) + 1)) as int)) as v11
from (select date_add(make_date({first}, 1, 1), n) as day from (select explode(sequence(0, datediff(make_date({last}, 12, 31), make_date({first}, 1, 1)))) as n) union select day from `days__all`) as f
""",
            "star": r"""
select cast(f.`date_key` as decimal(38,0)) as v0,
  f.`date` as v1,
  cast(f.`year` as decimal(38,0)) as v2,
  cast(f.`month` as decimal(38,0)) as v3,
  cast(f.`week` as decimal(38,0)) as v4,
  cast(f.`iso_year` as decimal(38,0)) as v5,
  cast(f.`day` as decimal(38,0)) as v6,
  cast(f.`weekday` as decimal(38,0)) as v7,
  cast(f.`quarter` as decimal(38,0)) as v8,
  f.`month_name` as v9,
  f.`year_month` as v10,
  f.`weekday_name` as v11
from `star__dim_dates` as f where f.`date_key` > 0
""",
            "columns": [
                {"name": "date_key", "scale": 0, "content": True},
                {"name": "date", "scale": None, "content": True},
                {"name": "year", "scale": 0, "content": True},
                {"name": "month", "scale": 0, "content": True},
                {"name": "week", "scale": 0, "content": True},
                {"name": "isoYear", "scale": 0, "content": True},
                {"name": "day", "scale": 0, "content": True},
                {"name": "weekday", "scale": 0, "content": True},
                {"name": "quarter", "scale": 0, "content": True},
                {"name": "monthName", "scale": None, "content": True},
                {"name": "yearMonth", "scale": None, "content": True},
                {"name": "weekdayName", "scale": None, "content": True},
            ],
            "grain": [0],
            "figures": [
                {
                    "name": "content",
                    "sql": "sum(cast(xxhash64(isnull(v0), v0, isnull(v1), v1, isnull(v2), v2, isnull(v3), v3, isnull(v4), v4, isnull(v5), v5, isnull(v6), v6, isnull(v7), v7, isnull(v8), v8, isnull(v9), v9, isnull(v10), v10, isnull(v11), v11) as decimal(38,0)))",
                    "scale": None,
                },
            ],
            "paths": [],
        },
        {
            "table": "fact_orders",
            "source": r"""
select w.`productCode` as v0,
  cast(w.`orderLineNumber` as decimal(38,0)) as v1,
  w1.`status` as v2,
  cast(w.`quantityOrdered` as decimal(38,0)) as v3,
  cast(replace(cast(w.`priceEach` as string), '.', '') as decimal(38,0)) as v4,
  cast(cast(w.`quantityOrdered` as decimal(38,0)) * cast(replace(cast(w.`priceEach` as string), '.', '') as decimal(38,0)) as decimal(38,0)) as v5,
  cast(cast(w.`quantityOrdered` as decimal(38,0)) * cast(replace(cast(w2.`buyPrice` as string), '.', '') as decimal(38,0)) as decimal(38,0)) as v6,
  cast(cast(w.`quantityOrdered` as decimal(38,0)) * cast(replace(cast(w2.`MSRP` as string), '.', '') as decimal(38,0)) as decimal(38,0)) as v7,
  cast(cast(cast(w.`quantityOrdered` as decimal(38,0)) * cast(replace(cast(w.`priceEach` as string), '.', '') as decimal(38,0)) as decimal(38,0)) - cast(cast(w.`quantityOrdered` as decimal(38,0)) * cast(replace(cast(w2.`buyPrice` as string), '.', '') as decimal(38,0)) as decimal(38,0)) as decimal(38,0)) as v8,
  cast(cast(cast(w.`quantityOrdered` as decimal(38,0)) * cast(replace(cast(w2.`MSRP` as string), '.', '') as decimal(38,0)) as decimal(38,0)) - cast(cast(w.`quantityOrdered` as decimal(38,0)) * cast(replace(cast(w.`priceEach` as string), '.', '') as decimal(38,0)) as decimal(38,0)) as decimal(38,0)) as v9,
  cast(w.`orderNumber` as decimal(38,0)) as v10,
  case when (isnotnull(w2.`productCode`)) then 'member' when ((true and (isnull(w.`productCode`)))) then 'unknown' else 'missing' end as v11,
  if((isnotnull(w2.`productCode`)), w2.`productCode`, null) as v12,
  if((isnotnull(w2.`productCode`)), w2.`productName`, null) as v13,
  if((isnotnull(w2.`productCode`)), w2.`productLine`, null) as v14,
  if((isnotnull(w2.`productCode`)), w2.`productScale`, null) as v15,
  if((isnotnull(w2.`productCode`)), w2.`productVendor`, null) as v16,
  if((isnotnull(w2.`productCode`)), w2.`productDescription`, null) as v17,
  if((isnotnull(w2.`productCode`)), w3.`textDescription`, null) as v18,
  if(case when (isnotnull(w2.`productCode`)) then 'member' when ((true and (isnull(w.`productCode`)))) then 'unknown' else 'missing' end == 'member', named_struct('k0', if((isnotnull(w2.`productCode`)), w2.`productCode`, null)), null) as v19,
  case when (isnotnull(w4.`customerNumber`)) then 'member' when ((true and (isnull(w.`orderNumber`))) or (isnotnull(w1.`orderNumber`) and (isnull(w1.`customerNumber`)))) then 'unknown' else 'missing' end as v20,
  if((isnotnull(w4.`customerNumber`)), cast(w4.`customerNumber` as decimal(38,0)), null) as v21,
  if((isnotnull(w4.`customerNumber`)), w4.`customerName`, null) as v22,
  if((isnotnull(w4.`customerNumber`)), w4.`contactLastName`, null) as v23,
  if((isnotnull(w4.`customerNumber`)), w4.`contactFirstName`, null) as v24,
  if((isnotnull(w4.`customerNumber`)), w4.`phone`, null) as v25,
  if((isnotnull(w4.`customerNumber`)), w4.`addressLine1`, null) as v26,
  if((isnotnull(w4.`customerNumber`)), w4.`addressLine2`, null) as v27,
  if((isnotnull(w4.`customerNumber`)), cast(replace(cast(w4.`creditLimit` as string), '.', '') as decimal(38,0)), null) as v28,
  if((isnotnull(w4.`customerNumber`)), w5.`lastName`, null) as v29,
  if((isnotnull(w4.`customerNumber`)), w6.`city`, null) as v30,
  if(case when (isnotnull(w4.`customerNumber`)) then 'member' when ((true and (isnull(w.`orderNumber`))) or (isnotnull(w1.`orderNumber`) and (isnull(w1.`customerNumber`)))) then 'unknown' else 'missing' end == 'member', named_struct('k0', if((isnotnull(w4.`customerNumber`)), cast(w4.`customerNumber` as decimal(38,0)), null)), null) as v31,
  case when (isnotnull(w4.`customerNumber`)) then 'member' when ((true and (isnull(w.`orderNumber`))) or (isnotnull(w1.`orderNumber`) and (isnull(w1.`customerNumber`)))) then 'unknown' else 'missing' end as v32,
  if((isnotnull(w4.`customerNumber`)), w4.`postalCode`, null) as v33,
  if((isnotnull(w4.`customerNumber`)), w4.`city`, null) as v34,
  if((isnotnull(w4.`customerNumber`)), w4.`state`, null) as v35,
  if((isnotnull(w4.`customerNumber`)), regexp_replace(w4.`country`, '^ +| +$', ''), null) as v36,
  if(case when (isnotnull(w4.`customerNumber`)) then 'member' when ((true and (isnull(w.`orderNumber`))) or (isnotnull(w1.`orderNumber`) and (isnull(w1.`customerNumber`)))) then 'unknown' else 'missing' end == 'member', named_struct('k0', if((isnotnull(w4.`customerNumber`)), w4.`postalCode`, null), 'k1', if((isnotnull(w4.`customerNumber`)), w4.`city`, null), 'k2', if((isnotnull(w4.`customerNumber`)), w4.`state`, null), 'k3', if((isnotnull(w4.`customerNumber`)), regexp_replace(w4.`country`, '^ +| +$', ''), null)), null) as v37,
  w1.`orderDate` as v38,
  cast(cast(substr(cast(w1.`orderDate` as string), 1, 4) as int) as decimal(38,0)) as v39,
  cast(cast(substr(cast(w1.`orderDate` as string), 6, 2) as int) as decimal(38,0)) as v40,
  cast((cast(floor((dayofyear(date_add(w1.`orderDate`, cast(4 - (pmod(datediff(w1.`orderDate`, date '1970-01-01') + 3, 7) + 1) as int))) - 1) / 7) as int) + 1) as decimal(38,0)) as v41,
  cast(cast(substr(cast(date_add(w1.`orderDate`, cast(4 - (pmod(datediff(w1.`orderDate`, date '1970-01-01') + 3, 7) + 1) as int)) as string), 1, 4) as int) as decimal(38,0)) as v42,
  cast(cast(substr(cast(w1.`orderDate` as string), 9, 2) as int) as decimal(38,0)) as v43,
  cast((pmod(datediff(w1.`orderDate`, date '1970-01-01') + 3, 7) + 1) as decimal(38,0)) as v44,
  cast(cast(floor((cast(substr(cast(w1.`orderDate` as string), 6, 2) as int) + 2) / 3) as int) as decimal(38,0)) as v45,
  element_at(array('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'), cast(if(isnull(w1.`orderDate`), null, cast(substr(cast(w1.`orderDate` as string), 6, 2) as int)) as int)) as v46,
  substr(cast(w1.`orderDate` as string), 1, 7) as v47,
  element_at(array('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'), cast(if(isnull(w1.`orderDate`), null, (pmod(datediff(w1.`orderDate`, date '1970-01-01') + 3, 7) + 1)) as int)) as v48,
  w1.`orderDate` as v49,
  w1.`requiredDate` as v50,
  cast(cast(substr(cast(w1.`requiredDate` as string), 1, 4) as int) as decimal(38,0)) as v51,
  cast(cast(substr(cast(w1.`requiredDate` as string), 6, 2) as int) as decimal(38,0)) as v52,
  cast((cast(floor((dayofyear(date_add(w1.`requiredDate`, cast(4 - (pmod(datediff(w1.`requiredDate`, date '1970-01-01') + 3, 7) + 1) as int))) - 1) / 7) as int) + 1) as decimal(38,0)) as v53,
  cast(cast(substr(cast(date_add(w1.`requiredDate`, cast(4 - (pmod(datediff(w1.`requiredDate`, date '1970-01-01') + 3, 7) + 1) as int)) as string), 1, 4) as int) as decimal(38,0)) as v54,
  cast(cast(substr(cast(w1.`requiredDate` as string), 9, 2) as int) as decimal(38,0)) as v55,
  cast((pmod(datediff(w1.`requiredDate`, date '1970-01-01') + 3, 7) + 1) as decimal(38,0)) as v56,
  cast(cast(floor((cast(substr(cast(w1.`requiredDate` as string), 6, 2) as int) + 2) / 3) as int) as decimal(38,0)) as v57,
  element_at(array('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'), cast(if(isnull(w1.`requiredDate`), null, cast(substr(cast(w1.`requiredDate` as string), 6, 2) as int)) as int)) as v58,
  substr(cast(w1.`requiredDate` as string), 1, 7) as v59,
  element_at(array('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'), cast(if(isnull(w1.`requiredDate`), null, (pmod(datediff(w1.`requiredDate`, date '1970-01-01') + 3, 7) + 1)) as int)) as v60,
  w1.`requiredDate` as v61,
  w1.`shippedDate` as v62,
  cast(cast(substr(cast(w1.`shippedDate` as string), 1, 4) as int) as decimal(38,0)) as v63,
  cast(cast(substr(cast(w1.`shippedDate` as string), 6, 2) as int) as decimal(38,0)) as v64,
  cast((cast(floor((dayofyear(date_add(w1.`shippedDate`, cast(4 - (pmod(datediff(w1.`shippedDate`, date '1970-01-01') + 3, 7) + 1) as int))) - 1) / 7) as int) + 1) as decimal(38,0)) as v65,
  cast(cast(substr(cast(date_add(w1.`shippedDate`, cast(4 - (pmod(datediff(w1.`shippedDate`, date '1970-01-01') + 3, 7) + 1) as int)) as string), 1, 4) as int) as decimal(38,0)) as v66,
  cast(cast(substr(cast(w1.`shippedDate` as string), 9, 2) as int) as decimal(38,0)) as v67,
  cast((pmod(datediff(w1.`shippedDate`, date '1970-01-01') + 3, 7) + 1) as decimal(38,0)) as v68,
  cast(cast(floor((cast(substr(cast(w1.`shippedDate` as string), 6, 2) as int) + 2) / 3) as int) as decimal(38,0)) as v69,
  element_at(array('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'), cast(if(isnull(w1.`shippedDate`), null, cast(substr(cast(w1.`shippedDate` as string), 6, 2) as int)) as int)) as v70,
  substr(cast(w1.`shippedDate` as string), 1, 7) as v71,
  element_at(array('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'), cast(if(isnull(w1.`shippedDate`), null, (pmod(datediff(w1.`shippedDate`, date '1970-01-01') + 3, 7) + 1)) as int)) as v72,
  w1.`shippedDate` as v73
from `stage__orderdetails` as w
left join `stage__orders` as w1 on w1.`orderNumber` == w.`orderNumber`
left join `stage__products` as w2 on w2.`productCode` == w.`productCode`
left join `stage__productlines` as w3 on w3.`productLine` == w2.`productLine`
left join `stage__customers` as w4 on w4.`customerNumber` == w1.`customerNumber`
left join `stage__employees` as w5 on w5.`employeeNumber` == w4.`salesRepEmployeeNumber`
left join `stage__offices` as w6 on w6.`officeCode` == w5.`officeCode`
""",
            "star": r"""
select f.`product_code` as v0,
  cast(f.`order_line_number` as decimal(38,0)) as v1,
  f.`status` as v2,
  cast(f.`quantity_ordered` as decimal(38,0)) as v3,
  cast(replace(cast(f.`price_each` as string), '.', '') as decimal(38,0)) as v4,
  cast(replace(cast(f.`order_amount` as string), '.', '') as decimal(38,0)) as v5,
  cast(replace(cast(f.`cost` as string), '.', '') as decimal(38,0)) as v6,
  cast(replace(cast(f.`list_amount` as string), '.', '') as decimal(38,0)) as v7,
  cast(replace(cast(f.`margin` as string), '.', '') as decimal(38,0)) as v8,
  cast(replace(cast(f.`discount` as string), '.', '') as decimal(38,0)) as v9,
  cast(f.`order_number` as decimal(38,0)) as v10,
  case when isnull(d0.`product_key`) then 'dangling' when f.`product_key` == -1 then 'unknown' when f.`product_key` == -2 then 'missing' else 'member' end as v11,
  d0.`product_code` as v12,
  d0.`product_name` as v13,
  d0.`line` as v14,
  d0.`product_scale` as v15,
  d0.`product_vendor` as v16,
  d0.`product_description` as v17,
  d0.`product_line_description` as v18,
  if(case when isnull(d0.`product_key`) then 'dangling' when f.`product_key` == -1 then 'unknown' when f.`product_key` == -2 then 'missing' else 'member' end == 'member', named_struct('k0', d0.`product_code`), null) as v19,
  case when isnull(d1.`customer_key`) then 'dangling' when f.`customer_key` == -1 then 'unknown' when f.`customer_key` == -2 then 'missing' else 'member' end as v20,
  cast(d1.`customer_number` as decimal(38,0)) as v21,
  d1.`customer_name` as v22,
  d1.`contact_last_name` as v23,
  d1.`contact_first_name` as v24,
  d1.`phone` as v25,
  d1.`address_line_1` as v26,
  d1.`address_line_2` as v27,
  cast(replace(cast(d1.`credit_limit` as string), '.', '') as decimal(38,0)) as v28,
  d1.`sales_rep` as v29,
  d1.`sales_office` as v30,
  if(case when isnull(d1.`customer_key`) then 'dangling' when f.`customer_key` == -1 then 'unknown' when f.`customer_key` == -2 then 'missing' else 'member' end == 'member', named_struct('k0', cast(d1.`customer_number` as decimal(38,0))), null) as v31,
  case when isnull(d2.`location_key`) then 'dangling' when f.`location_key` == -1 then 'unknown' when f.`location_key` == -2 then 'missing' else 'member' end as v32,
  d2.`postal_code` as v33,
  d2.`city` as v34,
  d2.`state` as v35,
  d2.`country` as v36,
  if(case when isnull(d2.`location_key`) then 'dangling' when f.`location_key` == -1 then 'unknown' when f.`location_key` == -2 then 'missing' else 'member' end == 'member', named_struct('k0', d2.`postal_code`, 'k1', d2.`city`, 'k2', d2.`state`, 'k3', d2.`country`), null) as v37,
  d3.`date` as v38,
  cast(d3.`year` as decimal(38,0)) as v39,
  cast(d3.`month` as decimal(38,0)) as v40,
  cast(d3.`week` as decimal(38,0)) as v41,
  cast(d3.`iso_year` as decimal(38,0)) as v42,
  cast(d3.`day` as decimal(38,0)) as v43,
  cast(d3.`weekday` as decimal(38,0)) as v44,
  cast(d3.`quarter` as decimal(38,0)) as v45,
  d3.`month_name` as v46,
  d3.`year_month` as v47,
  d3.`weekday_name` as v48,
  d3.`date` as v49,
  d4.`date` as v50,
  cast(d4.`year` as decimal(38,0)) as v51,
  cast(d4.`month` as decimal(38,0)) as v52,
  cast(d4.`week` as decimal(38,0)) as v53,
  cast(d4.`iso_year` as decimal(38,0)) as v54,
  cast(d4.`day` as decimal(38,0)) as v55,
  cast(d4.`weekday` as decimal(38,0)) as v56,
  cast(d4.`quarter` as decimal(38,0)) as v57,
  d4.`month_name` as v58,
  d4.`year_month` as v59,
  d4.`weekday_name` as v60,
  d4.`date` as v61,
  d5.`date` as v62,
  cast(d5.`year` as decimal(38,0)) as v63,
  cast(d5.`month` as decimal(38,0)) as v64,
  cast(d5.`week` as decimal(38,0)) as v65,
  cast(d5.`iso_year` as decimal(38,0)) as v66,
  cast(d5.`day` as decimal(38,0)) as v67,
  cast(d5.`weekday` as decimal(38,0)) as v68,
  cast(d5.`quarter` as decimal(38,0)) as v69,
  d5.`month_name` as v70,
  d5.`year_month` as v71,
  d5.`weekday_name` as v72,
  d5.`date` as v73
from `star__fact_orders` as f
left join `star__dim_products` as d0 on d0.`product_key` == f.`product_key`
left join `star__dim_customers` as d1 on d1.`customer_key` == f.`customer_key`
left join `star__dim_locations` as d2 on d2.`location_key` == f.`location_key`
left join `star__dim_dates` as d3 on d3.`date_key` == f.`ordered_key`
left join `star__dim_dates` as d4 on d4.`date_key` == f.`required_key`
left join `star__dim_dates` as d5 on d5.`date_key` == f.`shipped_key`
""",
            "columns": [
                {"name": "product_code", "scale": None, "content": True},
                {"name": "order_line_number", "scale": 0, "content": True},
                {"name": "status", "scale": None, "content": True},
                {"name": "quantity_ordered", "scale": 0, "content": True},
                {"name": "price_each", "scale": 2, "content": True},
                {"name": "order_amount", "scale": 2, "content": True},
                {"name": "cost", "scale": 2, "content": True},
                {"name": "list_amount", "scale": 2, "content": True},
                {"name": "margin", "scale": 2, "content": True},
                {"name": "discount", "scale": 2, "content": True},
                {"name": "order_number", "scale": 0, "content": True},
                {"name": "product (member)", "scale": None, "content": True},
                {"name": "product.productCode", "scale": None, "content": True},
                {"name": "product.productName", "scale": None, "content": False},
                {"name": "product.line", "scale": None, "content": False},
                {"name": "product.productScale", "scale": None, "content": False},
                {"name": "product.productVendor", "scale": None, "content": False},
                {"name": "product.productDescription", "scale": None, "content": False},
                {"name": "product.productLineDescription", "scale": None, "content": False},
                {"name": "product (natural key)", "scale": None, "content": False},
                {"name": "customer (member)", "scale": None, "content": True},
                {"name": "customer.customerNumber", "scale": 0, "content": True},
                {"name": "customer.customerName", "scale": None, "content": False},
                {"name": "customer.contactLastName", "scale": None, "content": False},
                {"name": "customer.contactFirstName", "scale": None, "content": False},
                {"name": "customer.phone", "scale": None, "content": False},
                {"name": "customer.addressLine1", "scale": None, "content": False},
                {"name": "customer.addressLine2", "scale": None, "content": False},
                {"name": "customer.creditLimit", "scale": 2, "content": False},
                {"name": "customer.salesRep", "scale": None, "content": False},
                {"name": "customer.salesOffice", "scale": None, "content": False},
                {"name": "customer (natural key)", "scale": None, "content": False},
                {"name": "location (member)", "scale": None, "content": True},
                {"name": "location.postalCode", "scale": None, "content": True},
                {"name": "location.city", "scale": None, "content": True},
                {"name": "location.state", "scale": None, "content": True},
                {"name": "location.country", "scale": None, "content": True},
                {"name": "location (natural key)", "scale": None, "content": False},
                {"name": "ordered.date", "scale": None, "content": True},
                {"name": "ordered.year", "scale": 0, "content": False},
                {"name": "ordered.month", "scale": 0, "content": False},
                {"name": "ordered.week", "scale": 0, "content": False},
                {"name": "ordered.isoYear", "scale": 0, "content": False},
                {"name": "ordered.day", "scale": 0, "content": False},
                {"name": "ordered.weekday", "scale": 0, "content": False},
                {"name": "ordered.quarter", "scale": 0, "content": False},
                {"name": "ordered.monthName", "scale": None, "content": False},
                {"name": "ordered.yearMonth", "scale": None, "content": False},
                {"name": "ordered.weekdayName", "scale": None, "content": False},
                {"name": "ordered (natural key)", "scale": None, "content": False},
                {"name": "required.date", "scale": None, "content": True},
                {"name": "required.year", "scale": 0, "content": False},
                {"name": "required.month", "scale": 0, "content": False},
                {"name": "required.week", "scale": 0, "content": False},
                {"name": "required.isoYear", "scale": 0, "content": False},
                {"name": "required.day", "scale": 0, "content": False},
                {"name": "required.weekday", "scale": 0, "content": False},
                {"name": "required.quarter", "scale": 0, "content": False},
                {"name": "required.monthName", "scale": None, "content": False},
                {"name": "required.yearMonth", "scale": None, "content": False},
                {"name": "required.weekdayName", "scale": None, "content": False},
                {"name": "required (natural key)", "scale": None, "content": False},
                {"name": "shipped.date", "scale": None, "content": True},
                {"name": "shipped.year", "scale": 0, "content": False},
                {"name": "shipped.month", "scale": 0, "content": False},
                {"name": "shipped.week", "scale": 0, "content": False},
                {"name": "shipped.isoYear", "scale": 0, "content": False},
                {"name": "shipped.day", "scale": 0, "content": False},
                {"name": "shipped.weekday", "scale": 0, "content": False},
                {"name": "shipped.quarter", "scale": 0, "content": False},
                {"name": "shipped.monthName", "scale": None, "content": False},
                {"name": "shipped.yearMonth", "scale": None, "content": False},
                {"name": "shipped.weekdayName", "scale": None, "content": False},
                {"name": "shipped (natural key)", "scale": None, "content": False},
            ],
            "grain": [10, 0],
            "figures": [
                {"name": "sales", "sql": "sum(v5)", "scale": 2},
                {"name": "orders", "sql": "count(distinct v10)", "scale": None},
                {"name": "units", "sql": "sum(v3)", "scale": 0},
                {"name": "cost", "sql": "sum(v6)", "scale": 2},
                {"name": "margin", "sql": "sum(v8)", "scale": 2},
                {"name": "list", "sql": "sum(v7)", "scale": 2},
                {"name": "discount", "sql": "sum(v9)", "scale": 2},
                {
                    "name": "content",
                    "sql": "sum(cast(xxhash64(isnull(v0), v0, isnull(v1), v1, isnull(v2), v2, isnull(v3), v3, isnull(v4), v4, isnull(v5), v5, isnull(v6), v6, isnull(v7), v7, isnull(v8), v8, isnull(v9), v9, isnull(v10), v10, isnull(v11), v11, isnull(v12), v12, isnull(v20), v20, isnull(v21), v21, isnull(v32), v32, isnull(v33), v33, isnull(v34), v34, isnull(v35), v35, isnull(v36), v36, isnull(v38), v38, isnull(v50), v50, isnull(v62), v62) as decimal(38,0)))",
                    "scale": None,
                },
            ],
            "paths": [
                {"column": 14, "attribute": None},
                {"column": 36, "attribute": None},
                {"column": 39, "attribute": None},
                {"column": 2, "attribute": None},
            ],
        },
        {
            "table": "fact_payments",
            "source": r"""
select cast(w.`customerNumber` as decimal(38,0)) as v0,
  w.`checkNumber` as v1,
  cast(replace(cast(w.`amount` as string), '.', '') as decimal(38,0)) as v2,
  case when (isnotnull(w1.`customerNumber`)) then 'member' when ((true and (isnull(w.`customerNumber`)))) then 'unknown' else 'missing' end as v3,
  if((isnotnull(w1.`customerNumber`)), cast(w1.`customerNumber` as decimal(38,0)), null) as v4,
  if((isnotnull(w1.`customerNumber`)), w1.`customerName`, null) as v5,
  if((isnotnull(w1.`customerNumber`)), w1.`contactLastName`, null) as v6,
  if((isnotnull(w1.`customerNumber`)), w1.`contactFirstName`, null) as v7,
  if((isnotnull(w1.`customerNumber`)), w1.`phone`, null) as v8,
  if((isnotnull(w1.`customerNumber`)), w1.`addressLine1`, null) as v9,
  if((isnotnull(w1.`customerNumber`)), w1.`addressLine2`, null) as v10,
  if((isnotnull(w1.`customerNumber`)), cast(replace(cast(w1.`creditLimit` as string), '.', '') as decimal(38,0)), null) as v11,
  if((isnotnull(w1.`customerNumber`)), w2.`lastName`, null) as v12,
  if((isnotnull(w1.`customerNumber`)), w3.`city`, null) as v13,
  if(case when (isnotnull(w1.`customerNumber`)) then 'member' when ((true and (isnull(w.`customerNumber`)))) then 'unknown' else 'missing' end == 'member', named_struct('k0', if((isnotnull(w1.`customerNumber`)), cast(w1.`customerNumber` as decimal(38,0)), null)), null) as v14,
  w.`paymentDate` as v15,
  cast(cast(substr(cast(w.`paymentDate` as string), 1, 4) as int) as decimal(38,0)) as v16,
  cast(cast(substr(cast(w.`paymentDate` as string), 6, 2) as int) as decimal(38,0)) as v17,
  cast((cast(floor((dayofyear(date_add(w.`paymentDate`, cast(4 - (pmod(datediff(w.`paymentDate`, date '1970-01-01') + 3, 7) + 1) as int))) - 1) / 7) as int) + 1) as decimal(38,0)) as v18,
  cast(cast(substr(cast(date_add(w.`paymentDate`, cast(4 - (pmod(datediff(w.`paymentDate`, date '1970-01-01') + 3, 7) + 1) as int)) as string), 1, 4) as int) as decimal(38,0)) as v19,
  cast(cast(substr(cast(w.`paymentDate` as string), 9, 2) as int) as decimal(38,0)) as v20,
  cast((pmod(datediff(w.`paymentDate`, date '1970-01-01') + 3, 7) + 1) as decimal(38,0)) as v21,
  cast(cast(floor((cast(substr(cast(w.`paymentDate` as string), 6, 2) as int) + 2) / 3) as int) as decimal(38,0)) as v22,
  element_at(array('January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'), cast(if(isnull(w.`paymentDate`), null, cast(substr(cast(w.`paymentDate` as string), 6, 2) as int)) as int)) as v23,
  substr(cast(w.`paymentDate` as string), 1, 7) as v24,
  element_at(array('Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'), cast(if(isnull(w.`paymentDate`), null, (pmod(datediff(w.`paymentDate`, date '1970-01-01') + 3, 7) + 1)) as int)) as v25,
  w.`paymentDate` as v26
from `stage__payments` as w
left join `stage__customers` as w1 on w1.`customerNumber` == w.`customerNumber`
left join `stage__employees` as w2 on w2.`employeeNumber` == w1.`salesRepEmployeeNumber`
left join `stage__offices` as w3 on w3.`officeCode` == w2.`officeCode`
""",
            "star": r"""
select cast(f.`customer_number` as decimal(38,0)) as v0,
  f.`check_number` as v1,
  cast(replace(cast(f.`amount` as string), '.', '') as decimal(38,0)) as v2,
  case when isnull(d0.`customer_key`) then 'dangling' when f.`customer_key` == -1 then 'unknown' when f.`customer_key` == -2 then 'missing' else 'member' end as v3,
  cast(d0.`customer_number` as decimal(38,0)) as v4,
  d0.`customer_name` as v5,
  d0.`contact_last_name` as v6,
  d0.`contact_first_name` as v7,
  d0.`phone` as v8,
  d0.`address_line_1` as v9,
  d0.`address_line_2` as v10,
  cast(replace(cast(d0.`credit_limit` as string), '.', '') as decimal(38,0)) as v11,
  d0.`sales_rep` as v12,
  d0.`sales_office` as v13,
  if(case when isnull(d0.`customer_key`) then 'dangling' when f.`customer_key` == -1 then 'unknown' when f.`customer_key` == -2 then 'missing' else 'member' end == 'member', named_struct('k0', cast(d0.`customer_number` as decimal(38,0))), null) as v14,
  d1.`date` as v15,
  cast(d1.`year` as decimal(38,0)) as v16,
  cast(d1.`month` as decimal(38,0)) as v17,
  cast(d1.`week` as decimal(38,0)) as v18,
  cast(d1.`iso_year` as decimal(38,0)) as v19,
  cast(d1.`day` as decimal(38,0)) as v20,
  cast(d1.`weekday` as decimal(38,0)) as v21,
  cast(d1.`quarter` as decimal(38,0)) as v22,
  d1.`month_name` as v23,
  d1.`year_month` as v24,
  d1.`weekday_name` as v25,
  d1.`date` as v26
from `star__fact_payments` as f
left join `star__dim_customers` as d0 on d0.`customer_key` == f.`customer_key`
left join `star__dim_dates` as d1 on d1.`date_key` == f.`paid_key`
""",
            "columns": [
                {"name": "customer_number", "scale": 0, "content": True},
                {"name": "check_number", "scale": None, "content": True},
                {"name": "amount", "scale": 2, "content": True},
                {"name": "customer (member)", "scale": None, "content": True},
                {"name": "customer.customerNumber", "scale": 0, "content": True},
                {"name": "customer.customerName", "scale": None, "content": False},
                {"name": "customer.contactLastName", "scale": None, "content": False},
                {"name": "customer.contactFirstName", "scale": None, "content": False},
                {"name": "customer.phone", "scale": None, "content": False},
                {"name": "customer.addressLine1", "scale": None, "content": False},
                {"name": "customer.addressLine2", "scale": None, "content": False},
                {"name": "customer.creditLimit", "scale": 2, "content": False},
                {"name": "customer.salesRep", "scale": None, "content": False},
                {"name": "customer.salesOffice", "scale": None, "content": False},
                {"name": "customer (natural key)", "scale": None, "content": False},
                {"name": "paid.date", "scale": None, "content": True},
                {"name": "paid.year", "scale": 0, "content": False},
                {"name": "paid.month", "scale": 0, "content": False},
                {"name": "paid.week", "scale": 0, "content": False},
                {"name": "paid.isoYear", "scale": 0, "content": False},
                {"name": "paid.day", "scale": 0, "content": False},
                {"name": "paid.weekday", "scale": 0, "content": False},
                {"name": "paid.quarter", "scale": 0, "content": False},
                {"name": "paid.monthName", "scale": None, "content": False},
                {"name": "paid.yearMonth", "scale": None, "content": False},
                {"name": "paid.weekdayName", "scale": None, "content": False},
                {"name": "paid (natural key)", "scale": None, "content": False},
            ],
            "grain": [0, 1],
            "figures": [
                {"name": "received", "sql": "sum(v2)", "scale": 2},
                {
                    "name": "content",
                    "sql": "sum(cast(xxhash64(isnull(v0), v0, isnull(v1), v1, isnull(v2), v2, isnull(v3), v3, isnull(v4), v4, isnull(v15), v15) as decimal(38,0)))",
                    "scale": None,
                },
            ],
            "paths": [{"column": 16, "attribute": None}],
        },
    ],
    "notes": [],
    "hive": {
        "boolean": "boolean",
        "date": "date",
        "text": "string",
        "bytes": "binary",
        "tinyint": "tinyint",
        "smallint": "smallint",
        "integer": "int",
        "bigint": "bigint",
        "float": "float",
        "double": "double",
        "timestamp": "timestamp",
        "timestamp with time zone": "timestamp",
    },
    "iceberg": None,
}
STAR['plan'] = json.loads("{\"sources\":[{\"table\":\"products\",\"columns\":[\"productCode\",\"productName\",\"productLine\",\"productScale\",\"productVendor\",\"productDescription\",\"buyPrice\",\"MSRP\"]},{\"table\":\"productlines\",\"columns\":[\"productLine\",\"textDescription\"]},{\"table\":\"customers\",\"columns\":[\"customerNumber\",\"customerName\",\"contactLastName\",\"contactFirstName\",\"phone\",\"addressLine1\",\"addressLine2\",\"city\",\"state\",\"postalCode\",\"country\",\"salesRepEmployeeNumber\",\"creditLimit\"]},{\"table\":\"employees\",\"columns\":[\"employeeNumber\",\"lastName\",\"officeCode\"]},{\"table\":\"offices\",\"columns\":[\"officeCode\",\"city\"]},{\"table\":\"orderdetails\",\"columns\":[\"orderNumber\",\"productCode\",\"quantityOrdered\",\"priceEach\",\"orderLineNumber\"]},{\"table\":\"orders\",\"columns\":[\"orderNumber\",\"orderDate\",\"requiredDate\",\"shippedDate\",\"status\",\"customerNumber\"]},{\"table\":\"payments\",\"columns\":[\"customerNumber\",\"checkNumber\",\"paymentDate\",\"amount\"]}],\"relations\":[{\"table\":\"products\",\"columns\":[\"productLine\"],\"to\":\"productlines\",\"toColumns\":[\"productLine\"],\"declared\":true},{\"table\":\"customers\",\"columns\":[\"salesRepEmployeeNumber\"],\"to\":\"employees\",\"toColumns\":[\"employeeNumber\"],\"declared\":true},{\"table\":\"employees\",\"columns\":[\"officeCode\"],\"to\":\"offices\",\"toColumns\":[\"officeCode\"],\"declared\":true},{\"table\":\"orderdetails\",\"columns\":[\"productCode\"],\"to\":\"products\",\"toColumns\":[\"productCode\"],\"declared\":true},{\"table\":\"orders\",\"columns\":[\"customerNumber\"],\"to\":\"customers\",\"toColumns\":[\"customerNumber\"],\"declared\":true},{\"table\":\"orderdetails\",\"columns\":[\"orderNumber\"],\"to\":\"orders\",\"toColumns\":[\"orderNumber\"],\"declared\":true},{\"table\":\"payments\",\"columns\":[\"customerNumber\"],\"to\":\"customers\",\"toColumns\":[\"customerNumber\"],\"declared\":true}],\"keys\":[{\"table\":\"products\",\"columns\":[\"productCode\"],\"declared\":true},{\"table\":\"productlines\",\"columns\":[\"productLine\"],\"declared\":true},{\"table\":\"customers\",\"columns\":[\"customerNumber\"],\"declared\":true},{\"table\":\"employees\",\"columns\":[\"employeeNumber\"],\"declared\":true},{\"table\":\"offices\",\"columns\":[\"officeCode\"],\"declared\":true},{\"table\":\"orders\",\"columns\":[\"orderNumber\"],\"declared\":true},{\"table\":\"orderdetails\",\"columns\":[\"orderNumber\",\"productCode\"],\"declared\":true},{\"table\":\"payments\",\"columns\":[\"customerNumber\",\"checkNumber\"],\"declared\":true}],\"dimensions\":[{\"kind\":\"dimension\",\"name\":\"products\",\"table\":\"dim_products\",\"from\":\"products\",\"where\":null,\"key\":\"product_key\",\"natural\":[{\"label\":\"productCode\",\"name\":\"product_code\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productCode\",\"type\":{\"kind\":\"text\"}}}],\"columns\":[{\"label\":\"productCode\",\"name\":\"product_code\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productCode\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"productName\",\"name\":\"product_name\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productName\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"line\",\"name\":\"line\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productLine\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"productScale\",\"name\":\"product_scale\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productScale\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"productVendor\",\"name\":\"product_vendor\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productVendor\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"productDescription\",\"name\":\"product_description\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productDescription\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"productLineDescription\",\"name\":\"product_line_description\",\"expression\":{\"op\":\"column\",\"alias\":\"t1\",\"column\":\"textDescription\",\"type\":{\"kind\":\"text\"}}}],\"clean\":[],\"at\":\"star.ts:18\",\"joins\":[{\"alias\":\"t1\",\"from\":\"t0\",\"table\":\"productlines\",\"on\":[[\"productLine\",\"productLine\"]]}]},{\"kind\":\"dimension\",\"name\":\"customers\",\"table\":\"dim_customers\",\"from\":\"customers\",\"where\":null,\"key\":\"customer_key\",\"natural\":[{\"label\":\"customerNumber\",\"name\":\"customer_number\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"customerNumber\",\"type\":{\"kind\":\"integer\",\"bits\":32}}}],\"columns\":[{\"label\":\"customerNumber\",\"name\":\"customer_number\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"customerNumber\",\"type\":{\"kind\":\"integer\",\"bits\":32}}},{\"label\":\"customerName\",\"name\":\"customer_name\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"customerName\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"contactLastName\",\"name\":\"contact_last_name\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"contactLastName\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"contactFirstName\",\"name\":\"contact_first_name\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"contactFirstName\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"phone\",\"name\":\"phone\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"phone\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"addressLine1\",\"name\":\"address_line_1\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"addressLine1\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"addressLine2\",\"name\":\"address_line_2\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"addressLine2\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"creditLimit\",\"name\":\"credit_limit\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"creditLimit\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}},{\"label\":\"salesRep\",\"name\":\"sales_rep\",\"expression\":{\"op\":\"column\",\"alias\":\"t1\",\"column\":\"lastName\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"salesOffice\",\"name\":\"sales_office\",\"expression\":{\"op\":\"column\",\"alias\":\"t2\",\"column\":\"city\",\"type\":{\"kind\":\"text\"}}}],\"clean\":[],\"at\":\"star.ts:6\",\"joins\":[{\"alias\":\"t1\",\"from\":\"t0\",\"table\":\"employees\",\"on\":[[\"salesRepEmployeeNumber\",\"employeeNumber\"]]},{\"alias\":\"t2\",\"from\":\"t1\",\"table\":\"offices\",\"on\":[[\"officeCode\",\"officeCode\"]]}]},{\"kind\":\"distinct\",\"name\":\"locations\",\"table\":\"dim_locations\",\"from\":\"customers\",\"where\":null,\"key\":\"location_key\",\"natural\":[{\"label\":\"postalCode\",\"name\":\"postal_code\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"postalCode\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"city\",\"name\":\"city\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"city\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"state\",\"name\":\"state\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"state\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"country\",\"name\":\"country\",\"expression\":{\"op\":\"trim\",\"args\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"country\",\"type\":{\"kind\":\"text\"}}],\"type\":{\"kind\":\"text\"}}}],\"columns\":[{\"label\":\"postalCode\",\"name\":\"postal_code\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"postalCode\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"city\",\"name\":\"city\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"city\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"state\",\"name\":\"state\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"state\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"country\",\"name\":\"country\",\"expression\":{\"op\":\"trim\",\"args\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"country\",\"type\":{\"kind\":\"text\"}}],\"type\":{\"kind\":\"text\"}}}],\"clean\":[],\"at\":\"star.ts:28\",\"joins\":[]}],\"calendar\":{\"table\":\"dim_dates\",\"key\":\"date_key\"},\"facts\":[{\"name\":\"orders\",\"table\":\"fact_orders\",\"from\":\"orderdetails\",\"at\":\"star.ts:35\",\"grain\":[{\"label\":\"orderNumber\",\"name\":\"order_number\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"orderNumber\",\"type\":{\"kind\":\"integer\",\"bits\":32}}},{\"label\":\"productCode\",\"name\":\"product_code\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productCode\",\"type\":{\"kind\":\"text\"}}}],\"columns\":[{\"label\":\"productCode\",\"name\":\"product_code\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productCode\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"orderLineNumber\",\"name\":\"order_line_number\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"orderLineNumber\",\"type\":{\"kind\":\"integer\",\"bits\":16}}},{\"label\":\"status\",\"name\":\"status\",\"expression\":{\"op\":\"column\",\"alias\":\"t1\",\"column\":\"status\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"quantityOrdered\",\"name\":\"quantity_ordered\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"quantityOrdered\",\"type\":{\"kind\":\"integer\",\"bits\":32}}},{\"label\":\"priceEach\",\"name\":\"price_each\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"priceEach\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}},{\"label\":\"orderAmount\",\"name\":\"order_amount\",\"expression\":{\"op\":\"times\",\"args\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"quantityOrdered\",\"type\":{\"kind\":\"integer\",\"bits\":32}},{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"priceEach\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}],\"type\":{\"kind\":\"decimal\",\"precision\":20,\"scale\":2}}},{\"label\":\"cost\",\"name\":\"cost\",\"expression\":{\"op\":\"times\",\"args\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"quantityOrdered\",\"type\":{\"kind\":\"integer\",\"bits\":32}},{\"op\":\"column\",\"alias\":\"t3\",\"column\":\"buyPrice\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}],\"type\":{\"kind\":\"decimal\",\"precision\":20,\"scale\":2}}},{\"label\":\"listAmount\",\"name\":\"list_amount\",\"expression\":{\"op\":\"times\",\"args\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"quantityOrdered\",\"type\":{\"kind\":\"integer\",\"bits\":32}},{\"op\":\"column\",\"alias\":\"t3\",\"column\":\"MSRP\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}],\"type\":{\"kind\":\"decimal\",\"precision\":20,\"scale\":2}}},{\"label\":\"margin\",\"name\":\"margin\",\"expression\":{\"op\":\"minus\",\"args\":[{\"op\":\"times\",\"args\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"quantityOrdered\",\"type\":{\"kind\":\"integer\",\"bits\":32}},{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"priceEach\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}],\"type\":{\"kind\":\"decimal\",\"precision\":20,\"scale\":2}},{\"op\":\"times\",\"args\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"quantityOrdered\",\"type\":{\"kind\":\"integer\",\"bits\":32}},{\"op\":\"column\",\"alias\":\"t3\",\"column\":\"buyPrice\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}],\"type\":{\"kind\":\"decimal\",\"precision\":20,\"scale\":2}}],\"type\":{\"kind\":\"decimal\",\"precision\":21,\"scale\":2}}},{\"label\":\"discount\",\"name\":\"discount\",\"expression\":{\"op\":\"minus\",\"args\":[{\"op\":\"times\",\"args\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"quantityOrdered\",\"type\":{\"kind\":\"integer\",\"bits\":32}},{\"op\":\"column\",\"alias\":\"t3\",\"column\":\"MSRP\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}],\"type\":{\"kind\":\"decimal\",\"precision\":20,\"scale\":2}},{\"op\":\"times\",\"args\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"quantityOrdered\",\"type\":{\"kind\":\"integer\",\"bits\":32}},{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"priceEach\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}],\"type\":{\"kind\":\"decimal\",\"precision\":20,\"scale\":2}}],\"type\":{\"kind\":\"decimal\",\"precision\":21,\"scale\":2}}},{\"label\":\"orderNumber\",\"name\":\"order_number\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"orderNumber\",\"type\":{\"kind\":\"integer\",\"bits\":32}}}],\"links\":[{\"label\":\"product\",\"name\":\"product_key\",\"dimension\":\"products\",\"steps\":[{\"from\":\"t0\",\"columns\":[\"productCode\"],\"alias\":null,\"toColumns\":[\"productCode\"]}],\"lookup\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"productCode\",\"type\":{\"kind\":\"text\"}}]},{\"label\":\"customer\",\"name\":\"customer_key\",\"dimension\":\"customers\",\"steps\":[{\"from\":\"t0\",\"columns\":[\"orderNumber\"],\"alias\":\"t1\",\"toColumns\":[\"orderNumber\"]},{\"from\":\"t1\",\"columns\":[\"customerNumber\"],\"alias\":null,\"toColumns\":[\"customerNumber\"]}],\"lookup\":[{\"op\":\"column\",\"alias\":\"t1\",\"column\":\"customerNumber\",\"type\":{\"kind\":\"integer\",\"bits\":32}}]},{\"label\":\"location\",\"name\":\"location_key\",\"dimension\":\"locations\",\"steps\":[{\"from\":\"t0\",\"columns\":[\"orderNumber\"],\"alias\":\"t1\",\"toColumns\":[\"orderNumber\"]},{\"from\":\"t1\",\"columns\":[\"customerNumber\"],\"alias\":\"t2\",\"toColumns\":[\"customerNumber\"]}],\"lookup\":[{\"op\":\"column\",\"alias\":\"t2\",\"column\":\"postalCode\",\"type\":{\"kind\":\"text\"}},{\"op\":\"column\",\"alias\":\"t2\",\"column\":\"city\",\"type\":{\"kind\":\"text\"}},{\"op\":\"column\",\"alias\":\"t2\",\"column\":\"state\",\"type\":{\"kind\":\"text\"}},{\"op\":\"trim\",\"args\":[{\"op\":\"column\",\"alias\":\"t2\",\"column\":\"country\",\"type\":{\"kind\":\"text\"}}],\"type\":{\"kind\":\"text\"}}]},{\"label\":\"ordered\",\"name\":\"ordered_key\",\"dimension\":null,\"steps\":[],\"lookup\":[{\"op\":\"column\",\"alias\":\"t1\",\"column\":\"orderDate\",\"type\":{\"kind\":\"date\"}}]},{\"label\":\"required\",\"name\":\"required_key\",\"dimension\":null,\"steps\":[],\"lookup\":[{\"op\":\"column\",\"alias\":\"t1\",\"column\":\"requiredDate\",\"type\":{\"kind\":\"date\"}}]},{\"label\":\"shipped\",\"name\":\"shipped_key\",\"dimension\":null,\"steps\":[],\"lookup\":[{\"op\":\"column\",\"alias\":\"t1\",\"column\":\"shippedDate\",\"type\":{\"kind\":\"date\"}}]}],\"where\":null,\"measures\":[{\"name\":\"sales\",\"definition\":{\"kind\":\"sum\",\"column\":\"orderAmount\"},\"column\":\"order_amount\"},{\"name\":\"orders\",\"definition\":{\"kind\":\"countDistinct\",\"column\":\"orderNumber\"},\"column\":\"order_number\"},{\"name\":\"units\",\"definition\":{\"kind\":\"sum\",\"column\":\"quantityOrdered\"},\"column\":\"quantity_ordered\"},{\"name\":\"orderValue\",\"definition\":{\"kind\":\"ratio\",\"over\":[\"sales\",\"orders\"]},\"column\":null},{\"name\":\"marginRate\",\"definition\":{\"kind\":\"ratio\",\"over\":[\"margin\",\"sales\"]},\"column\":null},{\"name\":\"underList\",\"definition\":{\"kind\":\"ratio\",\"over\":[\"discount\",\"list\"]},\"column\":null},{\"name\":\"cost\",\"definition\":{\"kind\":\"sum\",\"column\":\"cost\"},\"column\":\"cost\"},{\"name\":\"margin\",\"definition\":{\"kind\":\"sum\",\"column\":\"margin\"},\"column\":\"margin\"},{\"name\":\"list\",\"definition\":{\"kind\":\"sum\",\"column\":\"listAmount\"},\"column\":\"list_amount\"},{\"name\":\"discount\",\"definition\":{\"kind\":\"sum\",\"column\":\"discount\"},\"column\":\"discount\"},{\"name\":\"price\",\"definition\":{\"kind\":\"ratio\",\"over\":[\"sales\",\"units\"]},\"column\":null},{\"name\":\"listPrice\",\"definition\":{\"kind\":\"ratio\",\"over\":[\"list\",\"units\"]},\"column\":null}],\"on\":\"ordered\",\"checks\":[{\"label\":\"quantityOrdered > 0\",\"condition\":{\"op\":\"gt\",\"args\":[{\"op\":\"own\",\"column\":\"quantity_ordered\",\"type\":{\"kind\":\"integer\",\"bits\":32}},{\"op\":\"literal\",\"value\":0,\"type\":{\"kind\":\"integer\",\"bits\":64}}],\"type\":{\"kind\":\"boolean\"}},\"at\":\"star.ts:81\"},{\"label\":\"orderAmount >= 0\",\"condition\":{\"op\":\"gte\",\"args\":[{\"op\":\"own\",\"column\":\"order_amount\",\"type\":{\"kind\":\"decimal\",\"precision\":20,\"scale\":2}},{\"op\":\"literal\",\"value\":0,\"type\":{\"kind\":\"integer\",\"bits\":64}}],\"type\":{\"kind\":\"boolean\"}},\"at\":\"star.ts:81\"}],\"reconcile\":[\"product.line\",\"location.country\",\"ordered.year\",\"status\"],\"joins\":[{\"alias\":\"t1\",\"from\":\"t0\",\"table\":\"orders\",\"on\":[[\"orderNumber\",\"orderNumber\"]]},{\"alias\":\"t2\",\"from\":\"t1\",\"table\":\"customers\",\"on\":[[\"customerNumber\",\"customerNumber\"]]},{\"alias\":\"t3\",\"from\":\"t0\",\"table\":\"products\",\"on\":[[\"productCode\",\"productCode\"]]}]},{\"name\":\"payments\",\"table\":\"fact_payments\",\"from\":\"payments\",\"at\":\"star.ts:69\",\"grain\":[{\"label\":\"customerNumber\",\"name\":\"customer_number\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"customerNumber\",\"type\":{\"kind\":\"integer\",\"bits\":32}}},{\"label\":\"checkNumber\",\"name\":\"check_number\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"checkNumber\",\"type\":{\"kind\":\"text\"}}}],\"columns\":[{\"label\":\"customerNumber\",\"name\":\"customer_number\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"customerNumber\",\"type\":{\"kind\":\"integer\",\"bits\":32}}},{\"label\":\"checkNumber\",\"name\":\"check_number\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"checkNumber\",\"type\":{\"kind\":\"text\"}}},{\"label\":\"amount\",\"name\":\"amount\",\"expression\":{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"amount\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}}}],\"links\":[{\"label\":\"customer\",\"name\":\"customer_key\",\"dimension\":\"customers\",\"steps\":[{\"from\":\"t0\",\"columns\":[\"customerNumber\"],\"alias\":null,\"toColumns\":[\"customerNumber\"]}],\"lookup\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"customerNumber\",\"type\":{\"kind\":\"integer\",\"bits\":32}}]},{\"label\":\"paid\",\"name\":\"paid_key\",\"dimension\":null,\"steps\":[],\"lookup\":[{\"op\":\"column\",\"alias\":\"t0\",\"column\":\"paymentDate\",\"type\":{\"kind\":\"date\"}}]}],\"where\":null,\"measures\":[{\"name\":\"received\",\"definition\":{\"kind\":\"sum\",\"column\":\"amount\"},\"column\":\"amount\"}],\"on\":\"paid\",\"checks\":[{\"label\":\"amount > 0\",\"condition\":{\"op\":\"gt\",\"args\":[{\"op\":\"own\",\"column\":\"amount\",\"type\":{\"kind\":\"decimal\",\"precision\":10,\"scale\":2}},{\"op\":\"literal\",\"value\":0,\"type\":{\"kind\":\"integer\",\"bits\":64}}],\"type\":{\"kind\":\"boolean\"}},\"at\":\"star.ts:82\"}],\"reconcile\":[\"paid.year\"],\"joins\":[]}],\"remarks\":[],\"escapes\":[]}")
STAR['build'] = build

if __name__ == '__main__':
    main(STAR)
