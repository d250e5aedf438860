import { type ContainerConfig, emptyConfig } from '../config.ts';
import type { Container } from '../containers/container.ts';
import { filesOf } from '../containers/files.ts';
import { badRequest, DockerFault } from '../fault.ts';
import type { DockerHost } from '../host.ts';
import type { ImageRecord } from '../images/image-record.ts';
import { readReference } from '../reference.ts';
import { findRemote, keepRemote } from '../registry/registry.ts';
import type { StreamWriter } from '../streaming.ts';
import type { TarFile } from '../tar.ts';
import { commandOf, configure, environmentOf } from './configure.ts';
import { type CopyOrder, digestOfSources, findSources, putSources } from './copying.ts';
import { type Instruction, readArguments } from './dockerfile.ts';
import { nop, type Stage, Steps } from './steps.ts';
import { expand, type Lookup, listOf, pairsOf, wordsOf } from './words.ts';

/** What a build is asked to do. */
export interface BuildOrder {
  readonly instructions: readonly Instruction[];
  readonly context: readonly TarFile[];
  readonly args: ReadonlyMap<string, string>;
  readonly labels: Readonly<Record<string, string>>;
  readonly target: string;
  readonly useCache: boolean;
  readonly pull: boolean;
  readonly keepContainers: boolean;
}

/** Arguments that every build knows without ARG. */
const PREDEFINED = /^(https?|ftp|no|all)_proxy$/i;

/** Builds an image step by step, as the classic builder does. */
export class Builder {
  readonly #host: DockerHost;
  readonly #order: BuildOrder;
  readonly #writer: StreamWriter;
  readonly #stages: Stage[] = [];
  /** Of ARGs before the first FROM. */
  readonly #global = new Map<string, string>();
  readonly #asked: Set<string>;
  readonly #steps: Steps;

  constructor(host: DockerHost, order: BuildOrder, writer: StreamWriter) {
    this.#host = host;
    this.#order = order;
    this.#writer = writer;
    this.#steps = new Steps(host, writer, order);
    this.#asked = new Set([...order.args.keys()].filter((name) => !PREDEFINED.test(name)));
  }

  /** @throws DockerFault */
  async build(): Promise<ImageRecord> {
    const instructions = this.#upToTarget();
    const labels = Object.entries(this.#order.labels);
    const total = instructions.length + (labels.length > 0 ? 1 : 0);
    for (const [index, instruction] of instructions.entries()) {
      this.#writer.signal.throwIfAborted();
      this.#say(`Step ${index + 1}/${total} : ${spell(instruction)}\n`);
      await this.#step(instruction);
    }
    if (labels.length > 0) {
      const text = labels
        .map(([name, value]) => `${JSON.stringify(name)}=${JSON.stringify(value)}`)
        .join(' ');
      this.#say(`Step ${total}/${total} : LABEL ${text}\n`);
      await this.#step({ keyword: 'LABEL', flags: new Map(), text, line: 0 });
    }
    const { image } = this.#stage;
    if (!image) throw badRequest('No image was generated. Is your Dockerfile empty?');
    if (this.#asked.size > 0)
      this.#say(`[Warning] One or more build-args [${[...this.#asked].join(' ')}] were not consumed\n`);
    return image;
  }

  #upToTarget(): readonly Instruction[] {
    const { instructions, target } = this.#order;
    if (target === '') return instructions;
    const starts = instructions.flatMap(({ keyword }, index) => (keyword === 'FROM' ? [index] : []));
    const wanted = starts.findIndex(
      (start, number) =>
        stageName(instructions[start]?.text ?? '') === target.toLowerCase() || String(number) === target,
    );
    if (wanted < 0) throw badRequest(`failed to reach build target ${target} in Dockerfile`);
    return instructions.slice(0, starts[wanted + 1]);
  }

  get #stage(): Stage {
    const stage = this.#stages.at(-1);
    if (!stage) throw badRequest('no build stage in current context');
    return stage;
  }

