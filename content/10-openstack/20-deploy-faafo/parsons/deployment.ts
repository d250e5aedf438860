const network = await makeNetwork();
const router = await joinToPublic(network);
const control = await makeGroup('control'); // first
const controller = await boot(network, control); // after 2, 3
const worker = await boot(network, controller);
await floatingIp(controller); // after 4
await logInTo(controller); // distractor
