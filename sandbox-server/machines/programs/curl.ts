import { FileError } from '../disk/file-error.ts';
import { nameOf, resolvePath } from '../disk/paths.ts';
import { ConnectionRefused, NoRoute, TimedOut, UnknownName } from '../network/errors.ts';
import type { Program, ProgramContext } from '../program.ts';
import { ProgramError } from '../program.ts';
import { abortable, connect } from './http.ts';
import { parseOptions } from './options.ts';

const NAMES = {
  withValue: [
    'X',
    'H',
    'd',
    'o',
    'm',
    'u',
    'A',
    'w',
    'e',
    'connect-timeout',
    'data-binary',
    'data-raw',
    'max-redirs',
    'retry',
  ],
  long: {
    location: 'L',
    silent: 's',
    'show-error': 'S',
    fail: 'f',
    output: 'o',
    'remote-name': 'O',
    request: 'X',
    header: 'H',
    data: 'd',
    include: 'i',
    head: 'I',
    verbose: 'v',
    'max-time': 'm',
    user: 'u',
    'user-agent': 'A',
    'write-out': 'w',
    insecure: 'k',
    compressed: 'compressed',
  },
};
const KNOWN = new Set([
  ...NAMES.withValue,
  ...'LsSfOiIvkgGnN46'.split(''),
  'compressed',
  'http1.1',
  'no-progress-meter',
]);
const MOST_REDIRECTS = 50;

type Options = ReadonlyMap<string, readonly string[]>;

/** curl's own words and exit code: https://curl.se/libcurl/c/libcurl-errors.html */
class CurlError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(`curl: (${code}) ${message}`);
    this.name = 'CurlError';
    this.code = code;
  }
}

/** `curl` over the virtual network: https://curl.se/docs/manpage.html */
export const curl: Program = async (context) => {
  const { options, rest } = parseOptions('curl', context.args, NAMES);
  for (const option of options.keys())
    if (!KNOWN.has(option))
      throw new ProgramError(`curl: option ${option.length > 1 ? '--' : '-'}${option}: is unknown`, 2);
  if (rest.length === 0)
    throw new ProgramError("curl: (2) no URL specified\ncurl: try 'curl --help' for more information", 2);
  let code = 0;
  for (const url of rest) code = await transferOrSay(context, options, url);
  return code;
};

async function transferOrSay(context: ProgramContext, options: Options, url: string): Promise<number> {
  try {
    await transfer(context, options, url);
    return 0;
  } catch (error) {
    if (!(error instanceof CurlError)) throw error;
    if (!options.has('s') || options.has('S')) context.complain(`${error.message}\n`);
    return error.code;
  }
}

async function transfer(context: ProgramContext, options: Options, written: string): Promise<void> {
  const seconds = Number(last(options, 'm') ?? 0);
  const started = context.machine.clock.now();
  const limit = new AbortController();
  const over = new AbortController();
  const alarm =
    seconds > 0
      ? context.machine.clock.wait(seconds * 1000, over.signal).then(
          () => limit.abort(),
          () => undefined,
        )
      : undefined;
  try {
    await follow(context, options, written, AbortSignal.any([context.signal, limit.signal]));
  } catch (error) {
    if (!limit.signal.aborted) throw error;
    const elapsed = context.machine.clock.now() - started;
    throw new CurlError(28, `Operation timed out after ${elapsed} milliseconds with 0 bytes received`);
  } finally {
    over.abort();
    await alarm;
  }
}

async function follow(
  context: ProgramContext,
  options: Options,
  written: string,
  signal: AbortSignal,
): Promise<void> {
  let url = parseUrl(written);
  let request = requestFor(context, options);
  for (let redirects = 0; ; redirects += 1) {
    const response = await exchange(context, options, url, request, signal);
    const location = response.headers.get('location');
    if (options.has('i') || options.has('I')) context.print(headText(response));
    if (!options.has('L') || location === null || response.status < 300 || response.status > 399) {
      await deliver(context, options, url, response, signal);
      return;
    }
    if (redirects >= MOST_REDIRECTS)
      throw new CurlError(47, `Maximum (${MOST_REDIRECTS}) redirects followed`);
    url = new URL(location, url);
    if (response.status === 303 || (response.status < 303 && !options.has('X')))
      request = { ...request, method: 'GET', body: undefined };
  }
}

interface CurlRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

function requestFor(context: ProgramContext, options: Options): CurlRequest {
  const data = ['d', 'data-raw', 'data-binary'].flatMap((option) => options.get(option) ?? []);
  const body = data.length > 0 ? data.map((part) => readData(context, part)).join('&') : undefined;
  const headers = new Headers({ 'user-agent': last(options, 'A') ?? 'curl/8.5.0', accept: '*/*' });
  if (body !== undefined) headers.set('content-type', 'application/x-www-form-urlencoded');
  for (const header of options.get('H') ?? []) {
    const [, name, value] = header.match(/^([^:]+):\s*(.*)$/) ?? [];
    if (name !== undefined && value !== undefined) headers.set(name, value);
  }
  const user = last(options, 'u');
  if (user !== undefined) headers.set('authorization', `Basic ${btoa(user)}`);
  const method = last(options, 'X') ?? (options.has('I') ? 'HEAD' : body === undefined ? 'GET' : 'POST');
  return { method, headers, body };
}

