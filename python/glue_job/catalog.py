"""Tells the Glue catalog of a version: dimensions first, facts last, never over a newer version."""

from session import Failure

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
