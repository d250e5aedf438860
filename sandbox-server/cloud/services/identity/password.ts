import type { Ids } from '../../ids.ts';

/** How passwords are kept: `pbkdf2-sha256$<rounds>$<salt>$<hash>`, salt and hash in base64. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for a user that does not exist (`kept` null) as for one that does. */
  matches(password: string, kept: string | null): Promise<boolean>;
}

async function derive(password: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(password);
  const key = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits']);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
}

function same(first: Uint8Array, second: Uint8Array): boolean {
  let difference = first.length ^ second.length;
  for (const [index, octet] of first.entries()) {
    difference |= octet ^ (second[index] ?? 0);
  }
  return difference === 0;
}

/** Hashes with `rounds` of PBKDF2. */
export function openPasswords({ ids, rounds }: { ids: Ids; rounds: number }): Passwords {
  return {
    hash: async (password) => {
      const salt = ids.bytes(16);
      const hash = await derive(password, salt, rounds);
      return `pbkdf2-sha256$${rounds}$${salt.toBase64()}$${hash.toBase64()}`;
    },
    matches: async (password, kept) => {
      const [, keptRounds, salt, hash] = (kept ?? '').split('$');
      if (keptRounds === undefined || salt === undefined || hash === undefined) {
        await derive(password, ids.bytes(16), rounds);
        return false;
      }
      const given = await derive(password, Uint8Array.fromBase64(salt), Number(keptRounds));
      return same(given, Uint8Array.fromBase64(hash));
    },
  };
}
