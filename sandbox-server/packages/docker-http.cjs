/**
 * Node's `http` as dockerode finds it in a kernel. Its engine is behind a path, as the `docker` command
 * understands it (`tcp://127.0.0.1:4321/docker/…`), and dockerode reads of DOCKER_HOST only the host and the
 * port: so requests to that host and port are led to the path.
 */
const http = require('node:http');

function door() {
  const address = process.env.DOCKER_HOST;
  return address?.startsWith('tcp://') ? URL.parse(address.replace('tcp://', 'http://')) : null;
}

function leadTo(options) {
  const to = door();
  const isThere = to !== null && options.hostname === to.hostname && String(options.port) === to.port;
  const prefix = to?.pathname.replace(/\/$/, '');
  if (!isThere || !prefix || options.path.startsWith(`${prefix}/`)) return options;
  return { ...options, path: `${prefix}${options.path}` };
}

module.exports = { ...http, request: (options, listener) => http.request(leadTo(options), listener) };
