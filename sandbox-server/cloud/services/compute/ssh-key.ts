import { md5 } from '../../md5.ts';

/** A key pair in the forms that SSH takes. */
export interface SshKey {
  /** One line: type, base64, comment. */
  publicKey: string;
  /** PEM. */
  privateKey: string;
}

const KNOWN_TYPES = [
  'ssh-rsa',
  'ssh-dss',
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
];

/** A length in four octets, then the octets (RFC 4251, `string`). */
function lengthPrefixed(bytes: Uint8Array): Uint8Array {
  const field = new Uint8Array(4 + bytes.length);
  new DataView(field.buffer).setUint32(0, bytes.length);
  field.set(bytes, 4);
  return field;
}

/** A positive number: a zero octet before a high bit (RFC 4251, `mpint`). */
function positive(bytes: Uint8Array): Uint8Array {
  const number = (bytes[0] ?? 0) & 0x80 ? Uint8Array.of(0, ...bytes) : bytes;
  return lengthPrefixed(number);
}

function joined(parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The PKCS#1 key inside a PKCS#8 one: what follows the header of its last octet string. */
function pkcs1(pkcs8: Uint8Array): Uint8Array {
  // SEQUENCE { version, AlgorithmIdentifier, OCTET STRING }: with RSA the header before it is 26 octets long.
  return pkcs8.subarray(26);
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = bytes.toBase64().match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function octets(base64url: string | undefined): Uint8Array {
  return Uint8Array.fromBase64(base64url ?? '', { alphabet: 'base64url' });
}

/** Makes an RSA key of 2048 bits, as Nova does: `-----BEGIN RSA PRIVATE KEY-----` and `ssh-rsa`. */
export async function generateSshKey(comment: string): Promise<SshKey> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const { n, e } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const blob = joined([
    lengthPrefixed(new TextEncoder().encode('ssh-rsa')),
    positive(octets(e)),
    positive(octets(n)),
  ]);
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  return {
    publicKey: `ssh-rsa ${blob.toBase64()} ${comment}`,
    privateKey: pem('RSA PRIVATE KEY', pkcs1(pkcs8)),
  };
}

function decoded(base64: string): Uint8Array | null {
  try {
    return Uint8Array.fromBase64(base64);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

/** `bf:c1:…`, the MD5 of the key's octets; null when the line is not a public key. */
export function fingerprint(publicKey: string): string | null {
  const [type = '', base64 = ''] = publicKey.trim().split(/\s+/);
  const bytes = KNOWN_TYPES.includes(type) ? decoded(base64) : null;
  if (!bytes || bytes.length < 4 + type.length) {
    return null;
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const stated = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  return stated === type ? (md5(bytes).toHex().match(/../g) ?? []).join(':') : null;
}
