import type { Program } from '../../../machines/program.ts';

const TEXT = `
Hello from Docker!
This message shows that your (simulated) installation appears to be working correctly.

To generate this message, Docker took the following steps:
 1. The client asked the engine, which Get Out of My Cloud simulates, to run this image.
 2. The engine took the image "hello-world" from its registry, where it was not here yet.
 3. The engine made a new container of that image, and ran the program that you read now.
 4. The engine sent the program's output to the client, which wrote it to your terminal.

Try something with a shell next:
 $ docker run -it debian bash

`;

/** What the image `hello-world` runs. */
export const hello: Program = async ({ print }) => {
  print(TEXT);
  return 0;
};
