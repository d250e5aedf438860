const found = await floatingIps.get(floatingIp);
console.log(`Neutron: ${found.floating_ip_address} is ${found.status}.`);
console.log(`It leads to ${found.fixed_ip_address}.`);

await showRules(controlGroup);
