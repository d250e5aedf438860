import type { Machine } from '../machine.ts';

const ED25519 = 'ssh-ed25519';
const PUBLIC_KEY = '/etc/ssh/ssh_host_ed25519_key.pub';

/** Makes the machine's host key when it has none; returns what cloud-init prints of it. */
export async function ensureHostKey(machine: Machine): Promise<string> {
  if (machine.tree.find(PUBLIC_KEY)) return '';
  const key = Uint8Array.from({ length: 32 }, () => Math.floor(machine.random() * 256));
  const blob = new Uint8Array([...field(new TextEncoder().encode(ED25519)), ...field(key)]);
  const text = `${ED25519} ${toBase64(blob)} root@${machine.hostname}`;
  machine.writeText(PUBLIC_KEY, `${text}\n`);
  machine.writeText(
    '/etc/ssh/ssh_host_ed25519_key',
    'This machine is simulated: its key opens nothing.\n',
    0o600,
  );
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', blob));
  const fingerprint = `256 SHA256:${toBase64(digest).replace(/=+$/, '')} root@${machine.hostname} (ED25519)`;
  return [
    '-----BEGIN SSH HOST KEY FINGERPRINTS-----',
    fingerprint,
    '-----END SSH HOST KEY FINGERPRINTS-----',
    '-----BEGIN SSH HOST KEY KEYS-----',
    text,
    '-----END SSH HOST KEY KEYS-----',
    '',
  ].join('\n');
}

/** A field of the SSH wire format: its length, then its bytes. */
function field(bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(4 + bytes.length);
  new DataView(framed.buffer).setUint32(0, bytes.length);
  framed.set(bytes, 4);
  return framed;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
