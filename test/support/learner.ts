import { z } from 'zod';

const welcome = z.object({
  learner: z.string(),
  cloud: z.object({
    auth_url: z.string(),
    username: z.string(),
    password: z.string(),
    project_id: z.string(),
  }),
});

/** Becomes a new learner of a running workbook, as a browser does. */
export async function newLearner(url: string) {
  const answer = await fetch(`${url}/api/sessions`, { method: 'POST' });
  const body = welcome.parse(await answer.json());
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const get = async (path: string): Promise<Response> =>
    fetch(`${url}/api/sessions/current${path}`, { headers: { cookie } });
  return { ...body, cookie, get };
}
