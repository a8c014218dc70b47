"""Makes a notebook of a percent-format source, executes it, and writes it without what differs from run to run.

    python execute-notebook.py source.py notebook.ipynb

Needs nbclient and what the source imports; AWS_ENDPOINT_URL and its like say where Athena is. Exits with 1 where a cell fails or warns.
"""

import re
import sys

import nbformat
from nbclient import NotebookClient

WIDGETS = "application/vnd.jupyter.widget-view+json"


def cells_of(source):
    for number, block in enumerate(re.split(r"^# %%", source, flags=re.M)[1:]):
        head, _, body = block.partition("\n")
        tags = re.findall(r'tags=\["(\w+)"\]', head)
        text = body.strip("\n")
        if "[markdown]" in head:
            yield nbformat.v4.new_markdown_cell(re.sub(r"^# ?", "", text, flags=re.M), id=f"cell-{number}")
        else:
            yield nbformat.v4.new_code_cell(text, id=f"cell-{number}", metadata={"tags": tags} if tags else {})


def steady(cell):
    """A cell without when it ran, and without what widgets show: they live in a kernel."""
    cell.metadata.pop("execution", None)
    if any(WIDGETS in output.get("data", {}) for output in cell.get("outputs", [])):
        cell.outputs = []


source, target = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    notebook = nbformat.v4.new_notebook(cells=list(cells_of(file.read())))
notebook.metadata.kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
client = NotebookClient(notebook, timeout=300, kernel_name="python3")
# Output widgets take messages of their cells away while those are read, and the end of a cell can be lost with them.
client.comm_open_handlers = {}
client.execute()
warned = [output for cell in notebook.cells for output in cell.get("outputs", []) if output.get("name") == "stderr"]
for cell in notebook.cells:
    steady(cell)
notebook.metadata = {"kernelspec": notebook.metadata.kernelspec, "language_info": {"name": "python"}}
nbformat.write(notebook, target)
if warned:
    sys.exit("".join(output["text"] for output in warned))
