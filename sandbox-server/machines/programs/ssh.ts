import { resolvePath } from '../disk/paths.ts';
import { Machine } from '../machine.ts';
import { ConnectionRefused, NetworkError, NoRoute, TimedOut, UnknownName } from '../network/errors.ts';
import { type Program, type ProgramContext, ProgramError, type User } from '../program.ts';
import { connect, resolveHost } from './http.ts';
import { parseOptions } from './options.ts';
import { type PublicKey, publicHalf, publicKeys } from './ssh-keys.ts';

/** What ssh ends with when it was ssh itself that failed. */
const FAILED = 255;
const USUAL_KEYS = ['id_rsa', 'id_ecdsa', 'id_ed25519'];
const OTHERS_MAY_READ = 0o077;

interface Destination {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly command: string;
  readonly keys: readonly string[];
  /** Options of `-o`, by their names in lower case. */
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * `ssh [user@]host [command]`: over the virtual network to a machine whose sshd listens, with a key that it knows.
 * The private key signs nothing here: its public half is looked for among the machine's authorized keys.
 */
export const ssh: Program = async (context) => {
  const destination = readDestination(context);
  const remote = await reach(context, destination);
  await checkHostKey(context, destination, remote);
  const user = await authenticate(context, destination, remote);
  const signal = AbortSignal.any([context.signal, remote.power]);
  try {
    return await work(context, destination, remote, user, signal);
  } catch (error) {
    if (!remote.power.aborted || context.signal.aborted) throw error;
    throw new ProgramError(`Connection to ${destination.host} closed by remote host.`, FAILED);
  }
};

async function work(
  { terminal, print, complain, input }: ProgramContext,
  { host, command }: Destination,
  remote: Machine,
  user: User,
  signal: AbortSignal,
): Promise<number> {
  if (command !== '' || !terminal) {
    const { code } = await remote
      .shell({ user: user.name })
      .run(command === '' ? input : command, { stdout: print, stderr: complain, signal });
    return code;
  }
  print(`Welcome to ${remote.image.issue}\n\n`);
  const code = await terminal.login(remote, user, signal);
  print(`Connection to ${host} closed.\n`);
  return code;
}

function readDestination({ args, user, env }: ProgramContext): Destination {
  const at = placeOfHost(args);
  const { options } = parseOptions('ssh', args.slice(0, at), { withValue: [...WITH_VALUE] });
  const written = args[at];
  if (written === undefined)
    throw new ProgramError(
      'usage: ssh [-i identity_file] [-l login_name] [-o option] [-p port] destination [command]',
      FAILED,
    );
  const [host = '', name] = written
    .replace(/^ssh:\/\//, '')
    .split('@')
    .toReversed();
  return {
    host,
    port: Number(options.get('p')?.at(-1) ?? 22),
    user: name ?? options.get('l')?.at(-1) ?? env.get('USER') ?? user.name,
    command: args.slice(at + 1).join(' '),
    keys: options.get('i') ?? [],
    settings: new Map(
      (options.get('o') ?? []).map((each) => {
        const [key = '', ...value] = each.split(/[=\s]+/);
        return [key.toLowerCase(), value.join(' ')];
      }),
    ),
  };
}

const WITH_VALUE = new Set(['i', 'l', 'o', 'p', 'F', 'L', 'R', 'J', 'E']);

/** What follows the destination is the command, options and all. */
function placeOfHost(args: readonly string[]): number {
  let at = 0;
  while (args[at]?.startsWith('-')) at += WITH_VALUE.has(args[at]?.slice(1) ?? '') ? 2 : 1;
  return at;
}

async function reach(
  { machine, signal }: ProgramContext,
  { host, port, settings }: Destination,
): Promise<Machine> {
  const timeout = Number(settings.get('connecttimeout')) * 1000 || undefined;
  try {
    const connection = await connect(machine, { host, port }, { signal, timeout });
    if (connection.kind === 'ssh' && connection.host instanceof Machine) return connection.host;
    throw new ProgramError('kex_exchange_identification: Connection closed by remote host', FAILED);
  } catch (error) {
    if (error instanceof UnknownName)
      throw new ProgramError(`ssh: Could not resolve hostname ${host}: Name or service not known`, FAILED);
    if (!(error instanceof NetworkError)) throw error;
    throw new ProgramError(`ssh: connect to host ${host} port ${port}: ${systemWords(error)}`, FAILED);
  }
}

function systemWords(error: NetworkError): string {
  if (error instanceof TimedOut) return 'Connection timed out';
  if (error instanceof ConnectionRefused) return 'Connection refused';
  if (error instanceof NoRoute)
    return error.code === 'EHOSTUNREACH' ? 'No route to host' : 'Network is unreachable';
  return error.message;
}

/** Asks about a host that was never seen, and warns of one that has become another. */
async function checkHostKey(
  context: ProgramContext,
  { host, settings }: Destination,
  remote: Machine,
): Promise<void> {
  const { machine, user, terminal, signal, complain, files } = context;
  const key = publicKeys(remote.readText('/etc/ssh/ssh_host_ed25519_key.pub'))[0];
  if (!key) throw new ProgramError('Connection reset by peer', FAILED);
  const path = `${user.home}/.ssh/known_hosts`;
  const known = (await files.exists(path)) ? await files.readFile(path) : '';
  const address = resolveHost(machine, host);
  const line = known.split('\n').find((each) => each.startsWith(`${address} `));
  if (line?.includes(key.base64)) return;
  const strict = settings.get('stricthostkeychecking') ?? 'ask';
  if (line !== undefined && strict !== 'no') throw new ProgramError(changedHostKey(address, path), FAILED);
  if (strict === 'ask' || strict === 'yes') {
    complain(`The authenticity of host '${host} (${address})' can't be established.\n`);
    complain(`ED25519 key fingerprint is ${await fingerprint(key)}.\n`);
    const question = 'Are you sure you want to continue connecting (yes/no)? ';
    const answer = strict === 'yes' ? undefined : await terminal?.ask(question, signal);
    if (answer?.trim().toLowerCase() !== 'yes')
      throw new ProgramError('Host key verification failed.', FAILED);
  }
  const others = known.split('\n').filter((each) => each !== '' && !each.startsWith(`${address} `));
  const lines = [...others, `${address} ${key.type} ${key.base64}`];
  await files.mkdir(`${user.home}/.ssh`, { recursive: true });
  await files.writeFile(path, `${lines.join('\n')}\n`);
  complain(`Warning: Permanently added '${address}' (ED25519) to the list of known hosts.\n`);
}

function changedHostKey(address: string, path: string): string {
  return [
    '@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @',
    '@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
    `Another machine answers at ${address} than the one you know there. An address that was lent to a new`,
    `server looks like that, and so does an attack. If it is the first, remove its line from ${path}.`,
    'Host key verification failed.',
  ].join('\n');
}

async function fingerprint({ base64 }: PublicKey): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.fromBase64(base64));
  return `SHA256:${new Uint8Array(digest).toBase64().replace(/=+$/, '')}`;
}

