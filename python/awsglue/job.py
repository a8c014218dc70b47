"""A job's beginning and end. Bookmarks are not kept, and asking for them is refused."""

from awsglue.unsupported import refuse


class Job:
    def __init__(self, glue_context):
        self.glue_context = glue_context
        self._name = None

    def init(self, job_name, args=None):
        args = args or {}
        option = args.get("job_bookmark_option") or args.get("job-bookmark-option") or "job-bookmark-disable"
        if option != "job-bookmark-disable":
            refuse(f"Job.init with {option}")
        self._name = job_name

    def isInitialized(self):
        return self._name is not None

    def commit(self):
        if self._name is None:
            raise RuntimeError("Job.commit before Job.init")

    def __getattr__(self, name):
        refuse(f"Job.{name}")
