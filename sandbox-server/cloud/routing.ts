import type { Exchange, Route } from './route.ts';

/** What the routes of a service have for a path and a method. */
export type Match =
  | { kind: 'found'; route: Route; candidates: Route[]; params: Map<string, string> }
  | { kind: 'wrong-method'; allowed: string[] }
  | { kind: 'missing' };

/** Finds the route of a request. A literal wins over a parameter; HEAD is served by GET. */
export function findRoute(routes: readonly Route[], { path, request }: Exchange): Match {
  const segments = path.split('/');
  const matching = routes
    .map((route) => ({ route, params: matchPath(route.path, segments) }))
    .filter((each) => each.params !== null)
    .sort((first, second) => (first.params?.size ?? 0) - (second.params?.size ?? 0));
  const method = request.method;
  const exact = matching.filter((each) => each.route.method === method);
  const serving =
    exact.length === 0 && method === 'HEAD' ? matching.filter((each) => each.route.method === 'GET') : exact;
  const best = serving[0];
  if (best?.params) {
    const candidates = serving
      .filter((each) => each.route.path === best.route.path)
      .map((each) => each.route);
    return { kind: 'found', route: best.route, candidates, params: best.params };
  }
  if (matching.length > 0) {
    return { kind: 'wrong-method', allowed: [...new Set(matching.map((each) => each.route.method))] };
  }
  return { kind: 'missing' };
}

function matchPath(pattern: string, segments: readonly string[]): Map<string, string> | null {
  const parts = pattern.split('/');
  if (parts.length !== segments.length) {
    return null;
  }
  const params = new Map<string, string>();
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{') && segment !== '') {
      params.set(part.slice(1, -1), decode(segment));
    } else if (part !== segment) {
      return null;
    }
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) {
      return segment;
    }
    throw error;
  }
}
