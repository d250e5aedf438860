import { type CloudView, floatingAddress } from '../sandbox/cloud-view.ts';

const octet = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';

/** A pattern for an IPv4 address, as `<input pattern>` takes it. */
export const addressPattern = `${octet}(?:\\.${octet}){3}`;

const whole = new RegExp(`^${addressPattern}$`);

export const isAddress = (text: string): boolean => whole.test(text);

/** The address that a figure speaks of: what the learner typed, or the floating IP of the server that the lesson names. */
export const addressOf = (
  typed: string,
  server: string | null,
  cloud: CloudView | undefined,
): string | undefined => {
  if (isAddress(typed)) return typed;
  return server === null || cloud === undefined ? undefined : floatingAddress(cloud, server);
};

/** The port in a figure's attribute; 80 where there is none. */
export const portOf = (text: string | null): number => {
  const port = Number(text ?? 80);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 80;
};
