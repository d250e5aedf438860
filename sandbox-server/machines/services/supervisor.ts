import { appendLog } from '../disk/log-file.ts';
import type { Machine } from '../machine.ts';
import { words } from '../shell/quote.ts';
import { parseIni } from './ini.ts';
import { type ServicePlan, type ServiceState, Supervised } from './supervised.ts';

/** A program as supervisor's configuration describes it. */
export interface SupervisorProgram {
  readonly name: string;
  readonly priority: number;
  readonly autostart: boolean;
  readonly outFile: string;
  readonly errFile: string;
  readonly plan: ServicePlan;
}

const CONFIGURATION = '/etc/supervisor/conf.d';
const LOGS = '/var/log/supervisor';
const SECOND = 1000;

/** What a program's configuration is, against what supervisor knows of it. */
export interface ProgramChange {
  readonly name: string;
  readonly change: 'available' | 'changed' | 'disappeared';
}

/** `supervisord` of one machine: programs in /etc/supervisor/conf.d, kept up, their output in log files. */
export class Supervisor {
  readonly #machine: Machine;
  readonly #programs = new Map<string, { program: SupervisorProgram; service: Supervised }>();
  #pending = new Map<string, SupervisorProgram>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** The programs that are under supervision, by priority. */
  list(): { program: SupervisorProgram; service: Supervised }[] {
    return [...this.#programs.values()].toSorted(
      (one, other) =>
        one.program.priority - other.program.priority || (one.program.name < other.program.name ? -1 : 1),
    );
  }

  get(name: string): Supervised | undefined {
    return this.#programs.get(name.replace(/^.*:/, ''))?.service;
  }

  /** Reads the configuration again; says what would change, and changes nothing yet. */
  reread(): ProgramChange[] {
    this.#pending = new Map(this.#read().map((program) => [program.name, program]));
    const changes: ProgramChange[] = [];
    for (const program of this.#pending.values()) {
      const known = this.#programs.get(program.name)?.program;
      if (!known) changes.push({ name: program.name, change: 'available' });
      else if (JSON.stringify(known) !== JSON.stringify(program))
        changes.push({ name: program.name, change: 'changed' });
    }
    for (const name of this.#programs.keys())
      if (!this.#pending.has(name)) changes.push({ name, change: 'disappeared' });
    return changes;
  }

  /** Reads the configuration again and does what it says now. */
  async update(): Promise<{ name: string; change: 'added' | 'updated' | 'removed' }[]> {
    const done: { name: string; change: 'added' | 'updated' | 'removed' }[] = [];
    for (const { name, change } of this.reread()) {
      const program = this.#pending.get(name);
      await this.#programs.get(name)?.service.stop();
      this.#programs.delete(name);
      if (program) await this.#add(program);
      done.push({
        name,
        change: change === 'available' ? 'added' : change === 'changed' ? 'updated' : 'removed',
      });
    }
    return done;
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.list().map(({ service }) => service.stop()));
  }

  /** Ends all programs and begins anew with the configuration as it is now. */
  async reload(): Promise<void> {
    await this.stopAll();
    this.#programs.clear();
    await this.update();
  }

  log(text: string): void {
    const now = new Date(this.#machine.clock.now())
      .toISOString()
      .replace('T', ' ')
      .replace('.', ',')
      .slice(0, 23);
    appendLog(this.#machine.tree, `${LOGS}/supervisord.log`, `${now} ${text}\n`);
  }

  async #add(program: SupervisorProgram): Promise<void> {
    const { tree } = this.#machine;
    const service: Supervised = new Supervised(this.#machine, program.plan, {
      out: (text) => appendLog(tree, program.outFile, text),
      err: (text) => appendLog(tree, program.errFile, text),
      changed: (state, reason) => this.#logChange(program.name, state, service, reason),
    });
    this.#programs.set(program.name, { program, service });
    if (program.autostart) await service.start();
  }

  #logChange(name: string, state: ServiceState, service: Supervised | undefined, reason?: string): void {
    if (state === 'running') this.log(`INFO spawned: '${name}' with pid ${service?.process?.pid ?? 0}`);
    if (state === 'backoff') this.log(`WARN exited: ${name} (${reason}; not expected)`);
    if (state === 'exited') this.log(`INFO exited: ${name} (${reason}; expected)`);
    if (state === 'failed')
      this.log(`INFO gave up: ${name} entered FATAL state, too many start retries too quickly`);
    if (state === 'stopped') this.log(`INFO stopped: ${name} (terminated by SIGTERM)`);
  }

  #read(): SupervisorProgram[] {
    const { tree } = this.#machine;
    const files = [...(tree.find(CONFIGURATION)?.children.keys() ?? [])].filter((name) =>
      name.endsWith('.conf'),
    );
    return files.toSorted().flatMap((file) => {
      const sections = parseIni(this.#machine.readText(`${CONFIGURATION}/${file}`));
      return [...sections].flatMap(([heading, keys]) => {
        const name = heading.match(/^program:(.+)$/)?.[1];
        return name === undefined ? [] : [readProgram(name, keys)];
      });
    });
  }
}

const isTrue = (value: string | undefined, fallback: boolean): boolean =>
  value === undefined ? fallback : /^(true|yes|on|1)$/i.test(value);

function readProgram(name: string, keys: ReadonlyMap<string, string>): SupervisorProgram {
  const number = (key: string, fallback: number): number => Number(keys.get(key) ?? fallback) || 0;
  const outFile = logFile(keys.get('stdout_logfile'), `${LOGS}/${name}-stdout.log`);
  const errFile = logFile(keys.get('stderr_logfile'), `${LOGS}/${name}-stderr.log`);
  const restart = keys.get('autorestart') ?? 'unexpected';
  return {
    name,
    priority: number('priority', 999),
    autostart: isTrue(keys.get('autostart'), true),
    outFile,
    errFile: isTrue(keys.get('redirect_stderr'), false) ? outFile : errFile,
    plan: {
      name,
      command: words(keys.get('command') ?? ''),
      user: keys.get('user') ?? 'root',
      env: variables(keys.get('environment') ?? ''),
      cwd: keys.get('directory') ?? '/',
      restart: restart === 'unexpected' ? 'on-failure' : isTrue(restart, true) ? 'always' : 'no',
      pause: SECOND,
      settle: number('startsecs', 1) * SECOND,
      tries: number('startretries', 3),
      notifies: false,
    },
  };
}

const logFile = (value: string | undefined, automatic: string): string =>
  value === undefined || value === 'AUTO' ? automatic : value === 'NONE' ? '/dev/null' : value;

/** `KEY="value",OTHER="value"` */
function variables(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/(\w+)=(?:"([^"]*)"|'([^']*)'|([^,]*))/g)];
  return Object.fromEntries(
    pairs.map(([, key = '', double, single, bare]) => [key, double ?? single ?? bare ?? '']),
  );
}