  #say(stream: string): void {
    this.#writer.json({ stream });
  }

  #lookup(): Lookup {
    const { args, config } = this.#stage;
    const env = environmentOf(config);
    return (name) => env(name) ?? args.get(name);
  }

  async #step(instruction: Instruction): Promise<void> {
    const { keyword, text } = instruction;
    if (keyword === 'FROM') return await this.#from(text);
    if (keyword === 'ARG') return await this.#arg(text);
    if (keyword === 'RUN') return await this.#run(text);
    if (keyword === 'COPY' || keyword === 'ADD') return await this.#copy(instruction, keyword);
    const stage = this.#stage;
    const config = configure(stage.config, instruction, this.#lookup());
    if (!config) throw badRequest(`unknown instruction: ${keyword}`);
    // A folder to work in is made, too.
    const command = nop(`${keyword} ${settingText(instruction, config)}`);
    if (keyword === 'WORKDIR')
      return await this.#steps.commit(this.#stage, config, command, async ({ machine }) =>
        machine.tree.makeFolder(config.WorkingDir, true),
      );
    await this.#steps.commit(this.#stage, config, command);
  }

  async #from(text: string): Promise<void> {
    const [, written = '', , name = ''] = /^(\S+)(\s+as\s+(\S+))?$/i.exec(text) ?? [];
    if (written === '') throw badRequest('FROM requires either one or three arguments');
    const base = expand(written, (variable) => this.#global.get(variable));
    if (base === '') throw badRequest(`base name (${written}) should not be blank`);
    this.#steps.useCache = this.#order.useCache;
    const earlier = this.#stages.find(
      (stage, index) => stage.name === base.toLowerCase() || String(index) === base,
    );
    const image = base === 'scratch' ? undefined : earlier ? earlier.image : await this.#base(base);
    const config = image
      ? { ...image.config, OnBuild: null }
      : { ...emptyConfig(), Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'] };
    this.#stages.push({ name: name.toLowerCase(), image, config, args: new Map() });
    this.#say(image ? ` ---> ${image.id.slice(7, 19)}\n` : ' ---> \n');
    const triggers = earlier ? [] : (image?.config.OnBuild ?? []);
    if (triggers.length > 0)
      this.#say(`# Executing ${triggers.length} build trigger${triggers.length === 1 ? '' : 's'}\n`);
    for (const trigger of triggers) {
      const [, keyword = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(trigger) ?? [];
      await this.#step({ keyword: keyword.toUpperCase(), line: 0, ...readArguments(rest) });
    }
  }

  async #base(name: string): Promise<ImageRecord> {
    const known = this.#order.pull ? undefined : this.#host.images.find(name);
    if (known) return known;
    const { repository, tag = 'latest' } = readReference(name);
    const remote = await findRemote(repository, tag);
    const image = await keepRemote(this.#host.images, remote);
    this.#writer.json({ status: `Pulling from library/${repository}`, id: tag });
    this.#writer.json({ status: `Digest: ${remote.digest}` });
    this.#host.images.tag(image.id, `${repository}:${tag}`);
    this.#host.images.tag(image.id, `${repository}@${remote.digest}`);
    return image;
  }

  async #arg(text: string): Promise<void> {
    const isGlobal = this.#stages.length === 0;
    const args = isGlobal ? this.#global : this.#stage.args;
    const lookup: Lookup = isGlobal ? (name) => this.#global.get(name) : this.#lookup();
    for (const [name, value] of text.includes('=')
      ? pairsOf(text, lookup)
      : wordsOf(text).map((word): [string, undefined] => [word, undefined])) {
      this.#asked.delete(name);
      const given = this.#order.args.get(name) ?? value ?? (isGlobal ? undefined : this.#global.get(name));
      if (given !== undefined) args.set(name, given);
    }
    if (!isGlobal) await this.#steps.commit(this.#stage, this.#stage.config, nop(`ARG ${text}`));
  }

  async #run(text: string): Promise<void> {
    const { config, args } = this.#stage;
    const [, document] = /^<<-?\s*["']?\w+["']?\n([\s\S]*)\n\w+$/.exec(text) ?? [];
    const command = commandOf(config, document ?? text);
    const given = [...args]
      .filter(([name]) => environmentOf(config)(name) === undefined)
      .map(([name, value]) => `${name}=${value}`);
    const shown = given.length > 0 ? [`|${given.length}`, ...given, ...command] : command;
    await this.#steps.commit(this.#stage, config, shown, (container) => this.#execute(container, command), {
      ...config,
      Entrypoint: [],
      Cmd: command,
      Env: [...(config.Env ?? []), ...given],
    });
  }

  async #execute(container: Container, command: readonly string[]): Promise<void> {
    const stop = container.output.listen((_, stream) => this.#writer.json({ stream }));
    const ended = container.wait('next-exit');
    try {
      await container.start();
      const { code } = await ended;
      if (code !== 0)
        throw new BuildFailed(`The command '${command.join(' ')}' returned a non-zero code: ${code}`, code);
    } finally {
      stop();
    }
  }

  async #copy({ flags, text }: Instruction, keyword: 'COPY' | 'ADD'): Promise<void> {
    const stage = this.#stage;
    const words = listOf(text)?.map((word) => expand(word, this.#lookup())) ?? wordsOf(text, this.#lookup());
    const destination = words.at(-1) ?? '';
    if (words.length < 2)
      throw badRequest(
        `${keyword} requires at least two arguments, but only one was provided. Destination could not be determined.`,
      );
    const mode = flags.get('chmod');
    const order: CopyOrder = {
      keyword,
      sources: words.slice(0, -1),
      destination,
      mode: mode === undefined ? undefined : Number.parseInt(mode, 8),
    };
    const remote = order.sources.find((source) => /^https?:/.test(source));
    if (remote !== undefined)
      throw badRequest(`ADD failed: this simulated engine fetches nothing from elsewhere: ${remote}`);
    const from = flags.get('from');
    const files = from === undefined ? this.#order.context : await this.#filesOfStage(from);
    const found = findSources(files, order);
    const digest = await digestOfSources(found);
    const kind = found.length > 1 ? 'multi' : found[0]?.isFolder ? 'dir' : 'file';
    await this.#steps.commit(
      this.#stage,
      stage.config,
      nop(`${keyword} ${kind}:${digest.slice(7)} in ${destination} `),
      ({ machine }) => putSources(machine.tree, found, order, stage.config.WorkingDir),
    );
  }

  async #filesOfStage(name: string): Promise<TarFile[]> {
    const stage = this.#stages.find(
      (each, index) => each.name === name.toLowerCase() || String(index) === name,
    );
    const image = stage ? stage.image : await this.#base(name);
    if (!image) return [];
    const container = await this.#steps.container(image, image.config);
    try {
      return [...filesOf(container.machine.tree, '/', '')];
    } finally {
      await this.#host.remove(container, { force: true, volumes: true });
    }
  }
}

/** A step of a build ended with an error of its own. */
export class BuildFailed extends DockerFault {
  readonly code: number;

  constructor(message: string, code: number) {
    super(500, message);
    this.name = 'BuildFailed';
    this.code = code;
  }
}

const stageName = (text: string): string => /\s+as\s+(\S+)$/i.exec(text)?.[1]?.toLowerCase() ?? '';

function spell({ keyword, flags, text }: Instruction): string {
  return [keyword, ...[...flags].map(([name, value]) => `--${name}=${value}`), text].join(' ');
}

/** A setting as history shows it, in the words that were understood. */
function settingText({ keyword, text }: Instruction, config: ContainerConfig): string {
  if (keyword === 'CMD') return ` ${JSON.stringify(config.Cmd)}`;
  if (keyword === 'ENTRYPOINT') return ` ${JSON.stringify(config.Entrypoint)}`;
  if (keyword === 'WORKDIR') return config.WorkingDir;
  return ` ${text}`;
}
