/** Settings under which Spark computes and writes what DuckDB does. */
export const SESSION = `
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
}


def session():
    builder = SparkSession.builder.appName('starlift')
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
`

/** The whole years of the calendar: those around the middle of all days, over gaps of up to ten years. As in `model/calendar.ts`. */
export const CALENDAR_RANGE = `

def calendar_range(years):
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
`
