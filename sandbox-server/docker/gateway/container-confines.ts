import type { HostOrder } from '../engine-api/host-order.ts';
import type { Learner } from './learner.ts';
import { ownContainerId } from './lookup.ts';
import { badRequest, forbidden } from './refusal.ts';

/** What a container may be allowed to do as root: Docker's own list, without devices and records of audit. */
const capabilities = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
] as const;

const plainName = (name: string): string => name.toUpperCase().replace(/^CAP_/, '');

/** The capabilities of a container: all are dropped, and of the list those are added that nobody gave up. */
export function capabilitiesOf({ CapAdd = [], CapDrop = [] }: HostOrder): {
  CapDrop: string[];
  CapAdd: string[];
} {
  const added = CapAdd.map(plainName);
  const strange = added.find((name) => name !== 'ALL' && !capabilities.some((each) => each === name));
  if (strange !== undefined || added.includes('ALL'))
    throw forbidden(
      `The capability ${strange ?? 'ALL'} is given to no container here. These are: ${capabilities.join(', ')}.`,
    );
  const dropped = CapDrop.map(plainName);
  const isKept = (name: string): boolean =>
    added.includes(name) || !(dropped.includes('ALL') || dropped.includes(name));
  return { CapDrop: ['ALL'], CapAdd: capabilities.filter(isKept) };
}

/** Rights cannot grow, and what Docker confines by default stays confined. */
export function securityOf({ SecurityOpt = [] }: HostOrder): string[] {
  for (const option of SecurityOpt)
    if (!/^no-new-privileges(?:[:=]true)?$/.test(option))
      throw forbidden(
        `The security option ${option.slice(0, 60)} is not offered: seccomp, AppArmor and no-new-privileges are on in every container here.`,
      );
  return ['no-new-privileges'];
}

/** Settings of the kernel that belong to a container's own name spaces, and harm nobody else. */
const sysctls =
  /^(?:net\.ipv4\.(?:ip_forward|ip_unprivileged_port_start|ip_local_port_range|ping_group_range|tcp_[a-z_]{1,40})|net\.core\.somaxconn|kernel\.(?:shmmax|shmall|shmmni|sem|msgmax|msgmnb|msgmni))$/;

export function sysctlsOf({ Sysctls = {} }: HostOrder): Record<string, string> {
  for (const [name, value] of Object.entries(Sysctls)) {
    if (!sysctls.test(name)) throw forbidden(`The kernel’s setting ${name} is not offered for a container.`);
    if (!/^[\d \t-]{1,64}$/.test(value)) throw badRequest(`The kernel’s setting ${name} is made of numbers.`);
  }
  return Sysctls;
}

/** A name space that may be shared with another of the learner's containers, and with nothing else. */
async function shared(learner: Learner, mode: string, what: string): Promise<string> {
  const reference = /^container:(.+)$/.exec(mode)?.[1];
  if (reference === undefined)
    throw forbidden(`The host’s name space of ${what} is not shared: ${mode} is not offered.`);
  return `container:${await ownContainerId(learner, reference)}`;
}

/** The name spaces of processes and of shared memory. */
export async function nameSpacesOf(learner: Learner, { PidMode = '', IpcMode = '' }: HostOrder) {
  const own = ['', 'private', 'none', 'shareable'];
  return {
    ...(PidMode !== '' && { PidMode: await shared(learner, PidMode, 'processes') }),
    IpcMode: own.includes(IpcMode)
      ? IpcMode || 'private'
      : await shared(learner, IpcMode, 'shared memory (ipc)'),
  };
}
