const keypair =
  (await cloud.compute.keypairs.find('demokey')) ??
  (await cloud.compute.keypairs.create({ name: 'demokey' }));

console.log(`${keypair.name}  ${keypair.fingerprint}`);
console.log(keypair.private_key ?? 'The pair was here already. Its private half is never told twice.');
