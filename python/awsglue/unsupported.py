"""How names that Glue knows and the sandbox does not are refused."""


class NotInSandbox(AttributeError, NotImplementedError):
    """Glue can do this; the sandbox's stand-in for awsglue cannot, and says so instead of doing something else."""


def refuse(what):
    raise NotInSandbox(f"{what} is not done by the sandbox's awsglue")


def known_only(given, known, what):
    """Refuses options whose effect would be missing."""
    for name in given or {}:
        if name not in known:
            refuse(f"{what} with the option {name}")
