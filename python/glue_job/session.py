"""Spark as the star needs it, and how a run fails."""

import re

from pyspark.sql import SparkSession

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
