async function securityGroup(name: string, description: string) {
  const { securityGroups } = cloud.network;
  return (await securityGroups.find(name)) ?? (await securityGroups.create({ name, description }));
}

const workerGroup = await securityGroup('worker', 'for services that run on a worker node');
const controlGroup = await securityGroup('control', 'for services that run on a control node');
