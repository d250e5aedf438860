import type { Reason } from '../protocol/reason.ts';
import { inEnglish } from '../protocol/reason-in-english.ts';
import { readCloud, usualPlaces } from '../relay/clouds-file.ts';
import { FloatingAddresses } from '../relay/floating-addresses.ts';
import { RealCloud } from '../relay/real-cloud.ts';
import { Relay } from '../relay/relay.ts';
import { type CloudSide, NotOnThisCloud } from './cloud-side.ts';
import { noTerminals } from './terminals.ts';

const CONNECT_TIMEOUT_MILLISECONDS = 30_000;
const onRealCloud: Reason = { code: 'real-cloud-terminals' };

/** What a real cloud's side is made of. */
export interface RealSideParts {
  /** Its name in `clouds.yaml`. */
  name: string;
  verify(username: string, password: string): boolean;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}

async function reach(request: Request): Promise<Response> {
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(CONNECT_TIMEOUT_MILLISECONDS)]);
  try {
    return await fetch(new Request(request, { signal, redirect: 'manual' }));
  } catch (cause) {
    const code = codeOf(cause);
    throw Object.assign(new Error(`No connection to ${new URL(request.url).host}.`, { cause }), {
      code: code === 'UND_ERR_CONNECT_TIMEOUT' ? 'ETIMEDOUT' : code,
    });
  }
}

/**
 * A real cloud of a `clouds.yaml`; its credentials stay in this process.
 * @throws CloudsFileError, RealCloudError
 */
export async function openRealSide({ name, verify }: RealSideParts): Promise<CloudSide> {
  const entry = readCloud(name, usualPlaces(process.cwd()));
  const cloud = new RealCloud(entry, fetch, Date.now);
  await cloud.access();
  const relay = new Relay({ cloud, verify, now: Date.now });
  const addresses = new FloatingAddresses(cloud);
  return {
    name,
    door: relay,
    accounts: relay,
    userOf: (token) => relay.userOf(token),
    network: {
      async fetch(address, _port, request) {
        if (await addresses.includes(address)) return reach(request);
        throw Object.assign(new Error(`${address} is no floating IP of this project.`), {
          code: 'EHOSTUNREACH',
        });
      },
    },
    trace: () =>
      Promise.reject(new NotOnThisCloud('A real cloud lets nobody follow a packet. The pocket cloud does.')),
    reset: () =>
      Promise.reject(
        new NotOnThisCloud(
          'This cloud is real: nothing in it is deleted for you. Run the cell that cleans up.',
        ),
      ),
    remove: async () => undefined,
    removes: false,
    watchFractals: () => () => undefined,
    terminals: () => noTerminals(new NotOnThisCloud(inEnglish(onRealCloud), onRealCloud)),
    close: async () => undefined,
  };
}
