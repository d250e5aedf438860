import { setHostname } from '../boot/identity.ts';
import { appendLog } from '../disk/log-file.ts';
import { resolvePath } from '../disk/paths.ts';
import { type Program, ProgramError } from '../program.ts';
import { quote } from '../shell/quote.ts';
import { parseOptions, splitOnce } from './options.ts';

/** `whoami`: who is logged in. */
export const whoami: Program = async ({ user, print }) => {
  print(`${user.name}\n`);
  return 0;
};

/** `id`: a user with its numbers and groups. */
export const id: Program = async ({ args, machine, user, print }) => {
  const asked = args.find((argument) => !argument.startsWith('-'));
  const { name, id: number } = asked === undefined ? user : machine.user(asked);
  if (asked !== undefined && name !== asked) throw new ProgramError(`id: '${asked}': no such user`);
  const sudo = name === machine.image.user ? ',27(sudo)' : '';
  if (args.includes('-u') || args.includes('-g'))
    print(`${args.includes('-n') || args.includes('-un') ? name : number}\n`);
  else if (args.includes('-un')) print(`${name}\n`);
  else print(`uid=${number}(${name}) gid=${number}(${name}) groups=${number}(${name})${sudo}\n`);
  return 0;
};

/** `uname`: the system, as the machine's image has it. */
export const uname: Program = async ({ args, machine, print }) => {
  const parts: Record<string, string> = {
    s: 'Linux',
    n: machine.hostname,
    r: machine.image.kernel,
    v: '#1 SMP simulated',
    m: 'x86_64',
    o: 'GNU/Linux',
  };
  const letters = args.join('').replaceAll('-', '') || 's';
  const wanted = letters.includes('a')
    ? Object.keys(parts)
    : Object.keys(parts).filter((letter) => letters.includes(letter));
  print(`${wanted.map((letter) => parts[letter]).join(' ')}\n`);
  return 0;
};

/** `nproc`: the vCPUs of the machine's flavor. */
export const nproc: Program = async ({ machine, print }) => {
  print(`${machine.card.flavor.vcpus}\n`);
  return 0;
};

const UNITS: Record<string, number> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `sleep`, by the machine's clock. */
export const sleep: Program = async ({ args, machine, signal }) => {
  let total = 0;
  for (const word of args) {
    const [, number, unit = ''] = word.match(/^(\d*\.?\d+)([smhd]?)$/) ?? [];
    if (number === undefined) throw new ProgramError(`sleep: invalid time interval '${word}'`);
    total += Number(number) * (UNITS[unit] ?? 0);
  }
  if (args.length === 0) throw new ProgramError('sleep: missing operand');
  await machine.clock.wait(total, signal);
  return 0;
};

/** `df`: how full the disk is. */
export const df: Program = async ({ args, machine, print }) => {
  const { used, size } = machine.tree.usage();
  const human = args.some((argument) => /^-.*h/.test(argument));
  const show = (bytes: number): string =>
    human ? `${Math.ceil(bytes / 1024 ** 2)}M` : String(Math.ceil(bytes / 1024));
  print(`Filesystem      ${human ? 'Size' : '1K-blocks'}  Used Available Use% Mounted on\n`);
  print(
    `/dev/vda1       ${show(size).padStart(human ? 4 : 9)} ${show(used).padStart(5)} ${show(size - used).padStart(9)} ${String(Math.ceil((100 * used) / size)).padStart(3)}% /\n`,
  );
  return 0;
};

