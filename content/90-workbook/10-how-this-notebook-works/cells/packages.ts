import { z } from 'zod';

const order = z.object({ name: z.string(), vcpus: z.number().int().positive() });
const read = order.safeParse({ name: 'web', vcpus: 0 });

console.log(read.success ? 'The order can be sent.' : z.prettifyError(read.error));
