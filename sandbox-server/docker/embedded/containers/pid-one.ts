import { SIGNALS, type SignalName } from '../../../machines/processes.ts';

type Codes = Partial<Record<SignalName, number>>;
const TERMINATES: Codes = { SIGTERM: 0, SIGINT: 0, SIGQUIT: 0 };

/** The signals that a program has a handler for, and the code that it ends with. */
const HANDLED: Readonly<Record<string, Codes>> = {
  nginx: TERMINATES,
  'redis-server': TERMINATES,
  mariadbd: TERMINATES,
  'rabbitmq-server': TERMINATES,
  haproxy: { SIGTERM: 143, SIGINT: 130, SIGUSR1: 0 },
  'faafo-api': TERMINATES,
  'faafo-worker': TERMINATES,
  httpd: TERMINATES,
  'docker-entrypoint.sh': TERMINATES,
  ping: { SIGINT: 0, SIGQUIT: 0 },
};

/**
 * The code with which the first process of a container ends by a signal; undefined when it does not: the
 * kernel keeps from it every signal but SIGKILL that it has no handler for (pid_namespaces(7)).
 */
export function endBySignal(command: string, signal: SignalName, hasInit: boolean): number | undefined {
  if (signal === 'SIGKILL') return 137;
  const name = command.replace(/^.*\//, '');
  return HANDLED[name]?.[signal] ?? (hasInit ? 128 + SIGNALS[signal] : undefined);
}
