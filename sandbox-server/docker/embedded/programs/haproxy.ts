import { resolvePath } from '../../../machines/disk/paths.ts';
import { NetworkError } from '../../../machines/network/errors.ts';
import { type Program, type ProgramContext, ProgramError } from '../../../machines/program.ts';
import { passOn, serve } from './serving.ts';

interface Server {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly checked: boolean;
  up: boolean;
}

interface Backend {
  readonly name: string;
  readonly servers: Server[];
  readonly path: string;
  turn: number;
}

const INTERVAL = 2000;

/** Reads what this HAProxy knows of its language: frontend, backend, listen; bind, default_backend, server, option httpchk. */
function read(text: string): { ports: Map<number, string>; backends: Map<string, Backend> } {
  const ports = new Map<number, string>();
  const backends = new Map<string, Backend>();
  const binds = new Map<string, number[]>();
  let section = '';
  let name = '';
  for (const line of text.split('\n').map((raw) => raw.replace(/#.*/, '').trim())) {
    const [word = '', first = '', second = '', ...more] = line.split(/\s+/);
    if (['global', 'defaults', 'frontend', 'backend', 'listen'].includes(word))
      [section, name] = [word, first];
    if (section === 'backend' || section === 'listen')
      backends.set(name, backends.get(name) ?? { name, servers: [], path: '/', turn: 0 });
    if (word === 'bind') binds.set(name, [...(binds.get(name) ?? []), Number(first.replace(/^.*:/, ''))]);
    if (word === 'bind' && section === 'listen')
      for (const port of binds.get(name) ?? []) ports.set(port, name);
    if (word === 'default_backend') for (const port of binds.get(name) ?? []) ports.set(port, first);
    if (word === 'server') {
      const [host = '', port = '80'] = second.split(':');
      backends
        .get(name)
        ?.servers.push({ name: first, host, port: Number(port), checked: more.includes('check'), up: true });
    }
  }
  return { ports, backends };
}

/** `haproxy -f FILE`: hands requests on in turn, to the servers that answer their checks. */
export const haproxy: Program = async (context) => {
  const { args, cwd, machine, print, complain } = context;
  if (args.includes('-v')) {
    print('HAProxy version 3.0.6 (simulated)\n');
    return 0;
  }
  const path = resolvePath(cwd, args[args.indexOf('-f') + 1] ?? '');
  if (!args.includes('-f') || machine.tree.find(path)?.entry.kind !== 'file')
    throw new ProgramError(
      `[ALERT] (1) : config : Could not open configuration file ${path} : No such file or directory`,
    );
  const { ports, backends } = read(machine.readText(path));
  if (ports.size === 0)
    throw new ProgramError("[ALERT] (1) : config : no frontend with a 'bind' and a 'default_backend'");
  if (args.includes('-c')) {
    print('Configuration file is valid\n');
    return 0;
  }
  complain(`[NOTICE] (1) : New worker (${context.process.pid}) forked, simulated\n`);
  for (const backend of backends.values()) machine.launcher.launch(() => watch(context, backend));
  const services = new Map(
    [...ports].map(([port, name]) => [
      port,
      (request: Request, from: string) => hand(context, backends.get(name), request, from),
    ]),
  );
  await serve(context, services);
  return 0;
};

async function hand(
  context: ProgramContext,
  backend: Backend | undefined,
  request: Request,
  from: string,
): Promise<Response> {
  const up = backend?.servers.filter((server) => server.up) ?? [];
  for (let tries = up.length; backend && tries > 0; tries -= 1) {
    const server = up[backend.turn++ % up.length];
    if (!server) break;
    try {
      const answer = await passOn(context, server, request, from);
      context.print(
        `${from} ${backend.name}/${server.name} ${answer.status} "${request.method} ${new URL(request.url).pathname} HTTP/1.1"\n`,
      );
      return answer;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
  }
  return new Response(
    '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n',
    { status: 503, headers: { 'content-type': 'text/html' } },
  );
}

/** Asks the servers of a backend now and then whether they answer, while the program lives. */
async function watch(context: ProgramContext, backend: Backend): Promise<void> {
  const { machine, signal, complain } = context;
  while (!signal.aborted) {
    for (const server of backend.servers.filter(({ checked }) => checked)) {
      const up = await passOn(
        context,
        server,
        new Request(`http://${server.host}${backend.path}`),
        '127.0.0.1',
      ).then(
        ({ status }) => status < 500,
        () => false,
      );
      if (up !== server.up)
        complain(`[WARNING] (1) : Server ${backend.name}/${server.name} is ${up ? 'UP' : 'DOWN'}\n`);
      server.up = up;
    }
    await machine.clock.wait(INTERVAL, signal).catch(() => undefined);
  }
}
