import { faafoClient } from '../../faafo/client.ts';
import {
  ConfigError,
  type FaafoConfig,
  parseDatabaseUrl,
  parseTransportUrl,
  readFaafoConfig,
} from '../../faafo/config.ts';
import type { WorkerProgress } from '../../faafo/drawing.ts';
import type { Renderer } from '../../faafo/julia/rendering.ts';
import { formatLogLine, type Log } from '../../faafo/log.ts';
import { openFaafo } from '../../faafo/open.ts';
import type { Connect } from '../../faafo/queue.ts';
import type { Sql } from '../../faafo/sql.ts';
import { runFaafoWorker } from '../../faafo/worker.ts';
import { resolvePath } from '../disk/paths.ts';
import type { Machine } from '../machine.ts';
import { isLoopback } from '../network/addresses.ts';
import { AddressInUse } from '../network/errors.ts';
import type { Service } from '../network/service.ts';
import { type Program, type ProgramContext, ProgramError } from '../program.ts';
import { connect, machineFetch, resolveHost } from './http.ts';
import { connectDatabase } from './mariadb.ts';
import { BrokerDoor } from './rabbitmq.ts';
import { untilAborted } from './until-aborted.ts';

/** What faafo's programs need beside the machine that they run on. */
export interface FaafoProgramParts {
  /** Where pictures are drawn. */
  readonly renderer: Renderer;
  /** Hears what the workers do, and on which machine. */
  readonly progress?: (machine: Machine, event: WorkerProgress) => void;
  /** Rounds of the loop in a second of the clock, for each vCPU of the flavor; Infinity: as fast as it goes. */
  readonly iterationsPerSecond?: number;
}

/** A small flavor is slow, as a small server is, so that more workers are seen to help. */
const PACE = 40_000_000;
const CONFIGURATION = '/etc/faafo/faafo.conf';

/** The programs of faafo as they run on a machine. */
export function faafoPrograms({
  renderer,
  progress = () => undefined,
  iterationsPerSecond = PACE,
}: FaafoProgramParts): Map<string, Program> {
  const worker: Program = async (context) => {
    const { machine, process, signal, ready } = context;
    const config = readConfig(context);
    ready();
    await runFaafoWorker({
      connect: brokerOf(context, config),
      fetch: machineFetch(machine, signal),
      endpoint: config.endpointUrl,
      renderer,
      hostname: machine.hostname,
      clock: machine.clock,
      signal,
      random: machine.random,
      log: logOf(context, config.debug),
      progress: (event) => {
        if (event.kind !== 'rows') process.busy = event.kind === 'started';
        progress(machine, event);
      },
      iterationsPerSecond: iterationsPerSecond * machine.card.flavor.vcpus,
    });
    return 0;
  };
  return new Map<string, Program>([
    ['faafo', client],
    ['faafo-api', api],
    ['faafo-worker', worker],
  ]);
}

/** Messages on standard error, in the original's format. */
function logOf({ machine, process, complain }: ProgramContext, debug: boolean): Log {
  return (level, logger, message) => {
    if (level === 'DEBUG' && !debug) return;
    complain(`${formatLogLine(machine.clock.now(), process.pid, level, logger, message)}\n`);
  };
}

function readConfig({ args, machine, cwd }: ProgramContext): FaafoConfig {
  const at = args.indexOf('--config-file');
  const path = at < 0 ? CONFIGURATION : resolvePath(cwd, args[at + 1] ?? '');
  if (!machine.tree.find(path)) throw new ProgramError(`cannot read ${path}: no such file`);
  try {
    return readFaafoConfig(machine.readText(path));
  } catch (error) {
    if (error instanceof ConfigError) throw new ProgramError(`${path}: ${error.message}`);
    throw error;
  }
}

/** The broker that the configuration names, over the network, asked anew at each attempt. */
function brokerOf(context: ProgramContext, { transportUrl, debug }: FaafoConfig): Connect {
  const { machine, signal: life } = context;
  try {
    parseTransportUrl(transportUrl);
  } catch (error) {
    if (error instanceof ConfigError) throw new ProgramError(error.message);
    throw error;
  }
  const { host, port } = parseTransportUrl(transportUrl);
  return async (signal) => {
    const both = AbortSignal.any([signal, life]);
    const connection = await connect(machine, { host, port }, { signal: both });
    if (connection.kind !== 'amqp' || !(connection.broker instanceof BrokerDoor))
      throw new Error(`what listens on ${host}, port ${port}, does not speak AMQP`);
    const from = isOwnAddress(machine, resolveHost(machine, host)) ? 'here' : 'elsewhere';
    const model = await connection.broker.connect(transportUrl, from);
    const shown = transportUrl.replace(/:[^:@/]*@/, ':**@');
    logOf(context, debug)('INFO', 'kombu.mixins', `Connected to ${shown}`);
    return model;
  };
}

function isOwnAddress(machine: Machine, address: string): boolean {
  const own = machine.card.ports.flatMap(({ addresses }) => addresses.map((fixed) => fixed.address));
  return isLoopback(address) || own.includes(address);
}

const client: Program = ({ args, machine, signal, print, complain, process }) =>
  faafoClient({
    args,
    fetch: machineFetch(machine, signal),
    print: (text) => print(`${text}\n`),
    complain: (text) => complain(`${text}\n`),
    log: (level, logger, message) =>
      complain(`${formatLogLine(machine.clock.now(), process.pid, level, logger, message)}\n`),
    random: machine.random,
    signal,
  });

const api: Program = async (context) => {
  const { machine, signal, ready } = context;
  const config = readConfig(context);
  const log = logOf(context, config.debug);
  const sql = await openDatabase(context, config.databaseUrl);
  const faafo = await openFaafo({
    sql,
    connect: brokerOf(context, config),
    clock: machine.clock,
    signal,
    random: machine.random,
    log,
  });
  const listening = listen(context, config, faafo);
  log('INFO', 'werkzeug', ` * Running on http://${config.listenAddress}:${config.bindPort}/`);
  ready();
  await untilAborted(signal);
  listening.close();
  await faafo.ended;
  return 0;
};

function listen(
  context: ProgramContext,
  config: FaafoConfig,
  faafo: Pick<Extract<Service, { kind: 'http' }>, 'fetch'>,
) {
  const { machine } = context;
  const log = logOf(context, true);
  const service: Service = {
    kind: 'http',
    fetch: async (request, from) => {
      const response = await faafo.fetch(request, from);
      const { pathname, search } = new URL(request.url);
      log('INFO', 'werkzeug', `${from} "${request.method} ${pathname}${search} HTTP/1.1" ${response.status}`);
      return response;
    },
  };
  try {
    return machine.network.listen(machine.id, config.bindPort, service, config.listenAddress);
  } catch (error) {
    if (error instanceof AddressInUse) throw new ProgramError(`[Errno 98] ${error.message}`);
    throw error;
  }
}

async function openDatabase(context: ProgramContext, url: string): Promise<Sql> {
  try {
    const address = parseDatabaseUrl(url);
    if (address.kind === 'sqlite') return context.machine.sql(address.path);
    return await connectDatabase(context.machine, address, context.signal);
  } catch (error) {
    if (error instanceof ConfigError) throw new ProgramError(error.message);
    throw error;
  }
}
