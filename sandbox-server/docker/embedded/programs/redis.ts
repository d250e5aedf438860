import { NetworkError } from '../../../machines/network/errors.ts';
import { type Program, ProgramError } from '../../../machines/program.ts';
import { machineFetch } from '../../../machines/programs/http.ts';
import { parseOptions } from '../../../machines/programs/options.ts';
import { wordsOf } from '../build/words.ts';
import { serve } from './serving.ts';

const PORT = 6379;
const FILE = '/data/dump.json';

/** Commands of the simulated server, each on its values. */
const COMMANDS: Readonly<Record<string, (values: Map<string, string>, args: readonly string[]) => string>> = {
  PING: () => 'PONG',
  SET: (values, [key = '', value = '']) => {
    values.set(key, value);
    return 'OK';
  },
  GET: (values, [key = '']) => quoted(values.get(key)),
  DEL: (values, keys) => `(integer) ${keys.filter((key) => values.delete(key)).length}`,
  EXISTS: (values, keys) => `(integer) ${keys.filter((key) => values.has(key)).length}`,
  INCR: (values, [key = '']) => {
    const next = Number(values.get(key) ?? 0) + 1;
    if (!Number.isInteger(next)) return '(error) ERR value is not an integer or out of range';
    values.set(key, String(next));
    return `(integer) ${next}`;
  },
  KEYS: (values) =>
    [...values.keys()].map((key, index) => `${index + 1}) ${quoted(key)}`).join('\n') || '(empty array)',
  DBSIZE: (values) => `(integer) ${values.size}`,
};

const quoted = (value: string | undefined): string => (value === undefined ? '(nil)' : JSON.stringify(value));

/** `redis-server`: keys and texts, kept in /data when it ends; only the simulated `redis-cli` speaks to it. */
export const redisServer: Program = async (context) => {
  const { machine, print } = context;
  const kept: unknown = machine.tree.find(FILE) ? JSON.parse(machine.readText(FILE)) : {};
  const values = new Map(Object.entries(kept ?? {}).map(([key, value]) => [key, String(value)]));
  print(
    `1:M * Server initialized (simulated: ${Object.keys(COMMANDS).join(', ')})\n1:M * Ready to accept connections tcp\n`,
  );
  const run = async (request: Request): Promise<Response> => {
    const [name = '', ...args] = wordsOf(await request.text());
    const command = COMMANDS[name.toUpperCase()];
    const answer = command
      ? command(values, args)
      : `(error) ERR unknown command '${name}' in this simulation`;
    machine.writeText(FILE, JSON.stringify(Object.fromEntries(values)));
    return new Response(answer, { headers: { 'x-simulated': 'redis' } });
  };
  await serve(context, new Map([[PORT, run]]));
  return 0;
};

/** `redis-cli`: one command, or several from standard input. */
export const redisCli: Program = async ({ args, input, machine, signal, print }) => {
  const { options, rest } = parseOptions('redis-cli', args, { withValue: ['h', 'p'] });
  const host = options.get('h')?.at(-1) ?? '127.0.0.1';
  const port = options.get('p')?.at(-1) ?? String(PORT);
  const lines =
    rest.length > 0
      ? [rest.map((word) => JSON.stringify(word)).join(' ')]
      : input.split('\n').filter(Boolean);
  for (const body of lines) {
    try {
      const answer = await machineFetch(machine, signal)(`http://${host}:${port}/`, { method: 'POST', body });
      print(`${await answer.text()}\n`);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw new ProgramError(`Could not connect to Redis at ${host}:${port}: ${error.message}`);
    }
  }
  return 0;
};
