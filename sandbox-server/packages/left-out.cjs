/**
 * Stands for the parts of dockerode that a kernel cannot use: SSH, and the sessions of BuildKit. They may be
 * named; whoever calls one hears why it is not there.
 */
function refuse() {
  throw new Error(
    'This copy of dockerode speaks HTTP only: ssh:// hosts and BuildKit sessions are left out.',
  );
}

const refusing = new Proxy(refuse, { get: () => refusing, construct: refuse });
module.exports = refusing;
