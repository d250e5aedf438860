import { DockerFault } from '../fault.ts';
import type { Container } from './container.ts';
import { findCommand } from './find-command.ts';
import { userOf } from './inside.ts';

/** What a container begins with: its command, found in its files, and who runs it where. @throws DockerFault */
export function firstCommand(container: Container) {
  const { machine, record } = container;
  const { config, path, args } = record;
  const words = [path, ...args];
  const cwd = config.WorkingDir || '/';
  if (!machine.tree.readOnly) machine.tree.makeFolder(cwd, true);
  const user = userOf(machine, config.User);
  if (!user)
    throw new DockerFault(
      400,
      `unable to find user ${config.User.split(':')[0]}: no matching entries in passwd file`,
    );
  const env = container.environment(user.home);
  return { words, cwd, user, env, command: findCommand(machine, words, cwd, env.PATH) };
}
