"""A Jupyter kernel, driven as a notebook drives it: prints what it took, as lines of JSON, in the words of peer.ts.

Arguments: how many times to start it; the path of Deno for Deno's kernel, nothing for ipykernel.
"""

import json
import os
import statistics
import sys
import tempfile
import time

import ipykernel
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

STARTS = int(sys.argv[1])
DENO = sys.argv[2] if len(sys.argv) > 2 else None

PYTHON_CELL = "value = {index} * 2\nprint(value)"
DENO_CELL = "const value: number = {index} * 2;\nconsole.log(value);"
CELL = DENO_CELL if DENO else PYTHON_CELL
OWN_PROCESS = "console.log(Deno.pid)" if DENO else "import os; print(os.getpid())"


def new_manager(folder):
    """A manager of the kernel that is asked for; Deno's is described in `folder`."""
    if not DENO:
        return KernelManager()
    place = os.path.join(folder, "deno")
    os.makedirs(place, exist_ok=True)
    argv = [DENO, "jupyter", "--kernel", "--conn", "{connection_file}"]
    with open(os.path.join(place, "kernel.json"), "w", encoding="utf-8") as spec:
        json.dump({"argv": argv, "display_name": "Deno", "language": "typescript"}, spec)
    return KernelManager(
        kernel_name="deno", kernel_spec_manager=KernelSpecManager(kernel_dirs=[folder])
    )


def start(folder):
    """A kernel that has answered, and the milliseconds until it did."""
    begin = time.perf_counter()
    manager = new_manager(folder)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    return manager, client, (time.perf_counter() - begin) * 1000


def run(client, code):
    """Milliseconds from the request until the kernel says that the cell is done, its output read."""
    begin = time.perf_counter()
    asked = client.execute(code)
    while True:
        message = client.get_iopub_msg(timeout=30)
        done = message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
        if done and message["parent_header"].get("msg_id") == asked:
            return (time.perf_counter() - begin) * 1000


def runs(client, count):
    """The milliseconds of each of `count` runs of a cell."""
    return [run(client, CELL.replace("{index}", str(index))) for index in range(count)]


def memory(client):
    """Resident memory of the kernel's process, in MiB."""
    asked = client.execute(OWN_PROCESS)
    pid = None
    while pid is None:
        message = client.get_iopub_msg(timeout=30)
        if message["msg_type"] == "stream" and message["parent_header"].get("msg_id") == asked:
            pid = int(message["content"]["text"])
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def name(client):
    """What the kernel says that it is, with its version."""
    if not DENO:
        return f"ipykernel {ipykernel.__version__}"
    client.kernel_info()
    info = client.get_shell_msg(timeout=30)
    while info["msg_type"] != "kernel_info_reply":
        info = client.get_shell_msg(timeout=30)
    return f"Deno's Jupyter kernel {info['content']['implementation_version'].removeprefix('Deno ')}"


def tell(figures):
    """One line for peer.ts."""
    print(json.dumps(figures), flush=True)


def main():
    """Starts, then runs as many cells as each line asks for, so that they can take turns with another's."""
    with tempfile.TemporaryDirectory() as folder:
        starts = []
        for _ in range(STARTS):
            manager, client, took = start(folder)
            starts.append(took)
            used = memory(client)
            if len(starts) < STARTS:
                client.stop_channels()
                manager.shutdown_kernel(now=True)
        tell({"name": name(client), "start": statistics.median(starts), "memory": used})
        for line in sys.stdin:
            tell(runs(client, int(line)))
        client.stop_channels()
        manager.shutdown_kernel(now=True)


main()
