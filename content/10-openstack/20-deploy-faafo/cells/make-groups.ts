async function securityGroup(name: string, description: string) {
  const { find, create } = cloud.network.securityGroups;
  return (await find(name)) ?? (await create({ name, description }));
}

const workerGroup = await securityGroup('worker', 'for services that draw');
const controlGroup = await securityGroup('control', 'for services that control');
