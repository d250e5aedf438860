const path = await floatingIps.get(floatingIp);
console.log(`Neutron: ${path.floating_ip_address} is ${path.status} and leads to ${path.fixed_ip_address}.`);

await showRules(controlGroup);
