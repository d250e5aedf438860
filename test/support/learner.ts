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

/**
 * Becomes a new learner of a running workbook, as a browser does.
 * @returns what the server said, the cookie that proves who it is, and how to fetch what is the learner's own
 */
export async function newLearner(url: string) {
  const answer = await fetch(`${url}/api/sessions`, { method: 'POST', headers: { origin: url } });
  if (!answer.ok) throw new Error(`POST /api/sessions answered ${answer.status}: ${await answer.text()}`);
  const body = welcome.parse(await answer.json());
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const get = async (path: string): Promise<Response> =>
    fetch(`${url}/api/sessions/current${path}`, { headers: { cookie } });
  return { ...body, cookie, get };
}
