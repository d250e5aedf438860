import { z } from 'zod';
import type { Process } from '../../../machines/processes.ts';
import { Tty } from '../../../machines/terminal/tty.ts';
import { badRequest, conflict } from '../fault.ts';
import type { Container } from './container.ts';
import { CannotStart, findCommand } from './find-command.ts';
import { Input } from './input.ts';
import { userOf } from './inside.ts';
import { Output, type StreamName } from './output.ts';
import { runCommand } from './run-command.ts';

/** A command that is to run in a container. https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Exec/operation/ContainerExec */
export const execConfigSchema = z.object({
  AttachStdin: z.boolean().default(false),
  AttachStdout: z.boolean().default(false),
  AttachStderr: z.boolean().default(false),
  Tty: z.boolean().default(false),
  Cmd: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
  Env: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
  User: z.string().default(''),
  WorkingDir: z.string().default(''),
  Privileged: z.boolean().default(false),
  DetachKeys: z.string().default(''),
});
export type ExecConfig = z.infer<typeof execConfigSchema>;

/** A command in a container beside its first one. */
export class Exec {
  readonly id: string;
  readonly container: Container;
  readonly config: ExecConfig;
  readonly output = new Output();
  readonly input = new Input();
  tty: Tty | undefined;
  exitCode: number | null = null;
  process: Process | undefined;
  #state: 'created' | 'running' | 'ended' = 'created';
  #size = { columns: 80, rows: 24 };
  #wakeUp: (() => void) | undefined;

  constructor(id: string, container: Container, config: ExecConfig) {
    this.id = id;
    this.container = container;
    this.config = config;
  }

  get isRunning(): boolean {
    return this.#state === 'running';
  }

  resize(columns: number, rows: number): void {
    this.#size = { columns, rows };
    this.tty?.resize(this.#size);
  }

  /** Settles once its process is there. @throws DockerFault, CannotStart */
  async start(): Promise<void> {
    if (this.#state !== 'created') throw conflict(`Error: Exec command ${this.id} is already running`);
    const { container, config } = this;
    container.demandUp();
    if (container.status === 'paused')
      throw conflict(`Container ${container.id} is paused, unpause the container before exec`);
    const { machine } = container;
    const user = userOf(machine, config.User || container.record.config.User);
    if (!user) throw badRequest(`unable to find user ${config.User}: no matching entries in passwd file`);
    const env = container.environment(user.home, [...(config.Tty ? ['TERM=xterm'] : []), ...config.Env]);
    const cwd = config.WorkingDir || container.record.config.WorkingDir || '/';
    this.#state = 'running';
    container.event(`exec_start: ${config.Cmd.join(' ')}`, { execID: this.id });
    this.tty = config.Tty ? new Tty(this.#size, (text) => this.output.print('stdout', text)) : undefined;
    const { tty } = this;
    const print = (stream: StreamName, text: string): void =>
      tty ? tty.write(text) : this.output.print(stream, text);
    const command = this.#find(cwd, env.PATH);
    const begun = Promise.withResolvers<void>();
    this.#wakeUp = begun.resolve;
    container.machine.launcher.launch(async () => {
      const code = await runCommand(machine, {
        command,
        words: config.Cmd,
        user,
        env,
        cwd,
        input: config.AttachStdin && !tty ? this.input : undefined,
        tty,
        print,
        interrupted: () => this.process?.kill('SIGINT'),
        started: (process) => {
          this.process = process;
          begun.resolve();
        },
      });
      this.#end(code);
    });
    await begun.promise;
    container.checkMemory();
  }

  #find(cwd: string, path: string | undefined) {
    try {
      return findCommand(this.container.machine, this.config.Cmd, cwd, path);
    } catch (error) {
      if (error instanceof CannotStart) this.#end(error.code);
      throw error;
    }
  }

  #end(code: number): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.exitCode = code;
    this.container.event('exec_die', { execID: this.id, exitCode: String(code) });
    this.#wakeUp?.();
    this.output.end();
  }

  /** Its container is over. */
  lost(): void {
    if (this.#state === 'running') this.#end(137);
  }
}

/** Runs a command in a container to its end, and gives what it printed. */
export async function runInside(
  container: Container,
  words: readonly string[],
): Promise<{ code: number; text: string }> {
  const exec = new Exec('', container, execConfigSchema.parse({ Cmd: words }));
  let text = '';
  exec.output.listen((_, piece) => {
    text += piece;
  });
  const { ended } = exec.output;
  try {
    await exec.start();
    await ended;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    return { code: -1, text: error.message };
  }
  return { code: exec.exitCode ?? -1, text };
}