const SIZES: Record<string, number> = { '': 1, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
/** More at once than a disk could hold; `count` does the rest. */
const PIECE = 1024 * 1024;

/** `dd` from a file or /dev/zero into a file, as far as the disk goes. */
export const dd: Program = async ({ args, cwd, files, machine, complain }) => {
  const given = new Map(args.map((argument) => splitOnce(argument, '=')));
  const [, number = '512', unit = ''] = (given.get('bs') ?? '512').match(/^(\d+)([kKMG]?)/) ?? [];
  const [input, output] = [given.get('if'), given.get('of')];
  if (input === undefined || output === undefined) throw new ProgramError('dd: this one needs if= and of=');
  const total = Number(number) * (SIZES[unit] ?? 1) * Number(given.get('count') ?? 1);
  const path = resolvePath(cwd, output);
  await files.writeFile(path, '');
  const whole = input === '/dev/zero' ? undefined : await files.readFileBuffer(resolvePath(cwd, input));
  const length = whole ? Math.min(total || whole.length, whole.length) : total;
  for (let at = 0; at < length; at += PIECE) {
    const size = Math.min(PIECE, length - at);
    await files.appendFile(path, whole ? whole.subarray(at, at + size) : new Uint8Array(size));
    await machine.clock.wait(0);
  }
  complain(`${length} bytes copied\n`);
  return 0;
};

/** `hostname`: shows the machine's name, or sets it for root. */
export const hostname: Program = async ({ args, machine, user, print }) => {
  const name = args.find((argument) => !argument.startsWith('-'));
  if (name !== undefined) {
    if (user.name !== 'root') throw new ProgramError('hostname: you must be root to change the host name');
    setHostname(machine, name);
    machine.network.plug(machine.id, { hostname: name });
  } else if (args.includes('-I') || args.includes('-i')) {
    print(
      `${machine.card.ports.flatMap(({ addresses }) => addresses.map(({ address }) => address)).join(' ')} \n`,
    );
  } else print(`${args.includes('-s') ? machine.hostname.replace(/\..*/, '') : machine.hostname}\n`);
  return 0;
};

/** `reboot`: restarts the machine, for root. */
export const reboot: Program = async ({ machine, user }) => {
  if (user.name !== 'root') throw new ProgramError('Failed to reboot: Access denied (use sudo).');
  machine.restart();
  return 0;
};

/** `hostnamectl`: the machine's name and system, or a new name. */
export const hostnamectl: Program = async (context) => {
  const { args, machine, print } = context;
  if (args[0] === 'set-hostname' || (args[0] === 'hostname' && args[1] !== undefined))
    return hostname({ ...context, args: [args[1] ?? machine.hostname] });
  print(
    ` Static hostname: ${machine.hostname}\n  Virtualization: pocket cloud\nOperating System: ${machine.image.issue}\n          Kernel: Linux ${machine.image.kernel}\n    Architecture: x86-64\n`,
  );
  return 0;
};

/** `sudo`: everybody who can log in may. */
export const sudo: Program = async ({ args, machine, script, env, input, terminal, signal }) => {
  const { user: name, words, login } = readSudo(args);
  const user = machine.user(name);
  if (user.name !== name) throw new ProgramError(`sudo: unknown user ${name}`);
  const variables = words.filter((_, index) =>
    words.slice(0, index + 1).every((other) => /^\w+=/.test(other)),
  );
  const command = words.slice(variables.length);
  const given = Object.fromEntries(
    variables.map((word) => splitOnce(word, '=')).map(([key, value]) => [key, value ?? '']),
  );
  const own = {
    PATH: env.get('PATH') ?? '',
    USER: user.name,
    LOGNAME: user.name,
    HOME: user.home,
    SUDO_USER: env.get('USER') ?? '',
  };
  if (command.length === 0 && terminal && input === '') return terminal.login(machine, user, signal);
  if (command.length === 0) return script({ script: input, user, env: { ...own, ...given }, cwd: user.home });
  const line = command.map(quote).join(' ');
  return script({ script: line, user, env: { ...own, ...given }, input, ...(login && { cwd: user.home }) });
};

function readSudo(args: readonly string[]): { user: string; words: string[]; login: boolean } {
  const words = [...args];
  let user = 'root';
  let login = false;
  while (words[0]?.startsWith('-')) {
    const option = words.shift();
    if (option === '-u' || option === '--user') user = words.shift() ?? '';
    if (option === '-i' || option === '-s') login = option === '-i';
    if (option === '--') break;
  }
  return { user, words, login };
}

/** `logger`: writes a line into the journal. */
export const logger: Program = async ({ args, machine, process, user, input }) => {
  const { options, rest } = parseOptions('logger', args, {
    withValue: ['t', 'p'],
    long: { tag: 't', priority: 'p' },
  });
  const text = rest.length > 0 ? rest.join(' ') : input;
  machine.journal.add(options.get('t')?.at(-1) ?? user.name, process.pid, text);
  if (options.has('s')) appendLog(machine.tree, '/var/log/syslog', `${text}\n`);
  return 0;
};

/** `dmesg`: what the kernel said while it booted. */
export const dmesg: Program = async ({ machine, print }) => {
  print(
    machine.console
      .read()
      .split('\n')
      .filter((line) => /^\[ *\d+\.\d+\]/.test(line))
      .map((line) => `${line}\n`)
      .join(''),
  );
  return 0;
};

/** `cloud-init status [--wait]`: whether the first boot has come to its end. */
export const cloudInit: Program = async ({ args, machine, print, signal }) => {
  if (args[0] !== 'status') throw new ProgramError("cloud-init: only 'status' is simulated", 2);
  const done = (): boolean => machine.tree.find('/var/lib/cloud/instance/boot-finished') !== undefined;
  while (args.includes('--wait') && !done()) {
    print('.');
    await machine.clock.wait(1000, signal);
  }
  print(`${args.includes('--wait') ? '\n' : ''}status: ${done() ? 'done' : 'running'}\n`);
  return 0;
};
