import { readFileSync } from 'node:fs';
import { Bash, defineCommand } from 'just-bash';
import { describe, expect, it } from 'vitest';
import { defaultConfigFile, readFaafoConfig } from '../../../sandbox-server/faafo/config.ts';

const script = readFileSync(new URL('../../../sandbox-server/faafo/install.sh', import.meta.url), 'utf8');

/** Runs the script on a bare machine whose commands only note that they were called. */
async function install(args: string, distribution: string | undefined = 'ubuntu') {
  const called: string[] = [];
  const names = ['apt-get', 'dnf', 'systemctl', 'supervisorctl', 'mysql', 'faafo', 'curl', 'sleep'];
  const bash = new Bash({
    files: {
      '/install.sh': script,
      ...(distribution ? { '/etc/os-release': `ID=${distribution}\n` } : {}),
      '/etc/faafo/faafo.conf': defaultConfigFile,
      '/etc/supervisor/conf.d/other.conf': '',
    },
    customCommands: names.map((name) =>
      defineCommand(name, async (words) => {
        called.push([name, ...words].join(' '));
        return { stdout: '', stderr: '', exitCode: 0 };
      }),
    ),
  });
  const { exitCode, stdout } = await bash.exec(`bash /install.sh ${args}`);
  const read = async (path: string): Promise<string> =>
    (await bash.fs.exists(path)) ? bash.fs.readFile(path) : '';
  return {
    exitCode,
    stdout,
    called,
    config: readFaafoConfig(await read('/etc/faafo/faafo.conf')),
    supervised: await read('/etc/supervisor/conf.d/faafo.conf'),
    file: read,
  };
}

describe('install.sh', () => {
  it('makes a controller', async () => {
    const { exitCode, called, config, supervised } = await install('-i messaging -i faafo -r api');
    expect(exitCode).toBe(0);
    expect(called).toEqual([
      'apt-get update',
      'apt-get install -y rabbitmq-server',
      'systemctl enable rabbitmq-server',
      'systemctl restart rabbitmq-server',
      'apt-get install -y supervisor',
      'apt-get install -y faafo',
      'systemctl enable supervisor',
      'systemctl start supervisor',
      'supervisorctl reread',
      'supervisorctl update',
    ]);
    expect(supervised).toContain('[program:faafo_api]\ncommand=/usr/local/bin/faafo-api\npriority=10\n');
    expect(supervised).not.toContain('faafo_worker');
    expect(config).toMatchObject({
      endpointUrl: 'http://127.0.0.1',
      transportUrl: 'amqp://guest:guest@localhost:5672/',
      databaseUrl: 'sqlite:////tmp/sqlite.db',
    });
  });

  it('makes a worker that knows its controller', async () => {
    const { config, supervised } = await install(
      "-i faafo -r worker -e 'http://10.0.0.5' -m 'amqp://guest:guest@10.0.0.5:5672/'",
    );
    expect(config).toMatchObject({
      endpointUrl: 'http://10.0.0.5',
      transportUrl: 'amqp://guest:guest@10.0.0.5:5672/',
    });
    expect(supervised).toContain(
      '[program:faafo_worker]\ncommand=/usr/local/bin/faafo-worker\npriority=20\n',
    );
  });

  it('makes the services, reachable from other machines', async () => {
    const { called, file } = await install('-i database -i messaging');
    expect(called.filter((line) => line.startsWith('apt-get install'))).toEqual([
      'apt-get install -y mariadb-server',
      'apt-get install -y rabbitmq-server',
    ]);
    expect(called.join('\n')).toContain("CREATE USER IF NOT EXISTS 'faafo'@'%' IDENTIFIED BY 'password'");
    expect(await file('/etc/mysql/mariadb.conf.d/60-faafo.cnf')).toBe('[mysqld]\nbind-address = 0.0.0.0\n');
    expect(await file('/etc/rabbitmq/rabbitmq.conf')).toBe('loopback_users = none\n');
  });

  it('makes an API whose database is elsewhere', async () => {
    const { config } = await install(
      "-i faafo -r api -m 'amqp://guest:guest@10.0.0.9:5672/' -d 'mysql+pymysql://faafo:password@10.0.0.9:3306/faafo'",
    );
    expect(config.databaseUrl).toBe('mysql+pymysql://faafo:password@10.0.0.9:3306/faafo');
  });

  it('uses the database that it installs, whatever was said', async () => {
    const { config } = await install("-i database -i faafo -r api -d 'sqlite:////tmp/other.db'");
    expect(config.databaseUrl).toBe('mysql://root:password@localhost/faafo');
  });

  it('makes everything on one machine, and a first fractal', async () => {
    const { called, supervised } = await install('-i faafo -i messaging -r api -r worker -r demo');
    expect(called.at(-1)).toBe('faafo --endpoint-url http://127.0.0.1 --debug create');
    expect(supervised.match(/^\[program:.*$/gm)).toEqual(['[program:faafo_api]', '[program:faafo_worker]']);
  });

  it('makes no demonstration without an API, and passes over what it does not know', async () => {
    const { exitCode, called } = await install('-i nonsense -r demo');
    expect([exitCode, called]).toEqual([0, ['apt-get update']]);
  });

  it('keeps one entry for each program when it runs again', async () => {
    const { supervised } = await install('-i faafo -r api; bash /install.sh -i faafo -r api');
    expect(supervised.match(/program:faafo_api/g)).toHaveLength(1);
  });

  it.each([
    ['-x', 'ubuntu', 'error: unknown option -x\n'],
    ['-i', 'debian', 'error: option -i requires an argument\n'],
    ['-i faafo', 'arch', 'error: distribution arch not supported\n'],
    ['-i faafo', undefined, 'error: cannot detect the distribution, there is no /etc/os-release\n'],
  ])('ends with 1 for "%s" on %s', async (args, distribution, words) => {
    const { exitCode, stdout, called } = await install(args, distribution ?? '');
    expect([exitCode, stdout, called]).toEqual([1, words, []]);
  });
});
