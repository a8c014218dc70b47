"""Arguments of a job."""

import argparse

from awsglue.unsupported import refuse

BOOKMARK = "job-bookmark-option"
RESERVED = (BOOKMARK, "job-bookmark-from", "job-bookmark-to", "continuation-option")
OWN = ("JOB_NAME", "JOB_ID", "JOB_RUN_ID", "SECURITY_CONFIGURATION")


class GlueArgumentError(Exception):
    """An argument that the script asks for was not given."""


class GlueArgumentParser(argparse.ArgumentParser):
    def error(self, message):
        raise GlueArgumentError(message)


def getResolvedOptions(args, options):
    """The values of the named arguments, as text, by name; dashes of names are underscores. GlueArgumentError where one is missing."""
    for option in options:
        if option in RESERVED:
            raise RuntimeError(f"Using reserved arguments {option}")
    parser = GlueArgumentParser()
    parser.add_argument(f"--{BOOKMARK}", required=False)
    parser.add_argument("--TempDir", required="TempDir" in options)
    for option in OWN:
        parser.add_argument(f"--{option}", required=option in options)
    for option in options:
        if option != "TempDir" and option not in OWN:
            parser.add_argument(f"--{option}", required=True)
    parsed, _ = parser.parse_known_args(args[1:])
    found = {name: value for name, value in vars(parsed).items() if value is not None}
    found.setdefault("job_bookmark_option", "job-bookmark-disable")
    found.setdefault("TempDir", "")
    return found


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    refuse(f"awsglue.utils.{name}")
