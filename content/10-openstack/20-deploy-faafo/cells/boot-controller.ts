import { base64, type Server } from 'openstack';

function since(start: number): string {
  return `${((Date.now() - start) / 1000).toFixed(1).padStart(5)} s`;
}

/** Orders a server, or takes the one of this name, and waits until it is `ACTIVE`. */
async function boot(name: string, group: string, options: string): Promise<Server> {
  const { servers } = cloud.compute;
  const start = Date.now();
  const server =
    (await servers.find(name)) ??
    (await servers.create({
      name,
      imageRef: image.id,
      flavorRef: flavor.id,
      networks: [{ uuid: network.id }],
      key_name: keypair.name,
      security_groups: [{ name: group }],
      user_data: base64(userData(options)),
    }));
  return servers.waitFor(server, 'ACTIVE', {
    onStatus: (status) => console.log(`${since(start)}  ${name}  ${status}`),
  });
}

const controllerOptions = '-i messaging -i faafo -r api';
const controller = await boot('app-controller', 'control', controllerOptions);
