import type { ServerCard } from '../card.ts';
import { netmask } from './metadata.ts';
import { informationTable } from './table.ts';

/** The name of a machine's n-th card, as its kernel gives it. */
export function cardName(index: number, { device }: { device?: string } = {}): string {
  return device ?? `ens${index + 3}`;
}

/** The network address of a card's subnet, such as 10.0.0.0. */
export function networkOf(address: string, prefix: number): string {
  const mask = netmask(prefix).split('.').map(Number);
  return address
    .split('.')
    .map((part, index) => Number(part) & (mask[index] ?? 0))
    .join('.');
}

/** cloud-init's table of cards and addresses. */
export function addressTable(card: ServerCard): string {
  const rows = card.ports.flatMap(({ mac, addresses, device }, index) =>
    addresses.map(({ address, prefix }) => [
      cardName(index, { device }),
      'True',
      address,
      netmask(prefix),
      'global',
      mac,
    ]),
  );
  const loopback = ['lo', 'True', '127.0.0.1', '255.0.0.0', 'host', '.'];
  return informationTable(
    'Net device info',
    ['Device', 'Up', 'Address', 'Mask', 'Scope', 'Hw-Address'],
    [...rows, loopback],
  );
}

/** A route of a machine. */
export interface Route {
  readonly destination: string;
  readonly prefix: number;
  readonly gateway: string | null;
  readonly device: string;
  readonly source: string;
}

/** All routes of a machine: the default one, then its own subnets. */
export function routesOf(card: ServerCard): Route[] {
  const links = card.ports.flatMap(({ addresses, device }, index) =>
    addresses.map((fixed) => ({ ...fixed, device: cardName(index, { device }) })),
  );
  const [outward] = links.filter(({ gateway }) => gateway !== null);
  const own = links.map(({ address, prefix, device }) => ({
    destination: networkOf(address, prefix),
    prefix,
    gateway: null,
    device,
    source: address,
  }));
  if (!outward) return own;
  const { gateway, device, address } = outward;
  return [{ destination: '0.0.0.0', prefix: 0, gateway, device, source: address }, ...own];
}

/** cloud-init's table of routes. */
export function routeTable(card: ServerCard): string {
  const rows = routesOf(card).map(({ destination, prefix, gateway, device }, index) => [
    String(index),
    destination,
    gateway ?? '0.0.0.0',
    netmask(prefix),
    device,
    gateway === null ? 'U' : 'UG',
  ]);
  return informationTable(
    'Route IPv4 info',
    ['Route', 'Destination', 'Gateway', 'Genmask', 'Interface', 'Flags'],
    rows,
  );
}
