"""Checks the notebooks that a run wrote: valid nbformat, no failed cell, pictures; and those in the repository: code equal to their source."""
import glob
import os
import sys

import nbformat

problems = []
# The README's first command writes to the top of the folder; the run in F# has one of its own.
for language, folder in (("csharp", "artifacts/notebooks"), ("fsharp", "artifacts/notebooks/fsharp")):
    executed = sorted(glob.glob(f"{folder}/*.ipynb"))
    if len(executed) != 8:
        problems.append(f"{language}: {len(executed)} executed notebooks instead of 8")
    for path in executed:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        name = os.path.basename(path)
        committed = nbformat.read(f"notebooks/{language}/{name}", as_version=4)
        built = nbformat.read(f"artifacts/built/{language}/{name}", as_version=4)
        code = [cell.source for cell in built.cells]
        if code != [cell.source for cell in committed.cells]:
            problems.append(f"notebooks/{language}/{name} is not what notebooks/source gives: run `ghostnet notebooks build`, then run it")
        if code != [cell.source for cell in notebook.cells]:
            problems.append(f"{path} is not notebooks/{language}/{name}")
        outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
        if any(output.output_type == "error" for output in outputs):
            problems.append(f"{path}: a cell failed")
        pictures = sum("text/html" in output.get("data", {}) for output in outputs)
        if pictures < 2:
            problems.append(f"{path}: {pictures} pictures")
        print(f"{language}/{name}: {len(outputs)} outputs, {pictures} pictures")
sys.exit("\n".join(problems) or 0)
