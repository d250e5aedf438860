import { nameOf } from '../disk/paths.ts';
import type { Machine } from '../machine.ts';
import type { Program } from '../program.ts';

import { archive } from './archive.ts';
import type { Package } from './package.ts';
import { stubOf } from './stub.ts';

const STATUS = '/var/lib/dpkg/status';

/** What is installed on a machine, as its dpkg status file has it. */
export class Packages {
  readonly #machine: Machine;
  /** Every program that there is, installed or not, by name. */
  readonly available: ReadonlyMap<string, Program>;
  #commands: ReadonlyMap<string, Program> | undefined;

  constructor(machine: Machine, available: ReadonlyMap<string, Program>) {
    this.#machine = machine;
    this.available = available;
  }

  /** Installed packages, in the order they came. */
  installed(): Package[] {
    if (!this.#machine.tree.find(STATUS)) return [];
    const names = [...this.#machine.readText(STATUS).matchAll(/^Package: (.+)$/gm)].map(
      ([, name = '']) => name,
    );
    return names.flatMap((name) => archive.get(name) ?? []);
  }

  isInstalled(name: string): boolean {
    return this.installed().some((entry) => entry.name === name);
  }

  /** The commands that the installed packages brought, by name. */
  programs(): ReadonlyMap<string, Program> {
    this.#commands ??= new Map(this.installed().flatMap((entry) => this.#programsOf(entry)));
    return this.#commands;
  }

  /** The package and what it needs that is not installed yet, what is needed first. */
  missing(name: string, seen: ReadonlySet<string> = new Set()): Package[] {
    const entry = archive.get(name);
    if (!entry || seen.has(name) || this.isInstalled(name)) return [];
    const before = (entry.depends ?? []).flatMap((needed) => this.missing(needed, new Set([...seen, name])));
    return [...new Set([...before, entry])];
  }

  /** Lays a package's files; configuration that is there already stays. @throws FileError */
  install(entry: Package): void {
    const { tree } = this.#machine;
    for (const user of entry.users ?? []) this.#addUser(user);
    for (const path of entry.programs ?? []) this.#machine.writeText(path, stubOf(path), 0o755);
    for (const path of entry.folders ?? []) tree.makeFolder(path, true);
    for (const [path, text] of Object.entries(entry.files ?? {}))
      if (!tree.find(path)) this.#machine.writeText(path, text);
    const status = tree.find(STATUS) ? this.#machine.readText(STATUS) : '';
    const paragraph = `Package: ${entry.name}\nStatus: install ok installed\nVersion: ${entry.version}\n\n`;
    this.#machine.writeText(STATUS, status + paragraph);
    for (const unit of entry.units ?? []) this.#machine.systemd.enable(unit);
    this.#commands = undefined;
    for (const [name, program] of this.#programsOf(entry))
      for (const shell of this.#machine.shells) shell.add(name, program);
  }

  /** Removes a package's programs and units; its configuration stays. */
  remove(entry: Package): void {
    const { tree } = this.#machine;
    for (const unit of entry.units ?? []) this.#machine.systemd.disable(unit);
    const files = [
      ...(entry.programs ?? []),
      ...Object.keys(entry.files ?? {}).filter((path) => !path.startsWith('/etc/')),
    ];
    for (const path of files) if (tree.find(path)) tree.remove(path);
    const paragraphs = this.#machine.readText(STATUS).split('\n\n');
    const left = paragraphs.filter((paragraph) => !paragraph.startsWith(`Package: ${entry.name}\n`));
    this.#machine.writeText(STATUS, left.join('\n\n'));
    this.#commands = undefined;
  }

  #programsOf(entry: Package): [string, Program][] {
    return (entry.programs ?? []).flatMap((path) => {
      const name = nameOf(path);
      const program = this.available.get(name);
      return program ? [[name, program]] : [];
    });
  }

  #addUser(name: string): void {
    const passwd = this.#machine.readText('/etc/passwd');
    if (passwd.includes(`\n${name}:`)) return;
    const id = 110 + passwd.split('\n').length;
    this.#machine.writeText(
      '/etc/passwd',
      `${passwd}${name}:x:${id}:${id}::/var/lib/${name}:/usr/sbin/nologin\n`,
    );
    this.#machine.tree.makeFolder(`/var/lib/${name}`, true);
  }
}
