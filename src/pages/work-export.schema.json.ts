import type { APIRoute } from 'astro';
import { z } from 'zod';
import { workExport } from '../../sandbox-server/protocol/work.ts';

/** What is in the file in which a learner takes their work along, as a JSON schema. */
export const GET: APIRoute = () => Response.json(z.toJSONSchema(workExport));
