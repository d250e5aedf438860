/**
 * The program that a kernel's container starts with, run by Deno. The container has no network of any kind:
 * this carries the doors that the kernel may use, and the line to its inspector, to sockets of the server's
 * in a folder that both see. It ends with the kernel, by the same code, and the kernel with it.
 */

interface Line {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
}
interface Runtime {
  args: string[];
  listen(address: { hostname: string; port: number }): AsyncIterable<Line>;
  connect(address: { transport: 'unix'; path: string } | { hostname: string; port: number }): Promise<Line>;
  stdin: { readable: ReadableStream<Uint8Array> };
  Command: new (
    program: string,
    options: { args: string[]; stdin: 'piped'; stdout: 'null'; stderr: 'inherit' },
  ) => { spawn(): { status: Promise<{ code: number }> } };
  exit(code: number): never;
}
declare const Deno: Runtime;

/** An address inside of the container, and the server's socket that belongs to it. */
export interface Passage {
  hostname: string;
  port: number;
  path: string;
}

/** What the relay is told by its first argument, as JSON; the others are the kernel's program and its arguments. */
export interface RelayOrder {
  doors: Passage[];
  inspector: Passage;
}

/** Lets two lines be one. What breaks or ends either of them is no fault of anybody's here. */
function join(one: Line, other: Line): Promise<unknown> {
  return Promise.allSettled([one.readable.pipeTo(other.writable), other.readable.pipeTo(one.writable)]);
}

/** Carries whoever comes to a door to the server's socket behind it. */
async function open({ hostname, port, path }: Passage): Promise<void> {
  for await (const visitor of Deno.listen({ hostname, port })) {
    Deno.connect({ transport: 'unix', path }).then(
      (server) => join(visitor, server),
      () => visitor.writable.abort().catch(() => undefined),
    );
  }
}

/** The server asks for its line to the inspector by a word on the input, which ends when the server is gone. */
async function carryInspector({ hostname, port, path }: Passage): Promise<void> {
  for await (const _ of Deno.stdin.readable) {
    const [server, inspector] = await Promise.all([
      Deno.connect({ transport: 'unix', path }),
      Deno.connect({ hostname, port }),
    ]);
    void join(server, inspector);
  }
}

const [orders = '{}', program = '', ...args] = Deno.args;
const { doors, inspector }: RelayOrder = JSON.parse(orders);
for (const door of doors) void open(door);
// Without its input the kernel ends: it stays open for as long as this lives.
const kernel = new Deno.Command(program, { args, stdin: 'piped', stdout: 'null', stderr: 'inherit' }).spawn();
void kernel.status.then(({ code }) => Deno.exit(code));
await carryInspector(inspector);
Deno.exit(0);
