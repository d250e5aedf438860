const suspect = await cloud.compute.servers.get(controller);
console.log(`Nova: ${suspect.name} is ${suspect.status}.`);

const written = await cloud.compute.servers.consoleLog(controller);
const lines = written.trimEnd().split('\n');
console.log(`Its console ends with:\n${lines.slice(-4).join('\n')}`);
