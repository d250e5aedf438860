import importMap from '../library/import-map.json' with { type: 'json' };

const { imports } = importMap;
const names = Object.keys(imports).map((name) => `“${name}”`);
/** What an `import` finds, in words. */
const offer = `a cell can import from ${names.join(', ')} and from Node's own modules, such as “node:path”.`;

/** Messages of Deno and V8, said to a learner who knows nothing of them: a pattern, and what to say in its place. */
const sayings: readonly [RegExp, (...found: string[]) => string][] = [
  [
    /^Requires net access to "([^"]+)"/,
    (_, host) => `A cell can reach the course's own cloud and nothing else, so not ${host}.`,
  ],
  [
    /^Requires (?:read|write) access to "[^"]*docker\.sock"/,
    () => 'There is no Docker engine for cells here: DOCKER_HOST names none.',
  ],
  [
    /^Requires (?:read|write) access to (?:"([^"]+)"|(.+?)),/,
    (_, path, other) => `A cell has no access to the files of this computer, so not to ${path ?? other}.`,
  ],
  [
    // Node's module for child processes asks for that variable first.
    /^Requires (?:run access|env access to "NODE_V8_COVERAGE")/,
    () => 'A cell cannot start or end programs of this computer.',
  ],
  [
    /^Requires env access,/,
    () => 'A cell cannot read the whole environment, nor start programs: it can read OS_… and WORKBOOK_….',
  ],
  [
    /^Requires env access to "([^"]+)"/,
    (_, name) => `A cell can read the environment variables OS_… and WORKBOOK_… only, so not ${name}.`,
  ],
  [/^Requires (\w+) access/, (_, kind) => `A cell may not use this of the computer (${kind}).`],
  [/^Import "([^"]+)" not a dependency/, (_, name) => `There is no “${name}” to import: ${offer}`],
  [
    /^(?:A remote specifier was requested:|Requires import access to) "([^"]+)"/,
    (_, name) => `A cell cannot import from the internet, so not from ${name}.`,
  ],
  [/^(?:npm|jsr) specifiers were requested/, () => `A cell cannot import packages by itself: ${offer}`],
  [
    // Within one cell, the compiler refuses it before; this is of a cell that ran earlier.
    /^Identifier '([^']+)' has already been declared$/,
    (_, name) =>
      `“${name}” is declared in this kernel as another kind of thing: a const cannot become a let, nor a class a function. Give it another name, or restart the kernel.`,
  ],
];

/** The message as a learner should read it. */
export function inWords(message: string): string {
  for (const [pattern, say] of sayings) {
    const found = pattern.exec(message);
    if (found) return say(...found);
  }
  return message;
}
