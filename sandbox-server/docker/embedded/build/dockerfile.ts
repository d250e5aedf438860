import { DockerfileParser } from 'dockerfile-ast';
import { badRequest } from '../fault.ts';

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** `--from=base` as `from` and `base`. */
  readonly flags: ReadonlyMap<string, string>;
  /** What follows, on one line; the lines of a document behind `<<EOF` stay. */
  readonly text: string;
  /** Beginning with 1. */
  readonly line: number;
}

const KNOWN = new Set([
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);
const FLAG = /^--([a-z-]+)(?:=(\S*))?\s+/;

/** Reads a Dockerfile. @throws DockerFault naming the line that cannot be read */
export function parseDockerfile(text: string): Instruction[] {
  const file = DockerfileParser.parse(text);
  const continuation = file.getEscapeCharacter();
  const instructions = file.getInstructions().map((instruction) => {
    const keyword = instruction.getKeyword();
    const line = instruction.getRange().start.line + 1;
    if (!KNOWN.has(keyword))
      throw badRequest(`dockerfile parse error line ${line}: unknown instruction: ${keyword}`);
    const whole =
      instruction.toString().length === 0
        ? ''
        : textAt(text, instruction.getRange()).replace(/^\s*\S+\s*/, '');
    return { keyword, line, ...readArguments(joined(whole, continuation)) };
  });
  if (instructions.length === 0) throw badRequest('the Dockerfile (Dockerfile) cannot be empty');
  for (const { keyword, text: given, line } of instructions)
    if (given === '')
      throw badRequest(`dockerfile parse error line ${line}: ${keyword} requires at least one argument`);
  return instructions;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

function textAt(text: string, { start, end }: { start: Position; end: Position }): string {
  const lines = text.split(/\r?\n/).slice(start.line, end.line + 1);
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.character : 0, index === lines.length - 1 ? end.character : undefined),
    )
    .join('\n');
}

/** Lines that go on are one line, and comments between them are none. */
function joined(text: string, continuation: string): string {
  if (/<<-?\s*["']?\w+["']?\s*$/m.test(text.split('\n')[0] ?? '')) return text.trim();
  const lines = text.split('\n').filter((line, index) => index === 0 || !/^\s*(#|$)/.test(line));
  return lines
    .map((line) => (line.trimEnd().endsWith(continuation) ? line.trimEnd().slice(0, -1) : line))
    .join('')
    .trim();
}

/** One line: an instruction, or what `--change` of a commit gives. */
export function readArguments(text: string): { flags: ReadonlyMap<string, string>; text: string } {
  const flags = new Map<string, string>();
  let rest = text;
  for (let found = FLAG.exec(rest); found; found = FLAG.exec(rest)) {
    flags.set(found[1] ?? '', found[2] ?? 'true');
    rest = rest.slice(found[0].length);
  }
  return { flags, text: rest.trim() };
}
