import { connect } from 'openstack';

const cloud = await connect();

console.log(`You are ${cloud.user.name}.`);
console.log(`You work in the project ${cloud.project.name}.`);
