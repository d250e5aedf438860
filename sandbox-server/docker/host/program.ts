/**
 * The program in the container that plays a learner's own host, run by Deno. It opens lines to the server, by a
 * socket in a folder that both see; on each it is told an address and a port of the learner's networks, and
 * leads there. It has no rights and no other way to anything.
 */

interface Line {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  read(buffer: Uint8Array): Promise<number | null>;
  close(): void;
}
interface Runtime {
  args: string[];
  connect(address: { transport: 'unix'; path: string } | { hostname: string; port: number }): Promise<Line>;
}
declare const Deno: Runtime;

const path = Deno.args[0] ?? '/lines/line';
/** Lines that are open ahead. */
const ahead = 4;
/** How long it waits for the server to be back, in milliseconds. */
const pause = 500;

/** The address that the server writes first: one short line. */
async function address(line: Line): Promise<{ hostname: string; port: number } | undefined> {
  let text = '';
  const one = new Uint8Array(1);
  while (text.length < 64) {
    if ((await line.read(one)) === null) return undefined;
    const character = String.fromCharCode(one[0] ?? 0);
    if (character === '\n') break;
    text += character;
  }
  const [hostname = '', port = ''] = text.split(' ');
  return { hostname, port: Number(port) };
}

async function lead(line: Line, to: { hostname: string; port: number }): Promise<void> {
  try {
    const target = await Deno.connect(to);
    await Promise.allSettled([line.readable.pipeTo(target.writable), target.readable.pipeTo(line.writable)]);
  } catch {
    line.close();
  }
}

async function wait(): Promise<never> {
  for (;;) {
    try {
      const line = await Deno.connect({ transport: 'unix', path });
      const to = await address(line);
      if (to) void lead(line, to);
      else line.close();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

await Promise.all(Array.from({ length: ahead }, wait));
