import { describe, expect, it } from 'vitest';
import {
  defaultConfigFile,
  parseDatabaseUrl,
  parseTransportUrl,
  readFaafoConfig,
} from '../../../sandbox-server/faafo/config.ts';

const defaults = {
  listenAddress: '0.0.0.0',
  bindPort: 80,
  databaseUrl: 'sqlite:////tmp/sqlite.db',
  transportUrl: 'amqp://guest:guest@localhost:5672//',
  endpointUrl: 'http://localhost',
  debug: false,
};

describe('faafo.conf', () => {
  it.each([
    ['empty', ''],
    ['as the package installs it', defaultConfigFile],
  ])('%s has the defaults of the original', (_, text) => {
    expect(readFaafoConfig(text)).toEqual(defaults);
  });

  it('is obeyed: the group DEFAULT, without comments, the last of two lines', () => {
    const text = `
; a comment
[DEFAULT]
bind_port = 8080
listen_address=127.0.0.1
endpoint_url : http://10.0.0.5
debug = True
unknown = whatever
bind_port = 81
[other]
database_url = mysql://x`;
    expect(readFaafoConfig(text)).toEqual({
      ...defaults,
      bindPort: 81,
      listenAddress: '127.0.0.1',
      endpointUrl: 'http://10.0.0.5',
      debug: true,
    });
  });

  it.each([
    ['bind_port = high', 'bind_port must be a port number'],
    ['bind_port = 70000', 'bind_port must be a port number'],
    ['[DEFAULT]\nwhat is this', 'Line 2 is no "name = value": what is this'],
  ])('with %j is refused in words', (text, words) => {
    expect(() => readFaafoConfig(text)).toThrow(words);
  });
});

describe('database_url', () => {
  it.each([
    ['sqlite:////tmp/sqlite.db', { kind: 'sqlite', path: '/tmp/sqlite.db' }],
    ['sqlite:///faafo.db', { kind: 'sqlite', path: 'faafo.db' }],
    ['sqlite://', { kind: 'sqlite', path: ':memory:' }],
    [
      'mysql+pymysql://faafo:p%40ss@10.0.0.9:3307/faafo',
      { kind: 'mysql', host: '10.0.0.9', port: 3307, user: 'faafo', password: 'p@ss', database: 'faafo' },
    ],
    [
      'mysql://root:password@localhost/faafo',
      { kind: 'mysql', host: 'localhost', port: 3306, user: 'root', password: 'password', database: 'faafo' },
    ],
  ])('%s is understood', (url, address) => {
    expect(parseDatabaseUrl(url)).toEqual(address);
  });

  it.each(['postgresql://x/y', 'nonsense'])('%s is refused', (url) => {
    expect(() => parseDatabaseUrl(url)).toThrow('database_url');
  });
});

describe('transport_url', () => {
  it.each([
    [
      'amqp://guest:guest@localhost:5672//',
      { host: 'localhost', port: 5672, user: 'guest', password: 'guest', vhost: '/' },
    ],
    [
      'amqp://faafo:guest@10.0.0.5:5672/',
      { host: '10.0.0.5', port: 5672, user: 'faafo', password: 'guest', vhost: '/' },
    ],
    [
      'amqp://10.0.0.5/class',
      { host: '10.0.0.5', port: 5672, user: 'guest', password: 'guest', vhost: 'class' },
    ],
  ])('%s is understood', (url, address) => {
    expect(parseTransportUrl(url)).toEqual(address);
  });

  it.each(['http://x', 'x'])('%s is refused', (url) => {
    expect(() => parseTransportUrl(url)).toThrow('transport_url');
  });
});
