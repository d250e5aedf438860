import {
  DockerfileError,
  type Instruction,
  readDockerfile,
  readInstruction,
  writeDockerfile,
} from '../engine-api/dockerfile.ts';
import type { Learner } from './learner.ts';
import { findImage } from './lookup.ts';
import { badRequest, forbidden } from './refusal.ts';

/** What a Dockerfile comes to in the engine. */
export interface BuildPlan {
  /** As the engine reads it: images by their ids. */
  dockerfile: string;
  /** How those ids were written. */
  names: Map<string, string>;
}

const stageName = /^[a-z][a-z0-9-_.]*$/;
/** Sources that cannot be an address, whatever a shell's words would make of them. */
const plainSource = /^[\w./*?@+,=~%-]+$/;
const flags = /^--(?:chown=[\w.:-]+|chmod=[0-7]{3,4}|from=[\w./:@-]+)$/;

/** Puts values for variables, in the few ways in which they may stand in the name of an image. */
function expand(text: string, values: ReadonlyMap<string, string>): string {
  const expanded = text.replace(
    /\$(?:([a-zA-Z_]\w*)|\{([a-zA-Z_]\w*)(?::([-+])([\w./:@-]*))?\})/g,
    (_all, plain?: string, braced?: string, sign?: string, word = '') => {
      const value = values.get(plain ?? braced ?? '') ?? '';
      if (sign === '-') return value === '' ? word : value;
      if (sign === '+') return value === '' ? '' : word;
      return value;
    },
  );
  if (!/^[\w./:@-]+$/.test(expanded))
    throw badRequest(`The image ${text.slice(0, 80)} of FROM cannot be read.`);
  return expanded;
}

/** Goes through the instructions of a build, and finds every image in them. */
class Planner {
  readonly names = new Map<string, string>();
  readonly #learner: Learner;
  readonly #arguments: ReadonlyMap<string, string>;
  readonly #values = new Map<string, string>();
  readonly #stages = new Set<string>();
  #count = 0;

  constructor(learner: Learner, given: ReadonlyMap<string, string>) {
    this.#learner = learner;
    this.#arguments = given;
  }

  async plan(instruction: Instruction): Promise<Instruction> {
    switch (instruction.name) {
      case 'ARG':
        if (this.#count === 0) this.#declare(instruction.rest);
        return instruction;
      case 'FROM':
        return { name: 'FROM', rest: await this.#from(instruction.rest) };
      case 'COPY':
        return { name: 'COPY', rest: await this.#copy(instruction.rest) };
      case 'ADD':
        return this.#add(instruction);
      case 'ONBUILD':
        this.trigger(instruction.rest);
        return instruction;
      default:
        if (this.#count === 0) throw badRequest('no build stage in current context');
        return instruction;
    }
  }

  /** What an image does when another is built on it: nothing that a build could not do itself, and no other image. */
  trigger(text: string): void {
    const instruction = readInstruction(text);
    if (instruction.name === 'ADD') this.#add(instruction);
    if (['FROM', 'ONBUILD', 'MAINTAINER'].includes(instruction.name))
      throw badRequest(`${instruction.name} isn't allowed as an ONBUILD trigger`);
    if (instruction.name === 'COPY' && /^--(?!chown=)/.test(instruction.rest))
      throw forbidden('A trigger copies from the context only (ONBUILD COPY --from is not offered).');
    this.#checkFlags(instruction.rest);
  }

  #declare(rest: string): void {
    const [name = '', value = ''] = rest.split(/=(.*)/s);
    const plain = value.replace(/^(["'])(.*)\1$/, '$2');
    this.#values.set(name.trim(), this.#arguments.get(name.trim()) ?? plain);
  }

  async #from(rest: string): Promise<string> {
    const words = rest.split(/\s+/);
    if (words[0]?.startsWith('--platform=')) words.shift();
    const [image = '', as, stage = ''] = words;
    if (
      image === '' ||
      image.startsWith('--') ||
      (words.length !== 1 && (words.length !== 3 || as?.toLowerCase() !== 'as'))
    )
      throw badRequest('FROM requires either one or three arguments');
    if (stage !== '' && !stageName.test(stage.toLowerCase()))
      throw badRequest(`invalid name for build stage: "${stage}"`);
    const base = expand(image, this.#values);
    const found = this.#stages.has(base.toLowerCase()) || base === 'scratch' ? base : await this.#image(base);
    this.#count += 1;
    if (stage !== '') this.#stages.add(stage.toLowerCase());
    return stage === '' ? found : `${found} AS ${stage}`;
  }

  /** An image by its id: what was looked at is what is built on, whatever becomes of its name. */
  async #image(name: string): Promise<string> {
    const { id, triggers } = await findImage(this.#learner, name);
    for (const each of triggers) this.trigger(each);
    this.names.set(id, name);
    return id;
  }

  #checkFlags(rest: string): string[] {
    const words = rest.split(/\s+/);
    const found = words.slice(
      0,
      Math.max(
        words.findIndex((word) => !word.startsWith('--')),
        0,
      ),
    );
    const strange = found.find((word) => !flags.test(word));
    if (strange !== undefined) throw forbidden(`${strange.slice(0, 60)} is not offered in a build.`);
    return found;
  }

  async #copy(rest: string): Promise<string> {
    const found = this.#checkFlags(rest);
    const from = found.find((word) => word.startsWith('--from='))?.slice('--from='.length);
    if (from === undefined || this.#stages.has(from.toLowerCase())) return rest;
    if (/^\d+$/.test(from)) {
      if (Number(from) >= this.#count - 1)
        throw badRequest(`invalid from flag value ${from}: refers to current build stage`);
      return rest;
    }
    const image = await this.#image(from);
    return rest.replace(`--from=${from}`, `--from=${image}`);
  }

  #add(instruction: Instruction): Instruction {
    const skipped = this.#checkFlags(instruction.rest).length;
    const words = instruction.rest.split(/\s+/).slice(skipped);
    const sources = words.slice(0, -1);
    const strange = sources.find((word) => !plainSource.test(word));
    if (strange !== undefined)
      throw forbidden(
        `ADD ${strange.slice(0, 60)} is not offered: files come from the context, by their plain names. Try COPY.`,
      );
    return instruction;
  }
}

/** Reads a Dockerfile, and writes the one that the engine is given. @throws Refusal */
export async function planBuild(
  learner: Learner,
  text: string,
  given: ReadonlyMap<string, string>,
): Promise<BuildPlan> {
  const planner = new Planner(learner, given);
  try {
    const read = readDockerfile(text);
    const instructions: Instruction[] = [];
    for (const each of read.instructions) instructions.push(await planner.plan(each));
    return { dockerfile: writeDockerfile({ ...read, instructions }), names: planner.names };
  } catch (error) {
    if (error instanceof DockerfileError) throw badRequest(`dockerfile parse error: ${error.message}`);
    throw error;
  }
}
