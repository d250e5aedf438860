/** Where identifiers and secrets come from. */
export interface Ids {
  /** A version 4 UUID with dashes: servers, ports, images. */
  uuid(): string;
  /** Thirty-two hexadecimal digits: Keystone's projects, users and roles. */
  hex(): string;
  /** `length` random octets. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

/** Identifiers from the platform's own generator. */
export const randomIds: Ids = {
  uuid: () => crypto.randomUUID(),
  hex: () => crypto.randomUUID().replaceAll('-', ''),
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Whether the services would take `text` for a UUID: with dashes or without. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
