import { type Command, defineCommand, type ExecResult, type ResolvedCommandContext } from 'just-bash';
import type { Process } from '../processes.ts';
import { TooManyProcesses } from '../processes.ts';
import type { Surroundings } from './commands.ts';
import { BACKGROUND_COMMAND, LAST_JOB, WAIT_COMMAND } from './rewrite.ts';
import { runScript } from './run-script.ts';

interface Job {
  readonly pid: number;
  readonly line: string;
  readonly end: Promise<number>;
  running: boolean;
}

const result = (stdout: string, exitCode = 0, stderr = ''): ExecResult => ({ stdout, stderr, exitCode });

/** `&`, `wait` and `jobs` of one shell. */
export function jobCommands(surroundings: Surroundings): Command[] {
  const jobs: Job[] = [];
  return [
    defineCommand(BACKGROUND_COMMAND, async ([line = '', functions = ''], context) => {
      try {
        const job = await startJob(surroundings, line, functions, context);
        jobs.push(job);
        void job.end.then(() => {
          job.running = false;
        });
        await context.assignShellVariable?.(LAST_JOB, String(job.pid));
        return result('');
      } catch (error) {
        if (!(error instanceof TooManyProcesses)) throw error;
        return result('', 254, `bash: ${error.message}\n`);
      }
    }),
    defineCommand(WAIT_COMMAND, async (args) => {
      const pids = args.map((argument) => Number.parseInt(argument.replace(/^%/, ''), 10));
      const awaited = jobs.filter(({ pid }) => pids.length === 0 || pids.includes(pid));
      const codes = await Promise.all(awaited.map(({ end }) => end));
      surroundings.budget.breath.wake();
      return result('', pids.length === 0 ? 0 : (codes.at(-1) ?? 127));
    }),
    defineCommand('jobs', async () =>
      result(
        jobs
          .map(({ line, running }, index) =>
            running ? `[${index + 1}]   Running                 ${line.trim()} &\n` : '',
          )
          .join(''),
      ),
    ),
  ];
}

/** Settles once the job has its process: its end comes later. */
async function startJob(
  { machine, process, user, budget, out, err }: Surroundings,
  line: string,
  functions: string,
  context: ResolvedCommandContext,
): Promise<Job> {
  const started = Promise.withResolvers<Process>();
  const ended = Promise.withResolvers<number>();
  const { env, args } = inherited(context);
  const { cwd } = context;
  machine.launcher.launch(async () => {
    const run = { script: `${functions}\n${line}`, args, user, env, cwd, parent: process, budget, out, err };
    try {
      const end = await runScript(machine, { ...run, command: line.trim(), started: started.resolve });
      ended.resolve(end.code);
    } catch (error) {
      started.reject(error);
      ended.resolve(254);
    }
  });
  const { pid } = await started.promise;
  return { pid, line, end: ended.promise, running: true };
}

/** A job sees the shell's variables, exported or not, and its positional parameters. */
function inherited({ env }: ResolvedCommandContext): { env: Record<string, string>; args: string[] } {
  const variables = [...env].filter(([name]) => /^[A-Za-z_]\w*$/.test(name) && !FIXED.has(name));
  const args: string[] = [];
  for (let index = 1; env.has(String(index)); index += 1) args.push(env.get(String(index)) ?? '');
  return { env: Object.fromEntries(variables), args };
}

const FIXED = new Set(['SHELLOPTS', 'BASHOPTS', 'PWD', 'OLDPWD', 'OPTIND', 'UID', 'EUID']);
