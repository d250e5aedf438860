import type { Caller } from './caller.ts';

/**
 * Who may make a call. `open`: anybody, without a token. `token`: anybody with one. `project`: a token
 * scoped to a project. `admin`: the role `admin`. `service`: another service of the cloud.
 */
export type Rule = 'open' | 'token' | 'project' | 'admin' | 'service';

/** Whether `caller` may, by `rule`. Whether the thing asked for is theirs is the resource's own question. */
export function allows(rule: Rule, caller: Caller): boolean {
  switch (rule) {
    case 'open':
      return true;
    case 'token':
      return caller.user.id !== '';
    case 'project':
      return caller.project !== null;
    case 'admin':
      return caller.admin;
    case 'service':
      return caller.service;
  }
}
