import { connect } from 'openstack';

const cloud = await connect();

const already = await cloud.compute.servers.list();
console.log(`Project ${cloud.project.name}: ${already.length} servers so far.`);
