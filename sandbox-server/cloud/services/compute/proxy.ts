import { z } from 'zod';
import { Fault } from '../../fault.ts';
import type { Call } from '../../route.ts';
import type { Parts, ServiceRequest } from '../../service.ts';

/** The last microversion in which Nova passed calls on to the services that have them now. */
export const LAST_PROXY = 35;

const refusal = z.union([
  z
    .object({ NeutronError: z.object({ message: z.string() }) })
    .transform((body) => body.NeutronError.message),
  z.object({ message: z.string() }).transform((body) => body.message.replace(/<br \/>/g, '').trim()),
]);

/**
 * Passes a call on in the caller's name, and gives the answer parsed by `schema`.
 * @throws Fault with the other service's status and words when it refuses.
 */
export async function passOn<T>(
  { fetch }: Pick<Parts, 'fetch'>,
  { caller }: Pick<Call, 'caller'>,
  path: string,
  schema: z.ZodType<T>,
  request: Omit<ServiceRequest, 'as'> = {},
): Promise<T> {
  const response = await fetch(path, { ...request, as: caller.token });
  const body: unknown = response.status === 204 ? null : await response.json();
  if (!response.ok) {
    const said = refusal.safeParse(body);
    throw new Fault(response.status, said.success ? said.data : 'The other service refused.');
  }
  return schema.parse(body);
}
