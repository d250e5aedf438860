import { nameOf, resolvePath } from '../../../machines/disk/paths.ts';
import { NetworkError } from '../../../machines/network/errors.ts';
import { archive } from '../../../machines/packages/archive.ts';
import { stubOf } from '../../../machines/packages/stub.ts';
import { type Program, ProgramError } from '../../../machines/program.ts';
import { machineFetch } from '../../../machines/programs/http.ts';
import { parseOptions } from '../../../machines/programs/options.ts';
import { serve, serveFile } from './serving.ts';

/** BusyBox's `wget`: a page into a file, or with `-O -` to standard output. */
export const wget: Program = async ({ args, cwd, machine, signal, files, print, complain }) => {
  const { options, rest } = parseOptions('wget', args, { withValue: ['O', 'T', 't'] });
  const [given = ''] = rest;
  if (given === '')
    throw new ProgramError('BusyBox v1.36.1 multi-call binary.\n\nUsage: wget [-q] [-O FILE] URL');
  const url = /^https?:/.test(given) ? given : `http://${given}`;
  const { hostname, pathname } = new URL(url);
  const isQuiet = options.has('q');
  try {
    if (!isQuiet) complain(`Connecting to ${new URL(url).host}\n`);
    const answer = await machineFetch(machine, signal)(url);
    if (!answer.ok)
      throw new ProgramError(`wget: server returned error: HTTP/1.1 ${answer.status} ${answer.statusText}`);
    const target = options.get('O')?.at(-1) ?? (pathname.replace(/^.*\//, '') || 'index.html');
    const body = new Uint8Array(await answer.arrayBuffer());
    if (target === '-') print(new TextDecoder().decode(body));
    else await files.writeFile(resolvePath(cwd, target), body);
    if (!isQuiet && target !== '-') complain(`'${target}' saved\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const words =
      error.code === 'ENOTFOUND'
        ? `bad address '${hostname}'`
        : `can't connect to remote host: ${error.message}`;
    throw new ProgramError(`wget: ${words}`);
  }
};

/** BusyBox's `httpd`: the files of a folder. */
export const httpd: Program = async (context) => {
  const { options } = parseOptions('httpd', context.args, { withValue: ['p', 'h'] });
  const port = Number(options.get('p')?.at(-1)?.replace(/^.*:/, '') ?? 80);
  const root = resolvePath(context.cwd, options.get('h')?.at(-1) ?? '.');
  await serve(
    context,
    new Map([[port, async (request) => serveFile(context.machine, root, request, 'busybox')]]),
  );
  return 0;
};

/** Alpine's `apk add`: packages of the same small archive that `apt-get` has. */
export const apk: Program = async ({ args, machine, user, print }) => {
  const [action, ...names] = args.filter((argument) => !argument.startsWith('-'));
  if (action === 'update') {
    print(`OK: ${archive.size} distinct packages available (simulated)\n`);
    return 0;
  }
  if (action !== 'add') throw new ProgramError("apk: the simulated one knows 'add' and 'update'");
  if (user.name !== 'root') throw new ProgramError('ERROR: Unable to lock database: Permission denied', 99);
  const unknown = names.filter((name) => !archive.has(name));
  if (unknown.length > 0)
    throw new ProgramError(
      `ERROR: unable to select packages:\n${unknown.map((name) => `  ${name} (no such package):\n    required by: world[${name}]`).join('\n')}`,
      unknown.length,
    );
  for (const [index, name] of names.entries()) {
    const { version = '', programs = [] } = archive.get(name) ?? {};
    print(`(${index + 1}/${names.length}) Installing ${name} (${version})\n`);
    for (const path of programs) {
      machine.writeText(path, stubOf(path), 0o755);
      const added = machine.packages.available.get(nameOf(path));
      // The shell that runs now knows it at once.
      if (added) for (const shell of machine.shells) shell.add(nameOf(path), added);
    }
  }
  print('OK: simulated\n');
  return 0;
};
