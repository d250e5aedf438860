import { folderOf, resolvePath } from '../disk/paths.ts';
import { type Program, ProgramError } from '../program.ts';
import { parseOptions } from './options.ts';
import { field, joined, publicHalf } from './ssh-keys.ts';

const ED25519 = 'ssh-ed25519';
const LINE = /.{1,70}/g;

/** `ssh-keygen`: a new pair of Ed25519 keys without a passphrase, or with `-y` the public half of a private key. */
export const sshKeygen: Program = async ({
  args,
  cwd,
  env,
  files,
  machine,
  print,
  terminal,
  signal,
  user,
}) => {
  const { options } = parseOptions('ssh-keygen', args, { withValue: ['f', 't', 'N', 'C', 'b'] });
  const [type = 'ed25519'] = options.get('t') ?? [];
  const usual = `${user.home}/.ssh/id_ed25519`;
  const given = options.get('f')?.at(-1);
  if (options.has('y')) {
    const path = resolvePath(cwd, given ?? usual);
    const key = publicHalf(await files.readFile(path));
    if (!key) throw new ProgramError(`Load key "${path}": invalid format`, 255);
    print(`${key.type} ${key.base64}\n`);
    return 0;
  }
  if (type !== 'ed25519') throw new ProgramError(`ssh-keygen: only -t ed25519 is simulated, not ${type}`);
  const asked = given ?? (await terminal?.ask(`Enter file in which to save the key (${usual}): `, signal));
  const path = resolvePath(cwd, asked || usual);
  if (await files.exists(path)) throw new ProgramError(`${path} already exists.`);
  const comment = options.get('C')?.at(-1) ?? `${env.get('USER') ?? user.name}@${machine.hostname}`;
  const { secret, shown } = await makePair(comment);
  await files.mkdir(folderOf(path), { recursive: true });
  await files.writeFile(path, secret);
  await files.chmod(path, 0o600);
  await files.writeFile(`${path}.pub`, `${shown}\n`);
  print(`Your identification has been saved in ${path}\nYour public key has been saved in ${path}.pub\n`);
  return 0;
};

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key, without a cipher. */
async function makePair(comment: string): Promise<{ secret: string; shown: string }> {
  const pair = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('Ed25519 makes pairs of keys.');
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  // A PKCS#8 key of this kind ends with the seed's 32 octets (RFC 8410).
  const seed = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)).slice(-32);
  const words = (text: string): Uint8Array => field(new TextEncoder().encode(text));
  const blob = joined(words(ED25519), field(point));
  const check = crypto.getRandomValues(new Uint8Array(4));
  const inner = joined(check, check, blob, field(joined(seed, point)), words(comment));
  const padding = Uint8Array.from({ length: (8 - (inner.length % 8)) % 8 }, (_, index) => index + 1);
  const magic = new TextEncoder().encode('openssh-key-v1\0');
  const none = joined(words('none'), words('none'), words(''));
  const all = joined(magic, none, Uint8Array.of(0, 0, 0, 1), field(blob), field(joined(inner, padding)));
  const body = all.toBase64().match(LINE)?.join('\n') ?? '';
  return {
    secret: `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`,
    shown: `${ED25519} ${blob.toBase64()} ${comment}`,
  };
}
