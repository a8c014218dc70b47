"""The lake in a bucket, as Starlift keeps it: creating the next manifest is the only commit."""

import json
import os
import socket
import time
from datetime import datetime, timezone

from session import Failure

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
