import type { Machine } from '../../../machines/machine.ts';
import { AddressInUse, NetworkError } from '../../../machines/network/errors.ts';
import type { HttpService } from '../../../machines/network/service.ts';
import { type ProgramContext, ProgramError } from '../../../machines/program.ts';
import { connect } from '../../../machines/programs/http.ts';
import { untilAborted } from '../../../machines/programs/until-aborted.ts';

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  html: 'text/html',
  js: 'application/javascript',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
};

/** A page that says a status, as web servers do. */
export function statusPage(status: number, words: string, server: string): Response {
  const page = `<html>\r\n<head><title>${status} ${words}</title></head>\r\n<body>\r\n<center><h1>${status} ${words}</h1></center>\r\n<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;
  return new Response(page, { status, headers: { 'content-type': 'text/html', server } });
}

/** A file below `root`, or a page that says why not. */
export function serveFile(machine: Machine, root: string, request: Request, server: string): Response {
  const { pathname } = new URL(request.url);
  const path = `${root}${decodeURIComponent(pathname)}`;
  const place = machine.tree.find(path)?.entry.kind === 'folder' ? `${path}/index.html` : path;
  const kind = machine.tree.find(place)?.entry.kind;
  if (kind === undefined)
    return path === place ? statusPage(404, 'Not Found', server) : statusPage(403, 'Forbidden', server);
  if (kind === 'folder') return statusPage(403, 'Forbidden', server);
  const type = TYPES[place.replace(/^.*\./, '')] ?? 'application/octet-stream';
  return new Response(request.method === 'HEAD' ? null : machine.tree.read(place), {
    headers: { 'content-type': type, server },
  });
}

/** Hands a request to another server. @throws NetworkError when it cannot be reached */
export async function passOn(
  context: ProgramContext,
  place: { host: string; port: number },
  request: Request,
  from: string,
): Promise<Response> {
  const connection = await connect(context.machine, place, { signal: context.signal, timeout: 5000 });
  if (connection.kind !== 'http')
    throw new NetworkError('ECONNREFUSED', `${place.host}:${place.port} does not speak HTTP`);
  const headers = new Headers(request.headers);
  headers.set('x-forwarded-for', from);
  const body = request.body ? { body: request.body, duplex: 'half' as const } : {};
  return await connection.fetch(new Request(request.url, { method: request.method, headers, ...body }));
}

/** Listens until the program has to end. @throws ProgramError when the port is taken */
export async function serve(
  context: ProgramContext,
  services: ReadonlyMap<number, HttpService['fetch']>,
): Promise<void> {
  const { machine, signal, ready } = context;
  const open = [...services].map(([port, fetch]) => {
    try {
      return machine.network.listen(machine.id, port, { kind: 'http', fetch });
    } catch (error) {
      if (!(error instanceof AddressInUse)) throw error;
      throw new ProgramError(`bind() to 0.0.0.0:${port} failed (98: Address already in use)`);
    }
  });
  ready();
  await untilAborted(signal);
  for (const door of open) door.close();
}
