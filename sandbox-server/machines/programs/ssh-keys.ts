/** A public key as SSH writes it: its type, and base64 of the rest. */
export interface PublicKey {
  readonly type: string;
  readonly base64: string;
}

const OPENSSH_MAGIC = 'openssh-key-v1\0';
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** A field of the SSH wire format (RFC 4251): its length in four octets, then its octets. */
export function field(bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(4 + bytes.length);
  new DataView(framed.buffer).setUint32(0, bytes.length);
  framed.set(bytes, 4);
  return framed;
}

export const joined = (...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** Octets read one after the other; a text that ends too soon is no key. */
class Octets {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new RangeError('The key ends too soon.');
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  number(length: number): number {
    return this.take(length).reduce((sum, octet) => sum * 256 + octet, 0);
  }

  field(): Uint8Array {
    return this.take(this.number(4));
  }

  /** A value of DER with this tag. */
  der(tag: number): Uint8Array {
    if (this.number(1) !== tag) throw new RangeError('The key is not DER.');
    const first = this.number(1);
    return this.take(first < 0x80 ? first : this.number(first - 0x80));
  }
}

/** The public half that a private key's file holds, in OpenSSH's own form or PKCS#1; undefined when it is no key. */
export function publicHalf(text: string): PublicKey | undefined {
  const [, kind, body = ''] =
    /-----BEGIN (OPENSSH|RSA) PRIVATE KEY-----([\s\S]*?)-----END \1 PRIVATE KEY-----/.exec(text) ?? [];
  if (kind === undefined) return undefined;
  try {
    const bytes = Uint8Array.fromBase64(body);
    const blob = kind === 'RSA' ? fromPkcs1(bytes) : fromOpenssh(bytes);
    const type = new TextDecoder().decode(new Octets(blob).field());
    return { type, base64: blob.toBase64() };
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
function fromOpenssh(bytes: Uint8Array): Uint8Array {
  const octets = new Octets(bytes);
  if (new TextDecoder().decode(octets.take(OPENSSH_MAGIC.length)) !== OPENSSH_MAGIC)
    throw new RangeError('This is no key of OpenSSH.');
  for (const _ of ['cipher', 'derivation', 'options']) octets.field();
  octets.number(4);
  return octets.field();
}

/** RFC 8017, A.1.2: version, modulus, exponent, and what is secret. */
function fromPkcs1(bytes: Uint8Array): Uint8Array {
  const key = new Octets(new Octets(bytes).der(SEQUENCE));
  key.der(INTEGER);
  const modulus = key.der(INTEGER);
  const exponent = key.der(INTEGER);
  return joined(field(new TextEncoder().encode('ssh-rsa')), field(exponent), field(modulus));
}

/** The keys of a file of public ones, such as `authorized_keys`; lines that are none are passed over. */
export function publicKeys(text: string): PublicKey[] {
  return [...text.matchAll(/(?:^|\s)((?:ssh|ecdsa|sk)-[\w@.-]+)\s+([A-Za-z0-9+/=]+)/gm)].map(
    ([, type = '', base64 = '']) => ({ type, base64 }),
  );
}
