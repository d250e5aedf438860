import { type Program, type ProgramContext, ProgramError } from '../../../machines/program.ts';
import { mariadbd } from '../../../machines/programs/mariadb.ts';
import { Accounts } from '../../../machines/programs/mariadb-accounts.ts';
import { rabbitmqServer } from '../../../machines/programs/rabbitmq.ts';
import { quote } from '../../../machines/shell/quote.ts';

/** What the images of databases and brokers begin with: it reads their variables, then becomes the server. */
export const entrypoint: Program = async (context) => {
  const [server, ...rest] = context.args;
  if (server === 'mariadbd' || server === 'mysqld') {
    await prepareDatabase(context);
    return await mariadbd({ ...context, args: rest });
  }
  if (server === 'rabbitmq-server') {
    prepareBroker(context);
    return await rabbitmqServer({ ...context, args: rest });
  }
  return await context.script({
    script: context.args.map(quote).join(' '),
    input: context.input,
    inPlace: true,
  });
};

async function prepareDatabase({ env, machine, print }: ProgramContext): Promise<void> {
  const given = (name: string): string | undefined => env.get(`MARIADB_${name}`) ?? env.get(`MYSQL_${name}`);
  const root =
    given('ROOT_PASSWORD') ??
    ((given('ALLOW_EMPTY_ROOT_PASSWORD') ?? given('ALLOW_EMPTY_PASSWORD')) ? '' : undefined);
  const accounts = await Accounts.open(machine.sql('/var/lib/mysql/mysql'));
  if (await accounts.exists('root', '%')) return;
  if (root === undefined)
    throw new ProgramError(
      '[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n    You need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD (or their MYSQL_ names)',
    );
  print('[Note] [Entrypoint]: Initializing database files\n');
  const database = given('DATABASE');
  const user = given('USER');
  if (database !== undefined) await accounts.addDatabase(database);
  if (user !== undefined)
    for (const host of ['localhost', '%']) await accounts.setPassword(user, host, given('PASSWORD') ?? '');
  for (const host of ['localhost', '%']) await accounts.setPassword('root', host, root);
  print('[Note] [Entrypoint]: MariaDB init process done. Ready for start up.\n');
}

function prepareBroker({ env, machine }: ProgramContext): void {
  const user = env.get('RABBITMQ_DEFAULT_USER');
  if (user === undefined || machine.tree.find('/var/lib/rabbitmq/users.json')) return;
  machine.writeText(
    '/var/lib/rabbitmq/users.json',
    JSON.stringify({ [user]: env.get('RABBITMQ_DEFAULT_PASS') ?? 'guest' }),
    0o640,
  );
}
