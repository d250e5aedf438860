/** What stands in the place of a secret: what OpenStack's own logs write. */
export const MASK = '***';

const secretNames =
  /password|passwd|passphrase|passcode|adminpass|secret|privatekey|apikey|accesskey|cookie|authorization|token$|^pass$|^blob$/;
// Each of these reads a text once: none can be made to go back over it by a text that almost fits.
const privateKey =
  /(-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[\s\S]*?(-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;
const inQuery = /([?&;]([\w.-]+)=)([^&#\s"']+)/g;
const assigned = /(?<![\w.-])([\w.-]+)(["']?[ \t]*[:=][ \t]*)("[^"\n]*"?|'[^'\n]*'?|[^\s"',;&]+)/g;
const pairOfChpasswd =
  /(?<![\w.-])([\w.-]+):[^\s"':]{1,200}(?=["']?[ \t]{0,9}\|[ \t]{0,9}(?:sudo[ \t]{1,9})?chpasswd)/g;
const listOfChpasswd = /^([ \t]*)chpasswd:.*\n(?:\1[ \t]+.*(?:\n|$))+/gm;
const pairOfList = /^([ \t]+(?:-[ \t]*)?[\w.-]+):\S+$/gm;
/** What is nested deeper than any body of OpenStack's is not looked through. */
const DEEPEST = 60;

/** Whether what bears this name (a key, a header, a variable) is not to be shown. */
export function isSecret(name: string): boolean {
  return secretNames.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

/** Masks secrets in the query of an address. */
export function maskAddress(text: string): string {
  return text.replace(inQuery, (whole, before: string, name: string) =>
    isSecret(name) ? `${before}${MASK}` : whole,
  );
}

/** Masks free text such as a script or a log: values that are assigned to a secret's name, and chpasswd's pairs. */
export function maskText(text: string): string {
  return maskAddress(text.replace(privateKey, `$1\n${MASK}\n$2`))
    .replace(assigned, (whole, name: string, sign: string) =>
      isSecret(name) ? `${name}${sign}${MASK}` : whole,
    )
    .replace(pairOfChpasswd, `$1:${MASK}`)
    .replace(listOfChpasswd, (block) => block.replace(pairOfList, `$1:${MASK}`));
}

/** User data is base64 of a script: what is secret in the script is masked, and the rest goes on being a script. */
function maskUserData(encoded: string): string {
  let script: string;
  try {
    script = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.fromBase64(encoded));
  } catch {
    // Compressed, or no base64 at all: nobody can say what is in it.
    return MASK;
  }
  const masked = maskText(script);
  return masked === script ? encoded : new TextEncoder().encode(masked).toBase64();
}

function maskString(name: string, text: string): string {
  if (isSecret(name)) return MASK;
  if (name === 'user_data') return maskUserData(text);
  return text.includes('\n') ? maskText(text) : maskAddress(text);
}

function maskValue(name: string, value: unknown, parent: string, depth = 0): unknown {
  if (depth > DEEPEST) return MASK;
  if (typeof value === 'string') {
    // The body of Keystone's token method: `{"token": {"id": "gAAAA…"}}`.
    return parent === 'token' && name === 'id' ? MASK : maskString(name, value);
  }
  if (typeof value === 'number') return isSecret(name) ? MASK : value;
  // `{"methods": ["password"]}` is no secret: the name of a list is that of what is in it.
  if (Array.isArray(value)) return value.map((each) => maskValue(name, each, parent, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, maskValue(key, inner, name, depth + 1)]),
  );
}

/**
 * Masks the secrets of a JSON text by the names they bear; what is no JSON is masked as text.
 * User data is shown, with what is secret in it masked.
 */
export function maskJson(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return maskText(text);
  }
  return JSON.stringify(maskValue('', value, ''));
}
