/**
 * What a step of a trace says, by its reason. The words in braces are the step's facts, so that a page in
 * another language can say the same from the same facts.
 */
export const sentences = {
  loopback: '{machine} speaks to itself: the packet never leaves it, and no security group looks at it.',
  'no-card': '{machine} has no network card: it is plugged into no network.',
  leaves: '{machine} sends {what} for {to} from its address {from}, on subnet {subnet}.',
  'card-off': 'The port {from} is switched off (admin_state_up is false): nothing goes in or out.',
  'no-gateway': 'Subnet {subnet} has no gateway: no way leads from {machine} to {to}.',
  'gateway-missing':
    'Nobody answers at {gateway}, the gateway of subnet {subnet}: no router has an interface there.',
  'no-port-security': 'Port security is switched off on this port: no security group looks at the packet.',
  'rule-out': 'Security group {group} lets it out: {rule}.',
  'rule-in': 'Security group {group} lets it in: {rule}.',
  'no-rule-out':
    'No rule of {groups} lets {what} out to {remote}: the packet is dropped, and nobody is told.',
  'no-rule-in':
    'No rule of {groups} lets {what} in from {remote}: the packet is dropped, and nobody is told.',
  'no-group': 'The port is in no security group: every packet is dropped, and nobody is told.',
  'network-off': 'Network {network} is switched off (admin_state_up is false): it carries nothing.',
  'router-off': 'Router {router} is switched off (admin_state_up is false): it forwards nothing.',
  'router-forwards': 'Router {router} carries it over to subnet {subnet}.',
  'router-route': 'Router {router} has a route for {destination}: it goes on by {nextHop}.',
  'router-loop': 'The routers send it in a circle: it is given up after {hops} of them.',
  'router-no-gateway': 'Router {router} has no external gateway: it knows the way to its own subnets only.',
  'router-translates': 'Router {router} sends it out to network {network}; there {from} is seen as {seen}.',
  'router-keeps-address':
    'Router {router} has source NAT switched off: the answer to {from} would not find back.',
  'router-answers': 'Router {router} itself has the address {to}, and answers.',
  'router-refuses': 'Router {router} itself has the address {to}, and nobody listens there.',
  'not-a-router': 'The next hop {nextHop} is not a router: it forwards nothing.',
  'floating-translates': 'Router “{router}” rewrites {floating} to {fixed}.',
  'floating-free': 'Floating IP {to} is associated with no port: nobody answers there.',
  'floating-no-router': 'Floating IP {to} has no router that leads to its port: nobody answers there.',
  'outside-sends': 'Out on the internet, {from} sends {what} to {to}.',
  'outside-private': '{to} is no floating IP: from the internet no way leads there.',
  'outside-answers': '{host}, out on the internet, answers at {to}.',
  'outside-refuses': '{host}, out on the internet, does not listen on {what}.',
  'outside-silent': 'Out on the internet nobody answers at {to}.',
  'nobody-there': 'Nobody on network {network} has the address {to}.',
  'no-machine': 'The address {to} belongs to a port that no running server has.',
  'machine-off': '{machine} is not running: nobody answers at {to}.',
  'no-way-back': 'Subnet {subnet} has no gateway: the answer of {machine} to {remote} would not find back.',
  listens: 'On {machine} somebody listens on {what}: the connection stands.',
  pong: '{machine} answers the ping.',
  'nobody-listens': 'The packet reaches {machine}, and nobody listens on {what} there: it refuses at once.',
  'listens-elsewhere':
    'On {machine} somebody listens on {what}, at {listener} alone: at {to} it refuses at once.',
} as const;

/** Why a packet went on, or did not. */
export type Reason = keyof typeof sentences;

/** The sentence of a reason with its facts put in. */
export const sentenceOf = (reason: Reason, facts: Readonly<Record<string, string>>): string =>
  sentences[reason].replace(/\{(\w+)\}/g, (braced, name: string) => facts[name] ?? braced);
