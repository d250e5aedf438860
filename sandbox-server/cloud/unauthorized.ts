import type { Answer, Exchange } from './route.ts';

/** Where a client is sent to get a token. */
export function challenge(exchange: Exchange): string {
  return `Keystone uri="${exchange.root}/identity/v3"`;
}

/** The 401 that keystonemiddleware gives in front of Nova, Neutron and Cinder. */
export function keystoneUnauthorized(exchange: Exchange): Answer {
  return {
    status: 401,
    headers: { 'content-type': 'application/json', 'www-authenticate': challenge(exchange) },
    body: {
      error: {
        code: 401,
        title: 'Unauthorized',
        message: 'The request you have made requires authentication.',
      },
    },
  };
}