function readData({ machine, cwd, input }: ProgramContext, part: string): string {
  if (part === '@-') return input;
  if (!part.startsWith('@')) return part;
  try {
    return machine.readText(resolvePath(cwd, part.slice(1))).replace(/[\r\n]/g, '');
  } catch (error) {
    if (error instanceof FileError) throw new CurlError(26, `Failed to open ${part.slice(1)}`);
    throw error;
  }
}

function parseUrl(written: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  if (!URL.canParse(text)) throw new CurlError(3, 'URL using bad/illegal format or missing URL');
  const url = new URL(text);
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw new CurlError(1, `Protocol "${url.protocol.slice(0, -1)}" not supported`);
}

async function exchange(
  context: ProgramContext,
  options: Options,
  url: URL,
  { method, headers, body }: CurlRequest,
  signal: AbortSignal,
): Promise<Response> {
  const { machine } = context;
  const secure = url.protocol === 'https:';
  const place = { host: url.hostname, port: Number(url.port) || (secure ? 443 : 80) };
  const started = machine.clock.now();
  const timeout = Number(last(options, 'connect-timeout') ?? 0) * 1000 || undefined;
  const talk = (text: string): void => {
    if (options.has('v')) context.complain(text);
  };
  const connection = await connect(machine, place, { signal, timeout }).catch((error: unknown) => {
    throw inCurlWords(error, place, machine.clock.now() - started);
  });
  talk(
    `* Connected to ${place.host} port ${place.port}\n> ${method} ${url.pathname}${url.search} HTTP/1.1\n> Host: ${url.host}\n`,
  );
  if (secure && place.port !== 443) throw new CurlError(35, 'TLS connect error: wrong version number');
  if (connection.kind !== 'http') throw new CurlError(1, 'Received HTTP/0.9 when not allowed');
  for (const [name, value] of headers) talk(`> ${name}: ${value}\n`);
  const response = await abortable(
    connection.fetch(new Request(url, { method, headers, body, redirect: 'manual' })),
    signal,
  );
  talk(`>\n${headText(response).replaceAll(/^/gm, '< ').replace(/< $/, '')}`);
  return response;
}

function inCurlWords(
  error: unknown,
  { host, port }: { host: string; port: number },
  elapsed: number,
): unknown {
  const failed = `Failed to connect to ${host} port ${port} after ${elapsed} ms`;
  if (error instanceof UnknownName) return new CurlError(6, `Could not resolve host: ${host}`);
  if (error instanceof TimedOut) return new CurlError(28, `${failed}: Timeout was reached`);
  if (error instanceof ConnectionRefused || error instanceof NoRoute)
    return new CurlError(7, `${failed}: Couldn't connect to server`);
  return error;
}

function headText(response: Response): string {
  const lines = [...response.headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${response.status} ${response.statusText}`.trimEnd().concat('\r\n', ...lines, '\r\n');
}

async function deliver(
  context: ProgramContext,
  options: Options,
  url: URL,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  if (options.has('f') && response.status >= 400)
    throw new CurlError(22, `The requested URL returned error: ${response.status}`);
  const body = options.has('I') ? new ArrayBuffer() : await abortable(response.arrayBuffer(), signal);
  const bytes = new Uint8Array(body);
  const file = options.has('O') ? nameOf(url.pathname) : last(options, 'o');
  if (options.has('O') && file === '') throw new CurlError(23, 'Remote file name has no length');
  if (file === undefined || file === '-') context.print(new TextDecoder().decode(bytes));
  else await save(context, file, bytes);
  const format = last(options, 'w');
  if (format !== undefined) context.print(writeOut(format, url, response, bytes.length));
}

async function save({ files, cwd }: ProgramContext, file: string, bytes: Uint8Array): Promise<void> {
  try {
    await files.writeFile(resolvePath(cwd, file), bytes);
  } catch (error) {
    if (error instanceof FileError)
      throw new CurlError(23, `Failure writing output to destination: ${error.message}`);
    throw error;
  }
}

function writeOut(format: string, url: URL, response: Response, size: number): string {
  const values: Record<string, string> = {
    http_code: String(response.status),
    response_code: String(response.status),
    size_download: String(size),
    url_effective: url.href,
    content_type: response.headers.get('content-type') ?? '',
  };
  return format.replace(/%\{(\w+)\}/g, (_, name: string) => values[name] ?? '').replaceAll('\\n', '\n');
}

const last = (options: Options, name: string): string | undefined => options.get(name)?.at(-1);
