const script = 'https://opendev.org/openstack/faafo/raw/contrib/install.sh';

/** What a server runs when it starts for the first time. */
function userData(options: string): string {
  return `#!/usr/bin/env bash\ncurl -L -s ${script} | bash -s -- ${options}\n`;
}

console.log(userData('-i messaging -i faafo -r api'));
