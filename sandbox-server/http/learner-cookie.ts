import { parseCookie, stringifySetCookie } from 'cookie';
import { sign, unsign } from 'cookie-signature';

const NAME = 'workbook';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The learner's id that a request's cookies prove, if they do: the cookie is signed with this server's key. */
export function readLearnerCookie(header: string | undefined, key: string): string | undefined {
  const kept = header === undefined ? undefined : parseCookie(header)[NAME];
  if (kept === undefined) return undefined;
  const id = unsign(kept, key);
  return id === false ? undefined : id;
}

/** The `Set-Cookie` header by which a browser forgets who it was. */
export function clearLearnerCookie(secure: boolean): string {
  return stringifySetCookie({
    name: NAME,
    value: '',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/',
    maxAge: 0,
  });
}

/** The `Set-Cookie` header that lets a browser prove who it is; no script can read it. */
export function writeLearnerCookie(id: string, key: string, secure: boolean): string {
  return stringifySetCookie({
    name: NAME,
    value: sign(id, key),
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/',
    maxAge: YEAR_SECONDS,
  });
}
