"""Where the staged rows come from: what `starlift stage` landed and proved, or MySQL by JDBC while it stands still."""

import json
import math
import time

from keys import orphans
from session import Failure, fit, plain, quoted

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
