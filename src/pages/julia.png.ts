import type { APIRoute } from 'astro';
import { juliaStill } from '../components/julia-still.ts';

/** The picture of the home page, drawn when the site is built. */
export const GET: APIRoute = () =>
  new Response(juliaStill(1440, 640), { headers: { 'content-type': 'image/png' } });
