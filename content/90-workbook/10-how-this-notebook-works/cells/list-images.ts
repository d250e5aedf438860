import { connect } from 'openstack';

const cloud = await connect();
const images = await cloud.image.images.list();

images.map(({ name, status, visibility }) => ({ name, status, visibility }));
