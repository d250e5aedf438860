import { cardName, networkOf, routesOf } from '../boot/network-info.ts';
import { NetworkError, NoRoute, TimedOut, UnknownName } from '../network/errors.ts';
import { type Program, type ProgramContext, ProgramError } from '../program.ts';
import { resolveHost } from './http.ts';
import { parseOptions } from './options.ts';
import { untilAborted } from './until-aborted.ts';

/** `ss`: who listens on which port. */
export const ss: Program = async ({ machine, print }) => {
  print('State   Recv-Q  Send-Q   Local Address:Port    Peer Address:Port  Process\n');
  for (const { address, port } of machine.network.listeners(machine.id)) {
    if (address.startsWith('169.254.')) continue;
    print(`LISTEN  0       128      ${`${address}:${port}`.padStart(18)}         0.0.0.0:*\n`);
  }
  return 0;
};

/** `ip addr`, `ip route` and `ip link`. */
export const ip: Program = async (context) => {
  const [subject = 'help'] = context.args.filter((argument) => !argument.startsWith('-'));
  if ('address'.startsWith(subject)) addresses(context, true);
  else if ('link'.startsWith(subject)) addresses(context, false);
  else if ('route'.startsWith(subject)) routes(context);
  else throw new ProgramError(`Object "${subject}" is unknown, try "ip help".`);
  return 0;
};

function addresses({ machine, print }: ProgramContext, withAddresses: boolean): void {
  print('1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN\n    link/loopback 00:00:00:00:00:00\n');
  if (withAddresses) print('    inet 127.0.0.1/8 scope host lo\n');
  for (const [index, port] of machine.card.ports.entries()) {
    const name = cardName(index, port);
    print(
      `${index + 2}: ${name}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 state UP\n    link/ether ${port.mac} brd ff:ff:ff:ff:ff:ff\n`,
    );
    if (withAddresses)
      for (const { address, prefix } of port.addresses)
        print(`    inet ${address}/${prefix} scope global dynamic ${name}\n`);
  }
}

function routes({ machine, print }: ProgramContext): void {
  for (const { destination, prefix, gateway, device, source } of routesOf(machine.card)) {
    if (gateway !== null) print(`default via ${gateway} dev ${device} proto dhcp src ${source} metric 100\n`);
    else
      print(
        `${networkOf(destination, prefix)}/${prefix} dev ${device} proto kernel scope link src ${source}\n`,
      );
  }
}

const SECOND = 1000;

/** `ping`: until `-c` are sent, or until it is interrupted. */
export const ping: Program = async (context) => {
  const { options, rest } = parseOptions('ping', context.args, { withValue: ['c', 'W', 'i', 'w'] });
  const [host] = rest;
  if (host === undefined) throw new ProgramError('ping: usage error: Destination address required', 1);
  const count = Number(options.get('c')?.at(-1) ?? Number.POSITIVE_INFINITY);
  const timeout = Number(options.get('W')?.at(-1) ?? 10) * SECOND;
  const pause = Number(options.get('i')?.at(-1) ?? 1) * SECOND;
  const { machine, print, signal } = context;
  const to = address(context, host);
  print(`PING ${host} (${to}) 56(84) bytes of data.\n`);
  let received = 0;
  let sent = 0;
  while (sent < count && !signal.aborted) {
    sent += 1;
    if (await once(context, to, sent, timeout)) received += 1;
    if (sent < count) await machine.clock.wait(pause, signal).catch(() => undefined);
  }
  const loss = sent === 0 ? 0 : Math.round((100 * (sent - received)) / sent);
  print(
    `\n--- ${host} ping statistics ---\n${sent} packets transmitted, ${received} received, ${loss}% packet loss\n`,
  );
  return received > 0 ? 0 : 1;
};

function address({ machine }: ProgramContext, host: string): string {
  try {
    return resolveHost(machine, host);
  } catch (error) {
    if (error instanceof UnknownName) throw new ProgramError(`ping: ${host}: Name or service not known`, 2);
    throw error;
  }
}

async function once(
  { machine, print, signal }: ProgramContext,
  to: string,
  sequence: number,
  timeout: number,
): Promise<boolean> {
  try {
    await machine.network.ping({ from: { machine: machine.id }, to, timeout, signal });
    const time = (0.3 + machine.random() * 0.4).toFixed(3);
    print(`64 bytes from ${to}: icmp_seq=${sequence} ttl=63 time=${time} ms\n`);
    return true;
  } catch (error) {
    if (error instanceof NoRoute)
      print(`From ${machine.address ?? '127.0.0.1'} icmp_seq=${sequence} Destination Host Unreachable\n`);
    else if (!(error instanceof TimedOut) && error instanceof NetworkError)
      throw new ProgramError(`ping: ${error.message}`, 2);
    else if (!(error instanceof TimedOut) && !signal.aborted) throw error;
    return false;
  }
}

/** `sshd`: lets in who has a key that the machine knows; the program `ssh` speaks to it. */
export const sshd: Program = async ({ machine, signal, ready, complain }) => {
  const listening = machine.network.listen(machine.id, 22, {
    kind: 'ssh',
    banner: 'SSH-2.0-OpenSSH_9.6p1 (simulated)\r\n',
    host: machine,
  });
  complain('Server listening on 0.0.0.0 port 22.\n');
  ready();
  await untilAborted(signal);
  listening.close();
  return 0;
};
