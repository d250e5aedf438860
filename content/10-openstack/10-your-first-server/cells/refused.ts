import { OpenStackError } from 'openstack';

try {
  await cloud.compute.flavors.get('enormous');
} catch (error) {
  if (!(error instanceof OpenStackError)) throw error;
  console.log(`${error.service} answered ${error.status}: ${error.words}`);
  console.log(`The request's id, for those who run the cloud: ${error.requestId}`);
}
