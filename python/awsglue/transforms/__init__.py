"""Glue's transforms: the same as the frames' own methods, called by `apply`."""

from awsglue.unsupported import refuse

__all__ = ["ApplyMapping", "DropFields", "DropNullFields", "Filter", "Join", "Map", "RenameField", "ResolveChoice",
           "SelectFields", "SelectFromCollection", "SplitFields"]


class GlueTransform:
    """Its `apply` takes what AWS's takes; thresholds of errors have nothing to count."""

    @classmethod
    def apply(cls, *args, **named):
        for name in ("transformation_ctx", "info", "stageThreshold", "totalThreshold"):
            named.pop(name, None)
        return cls()(*args, **named)


class ApplyMapping(GlueTransform):
    def __call__(self, frame, mappings, case_sensitive=False):
        return frame.apply_mapping(mappings, case_sensitive)


class SelectFields(GlueTransform):
    def __call__(self, frame, paths):
        return frame.select_fields(paths)


class DropFields(GlueTransform):
    def __call__(self, frame, paths):
        return frame.drop_fields(paths)


class DropNullFields(GlueTransform):
    def __call__(self, frame):
        return frame.drop_null_fields()


class RenameField(GlueTransform):
    def __call__(self, frame, old_name, new_name):
        return frame.rename_field(old_name, new_name)


class Filter(GlueTransform):
    def __call__(self, frame, f):
        return frame.filter(f)


class Map(GlueTransform):
    def __call__(self, frame, f):
        return frame.map(f)


class Join(GlueTransform):
    def __call__(self, frame1, frame2, keys1, keys2):
        return frame1.join(keys1, keys2, frame2)


class ResolveChoice(GlueTransform):
    def __call__(self, frame, specs=None, choice="", database=None, table_name=None):
        return frame.resolveChoice(specs, choice, database, table_name)


class SplitFields(GlueTransform):
    def __call__(self, frame, paths, name1=None, name2=None):
        return frame.split_fields(paths, name1 or f"{frame.name}1", name2 or f"{frame.name}2")


class SelectFromCollection(GlueTransform):
    def __call__(self, dfc, key):
        return dfc.select(key)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    refuse(f"The transform {name}")