/** Whom the machine lets in: somebody it knows, with one of the keys that it has of them. */
async function authenticate(
  context: ProgramContext,
  { host, user, keys }: Destination,
  remote: Machine,
): Promise<User> {
  const account = remote.user(user);
  const path = `${account.home}/.ssh/authorized_keys`;
  const isKnown = account.name === user && remote.tree.find(path) !== undefined;
  const authorized = isKnown ? publicKeys(remote.readText(path)) : [];
  const own = await identities(context, keys);
  if (own.some((key) => authorized.some(({ base64 }) => base64 === key.base64))) return account;
  throw new ProgramError(`${user}@${host}: Permission denied (publickey).`, FAILED);
}

/** The keys at hand: those of `-i`, or the usual ones. A key that others may read is not used. */
async function identities(
  { files, user, cwd, complain }: ProgramContext,
  given: readonly string[],
): Promise<PublicKey[]> {
  const paths =
    given.length > 0
      ? given.map((path) => resolvePath(cwd, path))
      : USUAL_KEYS.map((name) => `${user.home}/.ssh/${name}`);
  const found: PublicKey[] = [];
  for (const path of paths) {
    if (!(await files.exists(path))) {
      if (given.length > 0)
        complain(`Warning: Identity file ${path} not accessible: No such file or directory.\n`);
      continue;
    }
    const { mode } = await files.stat(path);
    const key = publicHalf(await files.readFile(path));
    if ((mode & OTHERS_MAY_READ) !== 0) {
      complain('WARNING: UNPROTECTED PRIVATE KEY FILE!\n');
      complain(
        `Permissions 0${(mode & 0o777).toString(8)} for '${path}' are too open. Try: chmod 600 ${path}\n`,
      );
    } else if (key) found.push(key);
    else complain(`Load key "${path}": invalid format\n`);
  }
  return found;
}
