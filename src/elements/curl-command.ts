import type { CallRecord } from '../../sandbox-server/protocol/wire.ts';

/** The headers that a call needs to be the same call; all others are the client's own business. */
const needed = ['content-type', 'openstack-api-version', 'x-openstack-nova-api-version'];

/** Single quotes for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const dataOf = ({ request: { body } }: CallRecord): string[] => {
  if (body === undefined) return [];
  if (body.text === undefined || body.missing !== undefined) return ['--data-binary @body'];
  return [`--data ${quoted(body.text)}`];
};

/** The command that makes the same call from a terminal; the token is read from the variable OS_TOKEN. */
export const curlCommand = (call: CallRecord, origin: string): string => {
  const { method, path, request } = call;
  const way = method === 'HEAD' ? ' --head' : method === 'GET' ? '' : ` --request ${method}`;
  const parts = [
    `curl${way} ${quoted(`${origin}/cloud${path}`)}`,
    ...('x-auth-token' in request.headers ? ['--header "X-Auth-Token: $OS_TOKEN"'] : []),
    ...needed.flatMap((name) => {
      const value = request.headers[name];
      return value === undefined ? [] : [`--header ${quoted(`${name}: ${value}`)}`];
    }),
    ...dataOf(call),
  ];
  return parts.join(' \\\n  ');
};
