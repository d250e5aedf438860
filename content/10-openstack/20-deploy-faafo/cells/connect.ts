import { connect } from 'openstack';

const cloud = await connect();

console.log(`Project ${cloud.project.name}: ${(await cloud.compute.servers.list()).length} servers so far.`);
