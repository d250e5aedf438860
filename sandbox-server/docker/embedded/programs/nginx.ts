import { NetworkError } from '../../../machines/network/errors.ts';
import { type Program, type ProgramContext, ProgramError } from '../../../machines/program.ts';
import { passOn, serve, serveFile, statusPage } from './serving.ts';

const FOLDER = '/etc/nginx/conf.d';
const SERVER = 'nginx/1.27.3';

/** What nginx does with what comes in on a port: files of a folder, or other servers in turn. */
interface Site {
  readonly port: number;
  readonly root: string;
  readonly upstreams: readonly string[];
}

/** Reads what this nginx knows of its language: server, listen, root, location / with proxy_pass, upstream. */
function sitesOf(text: string): Site[] {
  const plain = text.replace(/#.*$/gm, '');
  const groups = new Map(
    [...plain.matchAll(/upstream\s+(\S+)\s*\{([^}]*)\}/g)].map(([, name = '', body = '']) => [
      name,
      [...body.matchAll(/server\s+([^;\s]+)/g)].map(([, place = '']) => place),
    ]),
  );
  return plain
    .split(/\bserver\s*\{/)
    .slice(1)
    .map((body) => {
      const target = /proxy_pass\s+https?:\/\/([^;/\s]+)/.exec(body)?.[1];
      return {
        port: Number(/listen\s+(?:\S+:)?(\d+)/.exec(body)?.[1] ?? 80),
        root: /\broot\s+([^;]+);/.exec(body)?.[1]?.trim() ?? '/usr/share/nginx/html',
        upstreams: target === undefined ? [] : (groups.get(target) ?? [target]),
      };
    });
}

/** `nginx`: serves files, or hands requests on to servers in turn; one line of log for each. */
export const nginx: Program = async (context) => {
  const { args, machine, print } = context;
  if (args.includes('-v') || args.includes('-V')) {
    print(`nginx version: ${SERVER} (simulated)\n`);
    return 0;
  }
  const files = [...(machine.tree.find(FOLDER)?.children.keys() ?? [])].filter((name) =>
    name.endsWith('.conf'),
  );
  const sites = files.toSorted().flatMap((name) => sitesOf(machine.readText(`${FOLDER}/${name}`)));
  if (sites.length === 0) throw new ProgramError(`nginx: [emerg] no "server" in ${FOLDER}/*.conf`);
  if (args.includes('-t')) {
    print('nginx: configuration file /etc/nginx/nginx.conf test is successful\n');
    return 0;
  }
  print('nginx (simulated): start worker processes\n');
  const services = new Map(sites.toReversed().map((site) => [site.port, answering(context, site)]));
  await serve(context, services);
  return 0;
};

function answering(
  context: ProgramContext,
  { root, upstreams }: Site,
): (request: Request, from: string) => Promise<Response> {
  let turn = 0;
  const hand = async (request: Request, from: string): Promise<Response> => {
    for (let tries = upstreams.length; tries > 0; tries -= 1) {
      const [host = '', port = '80'] = (upstreams[turn++ % upstreams.length] ?? '').split(':');
      try {
        return await passOn(context, { host, port: Number(port) }, request, from);
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        context.complain(
          `[error] connect() failed (${error.message}) while connecting to upstream, client: ${from}\n`,
        );
      }
    }
    return statusPage(502, 'Bad Gateway', SERVER);
  };
  return async (request, from) => {
    const answer =
      upstreams.length > 0 ? await hand(request, from) : serveFile(context.machine, root, request, SERVER);
    const { pathname, search } = new URL(request.url);
    const when = new Date(context.machine.clock.now()).toUTCString();
    context.print(
      `${from} - - [${when}] "${request.method} ${pathname}${search} HTTP/1.1" ${answer.status} - "-" "${request.headers.get('user-agent') ?? '-'}"\n`,
    );
    return answer;
  };
}
