const { keypairs } = cloud.compute;

const mine = await keypairs.find('demokey');
const keypair = mine ?? (await keypairs.create({ name: 'demokey' }));

console.log(`${keypair.name}  ${keypair.fingerprint}`);

const [firstLine, ...otherLines] = keypair.private_key?.trim().split('\n') ?? [];
console.log(
  firstLine === undefined
    ? 'The pair was here already. Its private half is never told twice.'
    : `Private half: ${firstLine} and ${otherLines.length} lines more`,
);
