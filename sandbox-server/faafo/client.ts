import { type Arguments, numberOption, readArguments, UsageError } from './arguments.ts';
import { type Calls, callsTo, Unreachable } from './client-calls.ts';
import { type Fractal, formatFloat } from './fractal.ts';
import { type Log, silent } from './log.ts';
import { drawNumber, type Range, randomTask, ranges, type TaskField, taskFields } from './random-task.ts';
import { textTable } from './text-table.ts';

/** What the program `faafo` needs of the machine that it runs on. */
export interface ClientParts {
  /** The command line, without the program's name. */
  args: readonly string[];
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Writes to standard output; the text has no newline at its end. */
  print: (text: string) => void;
  /** Writes to standard error. */
  complain: (text: string) => void;
  log?: Log;
  random?: () => number;
  id?: () => string;
  signal?: AbortSignal;
}

const COMMANDS = {
  create: 'Create fractals.',
  delete: 'Delete a fractal.',
  show: 'Show a fractal.',
  get: 'Download a fractal.',
  list: 'List all fractals.',
} as const;
type Command = keyof typeof COMMANDS;

const commandNames = Object.keys(COMMANDS).join(',');
const USAGE = `usage: faafo [-h] [--endpoint-url ENDPOINT_URL] [--config-file PATH] [--debug] [--version] {${commandNames}} ...`;
const HELP = `${USAGE}

commands:
${Object.entries(COMMANDS)
  .map(([name, words]) => `  ${name.padEnd(10)} ${words}`)
  .join('\n')}

options:
  -h, --help  show this help message and exit
  --endpoint-url ENDPOINT_URL
              the API's base URL (default: http://localhost)
  --debug, -d say more in the log
  --version   show the program's version and exit`;

const numbers: readonly (TaskField | 'tasks')[] = ['tasks', ...taskFields];
const createOptions = numbers.flatMap((name) => [`--${name}`, `--min-${name}`, `--max-${name}`]);
const CREATE_HELP = `usage: faafo create [-h] ${createOptions.map((name) => `[${name} N]`).join(' ')}

Creates fractals. What is not given is drawn at random, between its --min and --max:
${numbers.map((name) => `  --${name.padEnd(10)} ${ranges[name][0]} ... ${ranges[name][1]}`).join('\n')}`;

const typeOf = (name: TaskField | 'tasks'): 'int' | 'float' => (name.length === 2 ? 'float' : 'int');

function readNumbers(given: Arguments) {
  const values: Partial<Record<TaskField | 'tasks', number>> = {};
  const within: Partial<Record<TaskField | 'tasks', Range>> = {};
  for (const name of numbers) {
    const value = numberOption(given, `--${name}`, typeOf(name));
    if (value !== undefined) values[name] = value;
    const [from, to] = ranges[name];
    within[name] = [
      numberOption(given, `--min-${name}`, typeOf(name)) ?? from,
      numberOption(given, `--max-${name}`, typeOf(name)) ?? to,
    ];
  }
  return { values, within };
}

type Ready = Required<Omit<ClientParts, 'signal' | 'args' | 'fetch'>>;

async function create(parts: Ready, calls: Calls, args: readonly string[]): Promise<number> {
  const { random, id, log, print, complain } = parts;
  const given = readArguments(args, {
    options: createOptions,
    flags: ['-h', '--help'],
    words: [],
    untilWord: false,
  });
  if (given.flags.size > 0) {
    print(CREATE_HELP);
    return 0;
  }
  const { values, within } = readNumbers(given);
  const tasks = values.tasks ?? drawNumber('tasks', random, within.tasks);
  log('INFO', 'faafo.client', `generating ${tasks} task(s)`);
  let refused = 0;
  for (let k = 0; k < tasks; k += 1) {
    const task = randomTask(id(), random, values, within);
    const status = await calls.create(task);
    log('DEBUG', 'faafo.client', `created task ${JSON.stringify(task)}`);
    if (status !== 201) refused += 1;
  }
  if (refused > 0) complain(`faafo: the API refused ${refused} of ${tasks} task(s)`);
  return 0;
}

async function list({ log, print }: Ready, calls: Calls): Promise<number> {
  log('INFO', 'faafo.client', 'listing all fractals');
  const rows = (await calls.list()).map(({ uuid, width, height, size }) => [
    uuid,
    `${width} x ${height} pixels`,
    `${size ?? 0} bytes`,
  ]);
  const columns = ['UUID', 'Dimensions', 'Filesize'] as const;
  print(
    textTable(
      columns.map((heading) => ({ heading, align: 'centre' })),
      rows,
    ),
  );
  return 0;
}

