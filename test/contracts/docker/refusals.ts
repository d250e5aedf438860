import type { Step } from './step.ts';

/** Steps: unknown. */
export const unknown: readonly Step[] = [
  ...(['json', 'logs?stdout=1', 'top', 'changes', 'stats?stream=0'] as const).map(
    (what): Step => ({
      name: `GET ${what} of no container`,
      method: 'GET',
      path: `/containers/nosuch/${what}`,
      status: 404,
      message: 'No such container: nosuch',
    }),
  ),
  ...(
    ['start', 'stop', 'pause', 'unpause', 'restart', 'wait', 'rename?name=other', 'resize?h=1&w=1'] as const
  ).map(
    (what): Step => ({
      name: `POST ${what} of no container`,
      method: 'POST',
      path: `/containers/nosuch/${what}`,
      status: 404,
      message: 'No such container: nosuch',
    }),
  ),
  {
    name: 'remove no container',
    method: 'DELETE',
    path: '/containers/nosuch',
    status: 404,
    message: 'No such container: nosuch',
  },
  {
    name: 'no image',
    method: 'GET',
    path: '/images/nosuch/json',
    status: 404,
    message: 'no such image: nosuch: No such image: nosuch:latest',
  },
  {
    name: 'history of no image',
    method: 'GET',
    path: '/images/nosuch/history',
    status: 404,
    message: 'No such image: nosuch:latest',
  },
  {
    name: 'remove no image',
    method: 'DELETE',
    path: '/images/nosuch',
    status: 404,
    message: 'No such image: nosuch:latest',
  },
  {
    name: 'tag no image',
    method: 'POST',
    path: '/images/nosuch/tag?repo=a&tag=b',
    status: 404,
    message: 'No such image: nosuch:latest',
  },
  {
    name: 'a container of no image',
    method: 'POST',
    path: '/containers/create',
    body: { Image: 'nosuch' },
    status: 404,
    message: 'No such image: nosuch:latest',
  },
  {
    name: 'no network',
    method: 'GET',
    path: '/networks/nosuch',
    status: 404,
    message: 'network nosuch not found',
  },
  {
    name: 'no volume',
    method: 'GET',
    path: '/volumes/nosuch',
    status: 404,
    message: 'get nosuch: no such volume',
  },
  {
    name: 'no exec',
    method: 'GET',
    path: '/exec/nosuch/json',
    status: 404,
    message: 'No such exec instance: nosuch',
  },
  { name: 'no such page', method: 'GET', path: '/nosuch', status: 404, message: 'page not found' },
];

/** Steps: kills. */
export const kills: readonly Step[] = [
  {
    name: 'kill no container',
    method: 'POST',
    path: '/containers/nosuch/kill',
    status: 404,
    message: 'Cannot kill container: nosuch: No such container: nosuch',
  },
];
