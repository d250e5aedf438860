/** A refusal in the Engine API's form: `{"message": …}` with a status. */
export class DockerFault extends Error {
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DockerFault';
    this.status = status;
  }
}

/** 404 */
export const notFound = (message: string): DockerFault => new DockerFault(404, message);
/** 409 */
export const conflict = (message: string): DockerFault => new DockerFault(409, message);
/** 400 */
export const badRequest = (message: string, cause?: unknown): DockerFault =>
  new DockerFault(400, message, { cause });
