"""Checks a notebook by nbformat's schema, runs its first cells in Deno's Jupyter kernel, prints what came of them.

Arguments: the notebook, the path of Deno, how many cells of code to run.
"""

import json
import os
import sys
import tempfile

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

PATH, DENO, COUNT = sys.argv[1], sys.argv[2], int(sys.argv[3])


def run(client, code):
    """How a cell ended, and everything that it printed or showed as text."""
    asked = client.execute(code)
    # What a cell prints may come after its end, and then as the next one's: this cell is all through its own text.
    mark = f"end of {asked}"
    client.execute(f'console.log("{mark}")')
    texts, status = [], "ok"
    while True:
        message = client.get_iopub_msg(timeout=60)
        kind, content = message["msg_type"], message["content"]
        if kind == "stream":
            text, found, _rest = content["text"].partition(mark)
            texts.append(text)
            if found:
                return status, "\n".join(texts)
        elif kind in ("display_data", "execute_result"):
            texts.append(str(content["data"].get("text/plain", "")))
        elif kind == "error":
            status = "error"
            texts.append(f"{content['ename']}: {content['evalue']}")


def main():
    """Validates first: a notebook that is not valid is not run."""
    with open(PATH, encoding="utf-8") as file:
        notebook = json.load(file)
    nbformat.validate(notebook)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][:COUNT]
    ran = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        place = os.path.join(folder, "deno")
        os.makedirs(place)
        argv = [DENO, "jupyter", "--kernel", "--conn", "{connection_file}"]
        with open(os.path.join(place, "kernel.json"), "w", encoding="utf-8") as spec:
            json.dump({"argv": argv, "display_name": "Deno", "language": "typescript"}, spec)
        manager = KernelManager(
            kernel_name=notebook["metadata"]["kernelspec"]["name"],
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[folder]),
        )
        manager.start_kernel()
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        for cell in cells:
            status, text = run(client, "".join(cell["source"]))
            ran.append({"id": cell["id"], "status": status, "text": text})
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    print(json.dumps(ran))


main()
