import { cloudVariables, openrc } from '../http/credentials.ts';
import type { TerminalDoor } from '../http/terminal-lines.ts';
import type { Learner } from '../learners/learners.ts';
import type { Hypervisor } from '../machines/hypervisor.ts';
import type { Machine } from '../machines/machine.ts';
import type { TerminalPlace } from '../machines/terminal/terminal.ts';
import { Terminals } from '../machines/terminal/terminals.ts';
import { WORKSTATION, type Workstations } from '../machines/workstations.ts';
import type { Reason } from '../protocol/reason.ts';
import { inEnglish } from '../protocol/reason-in-english.ts';

/** What the learners' terminals are made of. */
export interface TerminalsParts {
  hypervisor: Hypervisor;
  workstations: Workstations;
  /** Where a workstation finds the cloud's API: `http://cloud.example`. */
  cloud: string;
  report(error: unknown): void;
}

/** The terminals of all learners, each seen by its own learner alone. */
export interface LearnerTerminals {
  of(learner: Learner): TerminalDoor;
  /** Ends a learner's terminals. */
  close(learner: Learner): void;
  closeAll(): void;
}

/** A window that nobody has measured yet. */
const USUAL_SIZE = { columns: 80, rows: 24 };

/** A machine that a learner cannot sit at now. */
class NoSuchPlace extends Error {
  override name = 'NoSuchPlace';
  readonly reason: Reason;
  readonly status = 404;

  constructor(reason: Reason) {
    super(inEnglish(reason));
    this.reason = reason;
  }
}

/** A server by its name or id, if it is the learner's own and on. @throws NoSuchPlace */
function serverOf(hypervisor: Hypervisor, { projectId }: Learner, name: string): Machine {
  const own = hypervisor.machines().filter(({ card }) => card.project === projectId);
  const machine = own.find(({ id }) => id === name) ?? own.find(({ card }) => card.name === name);
  if (!machine) throw new NoSuchPlace({ code: 'no-server', server: name });
  if (!machine.isOn || machine.tree.isEmpty())
    throw new NoSuchPlace({ code: 'server-off', server: machine.card.name });
  return machine;
}

const consoleGreeting = (machine: Machine): string =>
  `${machine.image.issue} ${machine.hostname}\nThe console of the server: no network lies between, and no rule of it is asked.\n\n`;

const workstationGreeting =
  'Your own machine (simulated), outside of the cloud. cat README says what it can do.\n\n';

/** Opens the terminals of a pocket cloud: on its servers, and on each learner's own machine. */
export function openTerminals({ hypervisor, workstations, cloud, report }: TerminalsParts): LearnerTerminals {
  const learners = new Map<string, Learner>();
  const place = async (owner: string, name: string): Promise<TerminalPlace> => {
    const learner = learners.get(owner);
    if (!learner) throw new Error(`There is no learner ${owner}.`);
    if (name === WORKSTATION) {
      const machine = workstations.of(learner.projectId, { openrc: openrc(learner, cloud) });
      const env = cloudVariables(learner, cloud);
      return { machine, user: machine.user(machine.image.user), env, greeting: workstationGreeting };
    }
    const machine = serverOf(hypervisor, learner, name);
    return { machine, user: machine.user(machine.image.user), greeting: consoleGreeting(machine) };
  };
  const terminals = new Terminals({ place, failed: report });
  return {
    of(learner) {
      learners.set(learner.id, learner);
      return doorOf(terminals, learner.id);
    },
    close: ({ id }) => terminals.closeAll(id),
    closeAll: () => terminals.closeAll(),
  };
}

const doorOf = (terminals: Terminals, owner: string): TerminalDoor => ({
  list: () => terminals.list(owner),
  watch: (listener) => terminals.watch(owner, listener),
  open: async (machine, size) => (await terminals.open(owner, machine, size)).id,
  output: (id) => terminals.get(owner, id),
  input: (id, text) => terminals.get(owner, id).input(text),
  resize: (id, size) => terminals.get(owner, id).resize(size),
  close: (id) => terminals.close(owner, id),
  typeOn: async (machine, text) => (await terminals.on(owner, machine, USUAL_SIZE)).input(text),
});

/** The terminals beside a real cloud: there are none, and opening one says where to look instead. */
export const noTerminals = (refusal: Error): TerminalDoor => {
  const refuse = (): never => {
    throw refusal;
  };
  return {
    list: () => [],
    watch: () => () => undefined,
    open: async () => refuse(),
    output: refuse,
    input: refuse,
    resize: refuse,
    close: refuse,
    typeOn: async () => refuse(),
  };
};