/** The rows of `faafo show`. What is not known yet is `pending`: the original broke on such a fractal. */
function describe(fractal: Fractal): [string, string][] {
  const { uuid, duration, width, height, iterations, xa, xb, ya, yb, size, checksum, generated_by } = fractal;
  return [
    ['uuid', uuid],
    ['duration', duration === null ? 'pending' : `${duration.toFixed(6)} seconds`],
    ['dimensions', `${width} x ${height} pixels`],
    ['iterations', String(iterations)],
    ['xa', formatFloat(xa)],
    ['xb', formatFloat(xb)],
    ['ya', formatFloat(ya)],
    ['yb', formatFloat(yb)],
    ['size', size === null ? 'pending' : `${size} bytes`],
    ['checksum', checksum ?? 'pending'],
    ['generated_by', generated_by ?? 'pending'],
  ];
}

async function show({ log, print }: Ready, calls: Calls, uuid: string): Promise<number> {
  log('INFO', 'faafo.client', `showing fractal ${uuid}`);
  const fractal = await calls.show(uuid);
  if (!fractal) {
    log('ERROR', 'faafo.client', `fractal '${uuid}' not found`);
    return 0;
  }
  const columns = ['Parameter', 'Value'] as const;
  print(
    textTable(
      columns.map((heading) => ({ heading, align: 'left' })),
      describe(fractal),
    ),
  );
  return 0;
}

async function remove({ log }: Ready, calls: Calls, uuid: string): Promise<number> {
  log('INFO', 'faafo.client', `deleting fractal ${uuid}`);
  const status = await calls.remove(uuid);
  log('DEBUG', 'faafo.client', `result: <Response [${status}]>`);
  return 0;
}

async function run(parts: Ready, calls: Calls, command: Command, args: readonly string[]): Promise<number> {
  if (command === 'create') return create(parts, calls, args);
  const words = command === 'list' ? [] : ['uuid'];
  const given = readArguments(args, { options: [], flags: ['-h', '--help'], words, untilWord: false });
  const [uuid = ''] = given.words;
  if (given.flags.size > 0) {
    parts.print(`usage: faafo ${[command, '[-h]', ...words].join(' ')}\n\n${COMMANDS[command]}`);
    return 0;
  }
  if (command === 'list') return list(parts, calls);
  if (command === 'show') return show(parts, calls, uuid);
  if (command === 'delete') return remove(parts, calls, uuid);
  parts.log('ERROR', 'faafo.client', "command 'download' not yet implemented");
  return 0;
}

/**
 * The program `faafo`.
 * @returns its exit status: 0, 1 when the API cannot be reached, 2 when the command line makes no sense
 */
export async function faafoClient({
  args,
  fetch,
  print,
  complain,
  log = silent,
  random = Math.random,
  id = () => crypto.randomUUID(),
  signal,
}: ClientParts): Promise<number> {
  try {
    const given = readArguments(args, {
      options: ['--endpoint-url', '--config-file', '--config-dir', '--log-file'],
      flags: ['-h', '--help', '--debug', '-d', '--nodebug', '--verbose', '-v', '--version'],
      words: [],
      untilWord: true,
    });
    if (given.flags.has('-h') || given.flags.has('--help')) {
      print(HELP);
      return 0;
    }
    if (given.flags.has('--version')) {
      print('0.1');
      return 0;
    }
    const [word] = given.words;
    const command = Object.keys(COMMANDS).find((name): name is Command => name === word);
    if (word === undefined) throw new UsageError('too few arguments');
    if (!command) throw new UsageError(`invalid choice: '${word}' (choose from ${commandNames})`);
    const debug = given.flags.has('--debug') || given.flags.has('-d');
    const heard: Log = (level, logger, message) => {
      if (debug || level !== 'DEBUG') log(level, logger, message);
    };
    const calls = callsTo(given.options.get('--endpoint-url') ?? 'http://localhost', fetch, signal);
    return await run({ print, complain, log: heard, random, id }, calls, command, given.rest);
  } catch (error) {
    if (error instanceof UsageError) {
      complain(`${USAGE}\nfaafo: error: ${error.message}`);
      return 2;
    }
    if (!(error instanceof Unreachable)) throw error;
    complain(`faafo: ${error.message}`);
    return 1;
  }
}
