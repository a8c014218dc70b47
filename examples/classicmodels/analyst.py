# %% [markdown]
# # Sales by product line and by country
#
# The marketing analyst's dashboard over the star schema. It reads Athena with awswrangler, and nothing here knows whether Athena is
# Amazon's or this machine's: `AWS_ENDPOINT_URL` decides. Tables are joined by their keys, which are unique, so no join can multiply rows.

# %% tags=["parameters"]
DATABASE = "star"
WORKGROUP = "primary"
OUTPUT = None  # "s3://bucket/prefix/" for Athena's results; None: athena-results/ in the lake's bucket
START = None  # "2024-01-01"; None: from the first day that has data
END = None  # None: to the last

# %%
import json

import awswrangler as wr
import boto3
import ipywidgets as widgets
import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display

INK, ACCENT, QUIET = "#22262d", "#2f6cad", "#6b7280"
plt.rcParams.update({
    "figure.dpi": 100, "font.size": 10, "axes.edgecolor": QUIET, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False,
})


tables = {table["Name"]: table for table in wr.catalog.get_tables(database=DATABASE)}
BUCKET, _, path = tables["fact_orders"]["StorageDescriptor"]["Location"].removeprefix("s3://").partition("/")
ROOT = "/".join(path.rstrip("/").split("/")[:-2])


def ask(sql: str) -> pd.DataFrame:
    """Rows of a SELECT on Athena; money comes as Decimal, to the cent."""
    output = OUTPUT or f"s3://{BUCKET}/athena-results/"
    return wr.athena.read_sql_query(sql, database=DATABASE, workgroup=WORKGROUP, s3_output=output, ctas_approach=False)


# %% [markdown]
# ## Is it proven?
#
# Each version of the star was compared with the source before it was published. `receipt()` finds the version that the tables show, reads
# its receipt, and stops here if any of it differs. Run it first; every figure below is of that version.


# %%
def receipt() -> dict:
    """The receipt of the version that the tables show. Fails unless all tables show one version and every figure of it is equal."""
    versions = {table["Parameters"]["starlift.version"] for table in wr.catalog.get_tables(database=DATABASE)}
    assert len(versions) == 1, f"tables show versions {sorted(versions)}: a new one is being published, run this again"
    version = int(versions.pop())
    manifest = f"{ROOT}/_starlift/versions/{version:06d}.json".lstrip("/")
    found = json.load(boto3.client("s3").get_object(Bucket=BUCKET, Key=manifest)["Body"])["receipt"]
    lines = found["stage"]["lines"] + [line for table in found["star"]["tables"] for line in table["lines"]]
    groups = [group for table in found["star"]["tables"] for group in table["groups"]]
    assert lines and all(line["equal"] for line in lines), "a figure differs from the source: do not use this version"
    assert all(group["differing"] == 0 for group in groups), "a group differs from the source: do not use this version"
    print(f"✓ version {version} equals {found['witness']}: {len(lines) + len(groups)} comparisons, none differs")
    return found


proof = receipt()

# %% [markdown]
# ## A first look

# %%
ask("SELECT * FROM dim_products ORDER BY product_code LIMIT 5").drop(columns=["product_description", "product_line_description"])

# %%
ask("""
    SELECT line, count(*) AS products, min(product_scale) AS smallest_scale, count(DISTINCT product_vendor) AS vendors
    FROM dim_products WHERE product_key > 0 GROUP BY line ORDER BY products DESC, line
""")

# %% [markdown]
# ## Sales by country
#
# A place is a whole address, so countries without postal codes count like all others, and no row counts twice.

# %%
countries = ask("""
    SELECT l.country, sum(f.order_amount) AS sales, count(DISTINCT f.order_number) AS orders, sum(f.quantity_ordered) AS units
    FROM fact_orders f JOIN dim_locations l ON l.location_key = f.location_key
    GROUP BY l.country ORDER BY sales DESC
""")
countries["share"] = [f"{part / countries['sales'].sum():.1%}" for part in countries["sales"]]
countries


# %%
def bars(frame: pd.DataFrame, label: str, title: str) -> None:
    """Ranked bars with the figure beside each."""
    figure, axes = plt.subplots(figsize=(9, 0.32 * max(3, len(frame)) + 0.8))
    values = [float(value) for value in frame["sales"]]
    axes.barh(frame[label], values, color=ACCENT, height=0.7)
    axes.invert_yaxis()
    axes.set_title(title, loc="left", color=INK, fontweight="bold")
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(left=False)
    for at, exact in enumerate(frame["sales"]):
        axes.annotate(f" {exact:,.2f}", (values[at], at), va="center", color=INK)
    axes.margins(x=0.18)
    plt.tight_layout()
    plt.show()


bars(countries, "country", "Sales by country")

# %% [markdown]
# ## Products
#
# Each order line with its product, customer's place and day, each reached by its key.

# %%
lines = ask("""
    SELECT d.date, l.country, p.line, p.product_name, f.order_amount, f.quantity_ordered
    FROM fact_orders f
    JOIN dim_products p ON p.product_key = f.product_key
    JOIN dim_locations l ON l.location_key = f.location_key
    JOIN dim_dates d ON d.date_key = f.ordered_key
""")
assert len(lines) == ask("SELECT count(*) AS n FROM fact_orders")["n"].item(), "a join has changed the number of rows"
lines.groupby("line", as_index=False).agg(sales=("order_amount", "sum"), units=("quantity_ordered", "sum")).sort_values(
    "sales", ascending=False, ignore_index=True
)

# %% [markdown]
# ## Choose
#
# Days, a country, a product line, and how many products to show.

# %%
ALL = "All"
days = pd.to_datetime(lines["date"]).dt.date
start = widgets.DatePicker(description="From", value=pd.Timestamp(START or days.min()).date())
end = widgets.DatePicker(description="To", value=pd.Timestamp(END or days.max()).date())
country = widgets.Dropdown(description="Country", options=[ALL, *sorted(lines["country"].dropna().unique())])
line = widgets.Dropdown(description="Product line", options=[ALL, *sorted(lines["line"].dropna().unique())])
top = widgets.IntSlider(description="Top N", value=10, min=1, max=20)


def chart(start, end, country, line, top) -> None:
    """The products with the most sales in the days, country and product line that are chosen."""
    chosen = lines[(days >= start) & (days <= end)]
    if country != ALL:
        chosen = chosen[chosen["country"] == country]
    if line != ALL:
        chosen = chosen[chosen["line"] == line]
    if chosen.empty:
        print("Nothing was sold there and then.")
        return
    ranked = chosen.groupby("product_name", as_index=False).agg(sales=("order_amount", "sum"))
    ranked = ranked.sort_values(["sales", "product_name"], ascending=[False, True]).head(top)
    place = "" if country == ALL else f" in {country}"
    what = "products" if line == ALL else line
    bars(ranked, "product_name", f"Top {len(ranked)} {what}{place}, {start:%d %b %Y} to {end:%d %b %Y}")


chart(start.value, end.value, country.value, line.value, top.value)

# %%
controls = {"start": start, "end": end, "country": country, "line": line, "top": top}
display(widgets.VBox([widgets.HBox([start, end]), widgets.HBox([country, line]), top]))
display(widgets.interactive_output(chart, controls))
