"""Builds the star from the staged rows; every table is written where it will be served from, and read back from there."""

from session import path, plain, quoted


def calendar_range(years):
    """The whole years of the calendar: those around the middle of all days, over gaps of up to ten years."""
    years = sorted(years)
    half, seen, middle = sum(days for _, days in years) / 2, 0, -1
    for index, (_, days) in enumerate(years):
        seen += days
        if seen >= half:
            middle = index
            break
    if middle < 0:
        return None
    first = last = middle
    while first > 0 and years[first][0] - years[first - 1][0] <= 10:
        first -= 1
    while last < len(years) - 1 and years[last + 1][0] - years[last][0] <= 10:
        last += 1
    return {'first': years[first][0], 'last': years[last][0]}


def filled(select, **values):
    for key, value in values.items():
        select = select.replace('{' + key + '}', str(value))
    return select


class Builder:
    """Makes views and tables. `place` gives the folder of a table or of a registry; `before` the registry of the version built on."""

    def __init__(self, spark, place, before=lambda dimension: None):
        self.spark = spark
        self.place = place
        self.before = before
        self.marks = {}
        self.years = None
        self.rows = {}

    def view(self, name, select):
        self.spark.sql(select).createOrReplaceTempView(name)

    def write(self, frame, name, folder):
        frame.write.mode('errorifexists').parquet(folder)
        self.spark.read.parquet(folder).createOrReplaceTempView(name)

    def dimension(self, name, table, key, natural, members, registry, select):
        self.view('members__' + plain(name), members)
        mark = self.registry_before(name, natural, key)
        # One file: it is one object of the lake.
        numbered = self.spark.sql(filled(registry, mark=mark)).coalesce(1)
        self.write(numbered, 'keys__' + plain(name), self.place('_keys', name, table))
        found = self.spark.table('keys__' + plain(name)).selectExpr(f'coalesce(max({quoted(key)}), 0)').first()[0]
        self.marks[name] = (mark, max(mark, found))
        return self.table(table, select) - 2

    def registry_before(self, name, natural, key):
        """Shows the registry of the version built on; gives the highest number ever given out. Other natural keys than then are all new."""
        view = 'keys_before__' + plain(name)
        before = self.before(name)
        members = self.spark.table('members__' + plain(name))
        none = members.limit(0).selectExpr(*map(quoted, natural), f'cast(0 as int) as {quoted(key)}')
        known = before and self.spark.read.parquet(before['uri'])
        if known and shape(known) == shape(none):
            known.createOrReplaceTempView(view)
        else:
            none.createOrReplaceTempView(view)
        return before['mark'] if before else 0

    def calendar(self, table, days, whole, bare):
        self.view('days__all', days)
        rows = self.spark.sql('select year(`day`) as year, count(*) as days from days__all group by 1').collect()
        self.years = calendar_range([(row.year, row.days) for row in rows])
        return self.table(table, filled(whole, **self.years) if self.years else bare) - 2

    def fact(self, table, select, by=None):
        """Rows that stand together in time stand together in files, so that readers of a period skip the others."""
        frame = self.spark.sql(select)
        return self.table(table, frame.repartitionByRange(quoted(by)).sortWithinPartitions(quoted(by)) if by else frame)

    def table(self, table, select):
        frame = self.spark.sql(select) if isinstance(select, str) else select
        self.write(frame, 'star__' + plain(table), self.place(None, table, table))
        self.rows[table] = self.spark.table('star__' + plain(table)).count()
        return self.rows[table]


def shape(frame):
    """Names and kinds of columns: a number is the same key in a wider type, a text is not the number in it."""
    numbers = ('tinyint', 'smallint', 'int', 'bigint', 'decimal')
    kinds = [(name, 'number' if kind.startswith(numbers) else kind) for name, kind in frame.dtypes]
    return kinds
