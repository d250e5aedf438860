import type { Program } from '../program.ts';
import { mariadbd } from './mariadb.ts';
import { mysql } from './mysql.ts';
import { rabbitmqctl, rabbitmqServer } from './rabbitmq.ts';

/** Servers that other programs need, and their clients, by name. */
export const serverPrograms: ReadonlyMap<string, Program> = new Map([
  ['mariadb', mysql],
  ['mariadbd', mariadbd],
  ['mysql', mysql],
  ['rabbitmq-server', rabbitmqServer],
  ['rabbitmqctl', rabbitmqctl],
]);
