import { connect } from 'openstack';

const cloud = await connect();

console.log(`You are ${cloud.user.name}, and you work in the project ${cloud.project.name}.`);
