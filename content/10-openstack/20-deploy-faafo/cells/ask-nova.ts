const suspect = await cloud.compute.servers.get(controller);
console.log(`Nova: ${suspect.name} is ${suspect.status}.`);

const screen = await cloud.compute.servers.consoleLog(controller);
console.log(`Its console ends with:\n${screen.trimEnd().split('\n').slice(-3).join('\n')}`);
