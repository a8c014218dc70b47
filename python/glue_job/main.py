"""One run, from arguments to a published version, or to a failure after which the version before is still served."""

import argparse
import secrets
import sys
from datetime import datetime, timezone

from build import Builder
from catalog import announce, read_back
from iceberg import show_iceberg
from keys import count_orphans, prove_registry, prove_unique, twins
from lake import Lake, Lease, Ledger, Taken, now
from proof import changes, prove_table, prove_types, run_checks
from publish import data_files, settle_registry, vacuum, version_of
from session import Failure, fit, plain, session
from source import read_source, read_stage

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
