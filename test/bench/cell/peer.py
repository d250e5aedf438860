"""ipykernel, driven as a notebook drives it: prints what it took, as lines of JSON, in the words of peer.ts."""

import json
import statistics
import sys
import time

import ipykernel
from jupyter_client.manager import KernelManager

STARTS = int(sys.argv[1])


def start():
    """A kernel that has answered, and the milliseconds until it did."""
    begin = time.perf_counter()
    manager = KernelManager()
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


def memory(client):
    """Resident memory of the kernel's process, in MiB."""
    asked = client.execute("import os; print(os.getpid())")
    pid = None
    while pid is None:
        message = client.get_iopub_msg(timeout=30)
        if message["msg_type"] == "stream" and message["parent_header"].get("msg_id") == asked:
            pid = int(message["content"]["text"])
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


starts = []
for _ in range(STARTS):
    manager, client, took = start()
    starts.append(took)
    used = memory(client)
    if len(starts) < STARTS:
        client.stop_channels()
        manager.shutdown_kernel(now=True)

def tell(figures):
    print(json.dumps(figures), flush=True)


for index in range(50):
    run(client, f"value = {index} * 2\nprint(value)")
tell({"name": f"ipykernel {ipykernel.__version__}", "start": statistics.median(starts), "memory": used})
# Each line asks for so many runs, so that they can take turns with those of another.
for line in sys.stdin:
    tell([run(client, f"value = {index} * 2\nprint(value)") for index in range(int(line))])
client.stop_channels()
manager.shutdown_kernel(now=True)
