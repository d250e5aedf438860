import { Fault } from '../../fault.ts';

/** A refusal by Neutron's name for it. */
export function fault(status: number, type: string, message: string): Fault {
  return new Fault(status, message, { type });
}

/** A request that Neutron's API layer refuses: a bad attribute, a bad query. */
export function badRequest(message: string): Fault {
  return fault(400, 'HTTPBadRequest', message);
}

/** A value that Neutron's plugins refuse. */
export function invalidInput(message: string): Fault {
  return fault(400, 'InvalidInput', `Invalid input for operation: ${message}.`);
}

/** `Bad router request: …` */
export function badResource(resource: string, message: string): Fault {
  return fault(400, 'BadRequest', `Bad ${resource} request: ${message}.`);
}

/** A call, or an attribute of one, that policy does not let this caller make. */
export function forbidden(policy: string, attribute?: string): Fault {
  const rule =
    attribute === undefined ? `rule:${policy}` : `(rule:${policy} and rule:${policy}:${attribute})`;
  return fault(403, 'PolicyNotAuthorized', `${rule} is disallowed by policy`);
}

/** No network with this id that the caller may see. */
export const networkNotFound = (id: string): Fault =>
  fault(404, 'NetworkNotFound', `Network ${id} could not be found.`);

/** No subnet with this id that the caller may see. */
export const subnetNotFound = (id: string): Fault =>
  fault(404, 'SubnetNotFound', `Subnet ${id} could not be found.`);

/** No port with this id that the caller may see. */
export const portNotFound = (id: string): Fault =>
  fault(404, 'PortNotFound', `Port ${id} could not be found.`);

/** No router with this id that the caller may see. */
export const routerNotFound = (id: string): Fault =>
  fault(404, 'RouterNotFound', `Router ${id} could not be found`);

/** No floating IP with this id that the caller may see. */
export const floatingIpNotFound = (id: string): Fault =>
  fault(404, 'FloatingIPNotFound', `Floating IP ${id} could not be found`);

/** No security group with this id that the caller may see. */
export const groupNotFound = (id: string): Fault =>
  fault(404, 'SecurityGroupNotFound', `Security group ${id} does not exist`);

/** No security group rule with this id that the caller may see. */
export const ruleNotFound = (id: string): Fault =>
  fault(404, 'SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`);
