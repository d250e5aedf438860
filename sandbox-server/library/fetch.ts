import { currentRun, runSignal } from './channel.ts';

const ipv4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;

/**
 * The address to ask for in place of `address`: an IPv4 address of the learner's cloud is not on this
 * machine's network, so the server carries the request into the virtual one.
 * @param proxy the server's door into the virtual network, such as `http://127.0.0.1:4321/at`
 */
export function throughProxy(address: URL, proxy: URL): URL {
  const own = address.host === proxy.host || address.hostname.startsWith('127.');
  if (address.protocol !== 'http:' || !ipv4.test(address.hostname) || own) return address;
  const carried = new URL(proxy);
  const door = proxy.pathname.replace(/\/$/, '');
  carried.pathname = `${door}/${address.hostname}/${address.port || '80'}${address.pathname}`;
  carried.search = address.search;
  return carried;
}

/** By this header the server knows, of a call to the learner's cloud, which run made it. It goes no further. */
const runHeader = 'x-workbook-run';

/** Whether an address is one of the learner's cloud, which is at the same server as the way into its network. */
function isOfCloud(address: URL, proxy: URL): boolean {
  return address.origin === proxy.origin && address.pathname.startsWith('/cloud/');
}

/** `fetch` for cells: reaches the virtual network, and stops when the run is interrupted. */
export function cellFetch(realFetch: typeof fetch, proxy: URL | undefined): typeof fetch {
  return async function fetch(input, init) {
    const request = new Request(input, init);
    const ending = runSignal();
    const signal = ending ? AbortSignal.any([request.signal, ending]) : request.signal;
    const asked = new URL(request.url);
    const run = currentRun();
    if (proxy && run !== undefined && isOfCloud(asked, proxy)) request.headers.set(runHeader, run);
    const target = proxy ? throughProxy(asked, proxy) : asked;
    return realFetch(target === asked ? request : new Request(target, request), { signal });
  };
}
