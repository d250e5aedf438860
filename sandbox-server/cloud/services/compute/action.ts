import { z } from 'zod';
import { Fault } from '../../fault.ts';
import { type Answer, type Call, InvalidInput } from '../../route.ts';
import { phaseView } from './server-phases.ts';
import type { ServerRecord } from './server-records.ts';
import { novaSpelling } from './spelling.ts';

interface Definition<Body> {
  /** The one key of the body: `os-start`. */
  name: string;
  /** How the list of a server's actions calls it; none when it changes nothing. */
  noted?: string;
  rule?: 'admin';
  policy?: string;
  /** The first and last minor microversion that has it. */
  since?: number;
  until?: number;
  /** What stands under the key. Without it, anything. */
  input?: z.ZodType<Body> | ((microversion: number) => z.ZodType<Body>);
  run(call: Call, record: ServerRecord, body: Body): Answer | Promise<Answer>;
}

/** An action of a server, as the dispatcher sees it. */
export interface Action {
  name: string;
  noted: string | null;
  since: number;
  until: number;
  handle(call: Call, record: ServerRecord, body: unknown): Promise<Answer>;
}

interface SilentDefinition extends Definition<unknown> {
  input?: undefined;
}
interface ReadingDefinition<Body> extends Definition<Body> {
  input: z.ZodType<Body> | ((microversion: number) => z.ZodType<Body>);
}

function parse<Body>(definition: ReadingDefinition<Body>, call: Call, body: unknown): Body {
  const { name, input } = definition;
  const schema = typeof input === 'function' ? input(call.microversion) : input;
  const parsed = z.strictObject({ [name]: schema }).safeParse({ [name]: body });
  if (!parsed.success) {
    throw new InvalidInput(parsed.error, { [name]: body });
  }
  return schema.parse(body);
}

/** Declares an action. */
export function action(definition: SilentDefinition): Action;
export function action<Body>(definition: ReadingDefinition<Body>): Action;
export function action<Body>(definition: SilentDefinition | ReadingDefinition<Body>): Action {
  return {
    name: definition.name,
    noted: definition.noted ?? null,
    since: definition.since ?? 0,
    until: definition.until ?? Number.POSITIVE_INFINITY,
    handle: async (call, record, body) => {
      if (definition.rule === 'admin' && !call.caller.admin) {
        throw novaSpelling.forbidden(definition.policy ?? `os_compute_api:servers:${definition.name}`);
      }
      return definition.input === undefined
        ? definition.run(call, record, body)
        : definition.run(call, record, parse(definition, call, body));
    },
  };
}

/** Refuses an action that makes no sense in the server's state, or while something else is being done. */
export function refuseState(record: ServerRecord, name: string, states: readonly string[]): void {
  const { vmState, taskState } = phaseView(record);
  if (!states.includes(vmState)) {
    throw new Fault(409, `Cannot '${name}' instance ${record.id} while it is in vm_state ${vmState}`);
  }
  if (taskState !== null) {
    throw new Fault(409, `Cannot '${name}' instance ${record.id} while it is in task_state ${taskState}`);
  }
}

/** The answer of an action that goes on after it. */
export const ACCEPTED: Answer = { status: 202 };
