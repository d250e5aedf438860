import { resolvePath } from '../../../machines/disk/paths.ts';
import type { ContainerConfig, Healthcheck } from '../config.ts';
import { badRequest } from '../fault.ts';
import { readArguments } from './dockerfile.ts';
import { expand, type Lookup, listOf, pairsOf, wordsOf } from './words.ts';

/** An instruction that changes what an image says, and none of its files. */
export interface Setting {
  readonly keyword: string;
  readonly flags: ReadonlyMap<string, string>;
  readonly text: string;
}

const DEFAULT_SHELL = ['/bin/sh', '-c'];

/** The words of CMD, ENTRYPOINT and RUN: a list as it is, a text for the shell. */
export function commandOf(config: ContainerConfig, text: string): string[] {
  return listOf(text) ?? [...(config.Shell ?? DEFAULT_SHELL), text];
}

/** The value of a variable as an image has it. */
export function environmentOf({ Env }: ContainerConfig): Lookup {
  const values = new Map(
    (Env ?? []).map((line): [string, string] => [line.replace(/=.*/s, ''), line.replace(/^[^=]*=?/, '')]),
  );
  return (name) => values.get(name);
}

/** A variable set, in the place of one of that name. */
export function withVariable(env: readonly string[] | null, name: string, value: string): string[] {
  const line = `${name}=${value}`;
  const found = (env ?? []).findIndex((each) => each.startsWith(`${name}=`));
  return found < 0
    ? [...(env ?? []), line]
    : (env ?? []).map((each, index) => (index === found ? line : each));
}

const keys = (names: readonly string[]): Record<string, Record<string, never>> =>
  Object.fromEntries(names.map((name) => [name, {}]));

/** What an instruction makes of a configuration; undefined when it is none of those that only set. @throws DockerFault */
export function configure(
  config: ContainerConfig,
  { keyword, flags, text }: Setting,
  lookup: Lookup,
): ContainerConfig | undefined {
  switch (keyword) {
    case 'CMD':
      return { ...config, Cmd: commandOf(config, text) };
    case 'ENTRYPOINT':
      return { ...config, Entrypoint: commandOf(config, text) };
    case 'ENV':
      return {
        ...config,
        Env: pairsOf(text, lookup).reduce<string[] | null>(
          (env, [name, value]) => withVariable(env, name, value),
          config.Env,
        ),
      };
    case 'EXPOSE':
      return {
        ...config,
        ExposedPorts: { ...config.ExposedPorts, ...keys(wordsOf(text, lookup).flatMap(portsOf)) },
      };
    case 'HEALTHCHECK':
      return { ...config, Healthcheck: healthcheckOf(flags, text) };
    case 'LABEL':
      return { ...config, Labels: { ...config.Labels, ...Object.fromEntries(pairsOf(text, lookup)) } };
    case 'MAINTAINER':
      return { ...config };
    case 'ONBUILD':
      if (/^(ONBUILD|FROM|MAINTAINER)\b/i.test(text))
        throw badRequest(`${text.split(' ')[0]?.toUpperCase()} isn't allowed as an ONBUILD trigger`);
      return { ...config, OnBuild: [...(config.OnBuild ?? []), text] };
    case 'SHELL': {
      const Shell = listOf(text);
      if (!Shell?.length) throw badRequest('SHELL requires the arguments to be in JSON form');
      return { ...config, Shell };
    }
    case 'STOPSIGNAL':
      return { ...config, StopSignal: expand(text, lookup) };
    case 'USER':
      return { ...config, User: expand(text, lookup) };
    case 'VOLUME':
      return { ...config, Volumes: { ...config.Volumes, ...keys(listOf(text) ?? wordsOf(text, lookup)) } };
    case 'WORKDIR':
      return { ...config, WorkingDir: resolvePath(config.WorkingDir || '/', expand(text, lookup)) };
    default:
      return undefined;
  }
}

function portsOf(word: string): string[] {
  const [range = '', protocol = 'tcp'] = word.split('/');
  const [first = Number.NaN, last = first] = range.split('-').map(Number);
  if (!(first >= 1 && last >= first && last <= 65_535)) throw badRequest(`invalid containerPort: ${word}`);
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}/${protocol.toLowerCase()}`);
}

const NANOSECONDS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

function durationOf(text: string | undefined): number {
  return [...(text ?? '').matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|h|m|s)/g)].reduce(
    (sum, [, number, unit = 's']) => sum + Number(number) * (NANOSECONDS[unit] ?? 0),
    0,
  );
}

function healthcheckOf(flags: ReadonlyMap<string, string>, text: string): Healthcheck {
  const [kind = ''] = text.split(/\s/);
  const rest = text.slice(kind.length).trim();
  if (kind.toUpperCase() === 'NONE')
    return { Test: ['NONE'], Interval: 0, Timeout: 0, StartPeriod: 0, Retries: 0 };
  if (kind.toUpperCase() !== 'CMD' || rest === '')
    throw badRequest(`Unknown type "${kind}" in HEALTHCHECK (try CMD)`);
  const list = listOf(rest);
  return {
    Test: list ? ['CMD', ...list] : ['CMD-SHELL', rest],
    Interval: durationOf(flags.get('interval')),
    Timeout: durationOf(flags.get('timeout')),
    StartPeriod: durationOf(flags.get('start-period')),
    Retries: Number(flags.get('retries') ?? 0),
  };
}

/** What `--change` of a commit or an import does. @throws DockerFault */
export function applyChange(config: ContainerConfig, line: string): ContainerConfig {
  const [, keyword = '', rest = ''] = /^\s*(\S+)\s*(.*)$/s.exec(line) ?? [];
  const changed = configure(
    config,
    { keyword: keyword.toUpperCase(), ...readArguments(rest) },
    environmentOf(config),
  );
  if (!changed) throw badRequest(`${keyword.toUpperCase()} is not a valid change command`);
  return changed;
}
