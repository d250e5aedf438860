import type { Machine } from '../machine.ts';
import { words } from '../shell/quote.ts';
import { parseIni } from './ini.ts';
import { type ServicePlan, Supervised } from './supervised.ts';

const FOLDERS = ['/etc/systemd/system', '/lib/systemd/system'];
const WANTED = '/etc/systemd/system/multi-user.target.wants';

/** A unit as its file describes it. */
export interface Unit {
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly plan: ServicePlan;
}

/** There is no such service on the machine. */
export class UnitNotFound extends Error {
  constructor(name: string) {
    super(`Unit ${name}.service not found.`);
    this.name = 'UnitNotFound';
  }
}

const SECOND = 1000;

/** `systemd` of one machine: units in files, started at boot when they are enabled. */
export class Systemd {
  readonly #machine: Machine;
  readonly #services = new Map<string, Supervised>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** The unit of that name, its file read anew. @throws UnitNotFound */
  unit(name: string): Unit {
    const plain = name.replace(/\.service$/, '');
    for (const folder of FOLDERS) {
      const path = `${folder}/${plain}.service`;
      if (this.#machine.tree.find(path)) return readUnit(plain, path, this.#machine.readText(path));
    }
    throw new UnitNotFound(plain);
  }

  /** Names of all units that have a file. */
  names(): string[] {
    const found = FOLDERS.flatMap((folder) => [...(this.#machine.tree.find(folder)?.children.keys() ?? [])]);
    const units = found.filter((name) => name.endsWith('.service'));
    return [...new Set(units.map((name) => name.replace(/\.service$/, '')))].toSorted();
  }

  /** What became of a unit since the machine was switched on. */
  service(name: string): Supervised | undefined {
    return this.#services.get(name.replace(/\.service$/, ''));
  }

  /** @throws UnitNotFound */
  async start(name: string): Promise<Supervised> {
    const unit = this.unit(name);
    const service = this.#services.get(unit.name) ?? this.#supervise(unit);
    service.plan = unit.plan;
    await service.start();
    return service;
  }

  /** @throws UnitNotFound */
  async stop(name: string): Promise<void> {
    const unit = this.unit(name);
    await this.#services.get(unit.name)?.stop();
  }

  isEnabled(name: string): boolean {
    return this.#machine.tree.find(`${WANTED}/${name}.service`, false) !== undefined;
  }

  /** Returns the link that was made; undefined when the unit was enabled already. @throws UnitNotFound */
  enable(name: string): string | undefined {
    const unit = this.unit(name);
    const link = `${WANTED}/${unit.name}.service`;
    if (this.isEnabled(unit.name)) return undefined;
    this.#machine.tree.makeFolder(WANTED, true);
    this.#machine.tree.makeLink(unit.path, link);
    return link;
  }

  /** Returns the link that was removed; undefined when the unit was not enabled. */
  disable(name: string): string | undefined {
    const unit = this.unit(name);
    const link = `${WANTED}/${unit.name}.service`;
    if (!this.isEnabled(unit.name)) return undefined;
    this.#machine.tree.remove(link);
    return link;
  }

  /** Starts all that is enabled; a unit that is broken does not hold up the others. */
  async startEnabled(started: (unit: Unit, service: Supervised) => void): Promise<void> {
    for (const name of this.names().filter((unit) => this.isEnabled(unit))) {
      started(this.unit(name), await this.start(name));
    }
  }

  /** A new boot: nothing has been started yet. */
  clear(): void {
    this.#services.clear();
  }

  #supervise(unit: Unit): Supervised {
    const { journal } = this.#machine;
    const say = (message: string): void => journal.add('systemd', 1, message);
    const add = (text: string, pid: number): void => journal.add(unit.name, pid, text);
    const service = new Supervised(this.#machine, unit.plan, {
      out: add,
      err: add,
      changed: (state, reason) => {
        if (state === 'running') say(`Started ${unit.name}.service - ${unit.description}.`);
        if (state === 'stopped') say(`Stopped ${unit.name}.service - ${unit.description}.`);
        if (reason)
          say(`${unit.name}.service: Main process exited, code=exited, ${reason.replace('exit ', '')}`);
      },
    });
    this.#services.set(unit.name, service);
    return service;
  }
}

function readUnit(name: string, path: string, text: string): Unit {
  const sections = parseIni(text);
  const service = sections.get('Service') ?? new Map<string, string>();
  const restart = service.get('Restart') ?? 'no';
  return {
    name,
    path,
    description: sections.get('Unit')?.get('Description') ?? name,
    plan: {
      name,
      command: words(service.get('ExecStart') ?? ''),
      user: service.get('User') ?? 'root',
      env: Object.fromEntries(words(service.get('Environment') ?? '').map(splitVariable)),
      cwd: service.get('WorkingDirectory') ?? '/',
      restart: restart === 'always' || restart === 'on-failure' ? restart : 'no',
      pause: Number(service.get('RestartSec') ?? 0.1) * SECOND,
      settle: 10 * SECOND,
      tries: 4,
      notifies: service.get('Type') === 'notify',
    },
  };
}

function splitVariable(variable: string): [string, string] {
  const at = variable.indexOf('=');
  return at < 0 ? [variable, ''] : [variable.slice(0, at), variable.slice(at + 1)];
}
