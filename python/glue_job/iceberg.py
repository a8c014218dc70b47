"""Each table of a version as an Iceberg table (format 2) over the files that are there, as the embedded engine writes it."""

import hashlib
import json
from datetime import datetime

from publish import name_of
from session import quoted

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
