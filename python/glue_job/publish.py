"""Files that stand in the lake become a version: digests, manifest with the receipt, and then what nothing uses any more is removed."""

import functools
import re
import uuid

from lake import now


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
