/** One instruction of a Dockerfile, on one line. */
export interface Instruction {
  /** In capitals: `FROM`. */
  name: string;
  rest: string;
}

/** A Dockerfile as it was read. */
export interface Dockerfile {
  /** The character by which lines go on: a back slash, unless the file's first lines choose a back quote. */
  escape: '\\' | '`';
  instructions: Instruction[];
}

/** A Dockerfile that cannot be read; the message says what is wrong. */
export class DockerfileError extends Error {
  override name = 'DockerfileError';
}

const known = new Set([
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

const mostLines = 10_000;

/** The escape that the first lines choose: `# escape=\``, before anything else but other such lines. */
function escapeOf(lines: readonly string[]): '\\' | '`' {
  for (const line of lines) {
    const directive = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line);
    if (!directive) return '\\';
    if (directive[1]?.toLowerCase() === 'escape') {
      if (directive[2] !== '\\' && directive[2] !== '`')
        throw new DockerfileError(`invalid ESCAPE ${directive[2]}. Must be ${'` or \\'}`);
      return directive[2];
    }
  }
  return '\\';
}

/** Reads one instruction. @throws DockerfileError when there is none of that name */
export function readInstruction(line: string): Instruction {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*?)\s*$/.exec(line) ?? [];
  const name = word.toUpperCase();
  if (!known.has(name)) throw new DockerfileError(`unknown instruction: ${word.slice(0, 40)}`);
  return { name, rest };
}

/**
 * Reads a Dockerfile as the classic builder does (https://docs.docker.com/reference/dockerfile/): lines that end
 * with the escape go on, comments and empty lines between them fall away.
 */
export function readDockerfile(text: string): Dockerfile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.length > mostLines)
    throw new DockerfileError(`A Dockerfile has at most ${mostLines} lines here.`);
  if (/[\r\0\u2028\u2029\u0085\v\f]/.test(lines.join('\n')))
    throw new DockerfileError('A Dockerfile holds no control characters.');
  const mark = escapeOf(lines);
  const goesOn = mark === '\\' ? /\\[ \t]*$/ : /`[ \t]*$/;
  const instructions: Instruction[] = [];
  let open: string | undefined;
  for (const line of lines) {
    if (/^\s*#/.test(line) || (line.trim() === '' && open !== undefined)) continue;
    const whole: string = (open ?? '') + (open === undefined ? line.trimStart() : line);
    if (goesOn.test(line)) {
      open = whole.replace(goesOn, '');
      continue;
    }
    open = undefined;
    if (whole.trim() !== '') instructions.push(readInstruction(whole));
  }
  if (open !== undefined && open.trim() !== '') instructions.push(readInstruction(open));
  if (instructions.length === 0) throw new DockerfileError('the Dockerfile cannot be empty');
  return { escape: mark, instructions };
}

/**
 * A Dockerfile with each instruction on one line, which nobody reads in two ways.
 * @throws DockerfileError for a line that would go on into the next one
 */
export function writeDockerfile({ escape: mark, instructions }: Dockerfile): string {
  const lines = instructions.map(({ name, rest }) => `${name} ${rest}`.trimEnd());
  const open = lines.find((line) => line.endsWith(mark));
  if (open !== undefined) throw new DockerfileError(`a line ends with ${mark}: ${open.slice(0, 60)}`);
  return `# escape=${mark}\n${lines.join('\n')}\n`;
}
