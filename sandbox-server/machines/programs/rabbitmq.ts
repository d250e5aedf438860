import type { ChannelModel } from 'amqplib';
import { type Broker, createBroker } from '../../faafo/broker/broker.ts';
import { sqlStorage } from '../../faafo/broker/storage.ts';
import type { Machine } from '../machine.ts';
import { AddressInUse } from '../network/errors.ts';
import { type Program, ProgramError } from '../program.ts';
import { splitOnce } from './options.ts';
import { untilAborted } from './until-aborted.ts';

const PORT = 5672;
const STORAGE = '/var/lib/rabbitmq/mnesia';
const USERS = '/var/lib/rabbitmq/users.json';
const CONFIGURATION = '/etc/rabbitmq/rabbitmq.conf';

/** What a client is handed that connects to a machine's port 5672. */
export class BrokerDoor {
  readonly #broker: Broker;
  readonly #localUsers: ReadonlySet<string>;

  constructor(broker: Broker, localUsers: ReadonlySet<string>) {
    this.#broker = broker;
    this.#localUsers = localUsers;
  }

  get queues(): ReturnType<Broker['queues']> {
    return this.#broker.queues();
  }

  /**
   * Logs in. RabbitMQ lets its user guest in from its own machine alone, unless it is configured otherwise:
   * https://www.rabbitmq.com/docs/access-control#loopback-users
   * @throws {Error} when the broker refuses
   */
  async connect(url: string, from: 'here' | 'elsewhere'): Promise<ChannelModel> {
    const user = decodeURIComponent(new URL(url).username) || 'guest';
    if (from === 'elsewhere' && this.#localUsers.has(user))
      throw new Error(`ACCESS_REFUSED: user '${user}' can only connect from the broker's own machine`);
    return this.#broker.connect(url);
  }
}

/** `rabbitmq-server`: the embedded broker, its durable part kept on the machine. */
export const rabbitmqServer: Program = async ({ machine, process, signal, print, ready }) => {
  const users = readUsers(machine);
  const broker = await createBroker({ storage: await sqlStorage(machine.sql(STORAGE)), users });
  const door = new BrokerDoor(broker, localUsers(machine));
  try {
    const listening = machine.network.listen(machine.id, PORT, { kind: 'amqp', broker: door });
    print(
      `Starting broker... an embedded double of RabbitMQ, pid ${process.pid}\nstarted TCP listener on [::]:${PORT}\n`,
    );
    ready();
    await untilAborted(signal);
    listening.close();
  } catch (error) {
    if (!(error instanceof AddressInUse)) throw error;
    throw new ProgramError(`ERROR: could not start: ${error.message}`);
  } finally {
    await broker.close();
  }
  return 0;
};

function readUsers(machine: Machine): Record<string, string> {
  if (!machine.tree.find(USERS)) return { guest: 'guest' };
  const users: unknown = JSON.parse(machine.readText(USERS));
  return Object.fromEntries(Object.entries(users ?? {}).map(([name, password]) => [name, String(password)]));
}

function localUsers(machine: Machine): Set<string> {
  const text = machine.tree.find(CONFIGURATION) ? machine.readText(CONFIGURATION) : '';
  for (const line of text.split('\n')) {
    const [key, value] = splitOnce(line, '=');
    if (key.trim() === 'loopback_users' && value?.trim() === 'none') return new Set();
    if (key.trim() === 'loopback_users.guest' && value?.trim() === 'false') return new Set();
  }
  return new Set(['guest']);
}

/** `rabbitmqctl`: queues, users, status. New users are known after a restart of the server. */
export const rabbitmqctl: Program = async ({ args, machine, user, signal, print }) => {
  if (user.name !== 'root') throw new ProgramError('Only root or rabbitmq can run rabbitmqctl');
  const [command, name = '', password = ''] = args.filter((argument) => !argument.startsWith('-'));
  switch (command) {
    case 'add_user': {
      const users = { ...readUsers(machine), [name]: password };
      machine.writeText(USERS, JSON.stringify(users), 0o640);
      await machine.systemd.stop('rabbitmq-server');
      await machine.systemd.start('rabbitmq-server');
      print(`Adding user "${name}" ...\n`);
      return 0;
    }
    case 'list_users':
      print(`Listing users ...\nuser\n${Object.keys(readUsers(machine)).join('\n')}\n`);
      return 0;
    case 'set_user_tags':
    case 'set_permissions':
      print(`Setting ${command === 'set_user_tags' ? 'tags' : 'permissions'} ...\n`);
      return 0;
    case 'list_queues': {
      print('Listing queues for vhost / ...\nname\tmessages_ready\tmessages_unacknowledged\tconsumers\n');
      const { queues } = await ownDoor(machine, signal);
      for (const queue of queues)
        print(`${queue.name}\t${queue.ready}\t${queue.unacknowledged}\t${queue.consumers}\n`);
      return 0;
    }
    case 'status':
      await ownDoor(machine, signal);
      print('Status of node ...\nRabbitMQ version: an embedded double of RabbitMQ\n');
      return 0;
    default:
      throw new ProgramError(`Command '${command ?? ''}' not found.`, 64);
  }
};

async function ownDoor(machine: Machine, signal: AbortSignal): Promise<BrokerDoor> {
  const local = { from: { machine: machine.id }, to: '127.0.0.1', port: PORT, signal };
  const connection = await machine.network.connect(local).catch((cause: unknown) => {
    throw new ProgramError(
      `Error: unable to perform an operation on node 'rabbit@${machine.hostname}': ${String(cause)}`,
      69,
    );
  });
  if (connection.kind === 'amqp' && connection.broker instanceof BrokerDoor) return connection.broker;
  throw new ProgramError('Error: what listens on port 5672 is no broker', 69);
}
