/** An id with its name. */
export interface Named {
  id: string;
  name: string;
}

/** Who makes a call: what a token says. */
export interface Caller {
  /** The token itself, to be forwarded when one service asks another in the caller's name. */
  token: string;
  user: Named & { domain: Named };
  project: (Named & { domain: Named }) | null;
  roles: string[];
  /** Has the role `admin`. */
  admin: boolean;
  /** Is a service of the cloud, or is a user for whom one asks. */
  service: boolean;
}

const NO_DOMAIN: Named = { id: '', name: '' };

/** The caller of a route that asks for no token. */
export const nobody: Caller = {
  token: '',
  user: { id: '', name: '', domain: NO_DOMAIN },
  project: null,
  roles: [],
  admin: false,
  service: false,
};
