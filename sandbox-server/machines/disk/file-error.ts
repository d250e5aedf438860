const SENTENCES = {
  ENOENT: 'no such file or directory',
  EEXIST: 'file already exists',
  ENOTDIR: 'not a directory',
  EISDIR: 'illegal operation on a directory',
  ENOTEMPTY: 'directory not empty',
  ELOOP: 'too many levels of symbolic links',
  EINVAL: 'invalid argument',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EFBIG: 'file too large',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
  EBUSY: 'device or resource busy',
} as const;

/** The name of a system call's error. */
export type FileErrorCode = keyof typeof SENTENCES;

/** Why a file operation failed, in the words of the system call. */
export class FileError extends Error {
  readonly code: FileErrorCode;
  readonly path: string;

  constructor(code: FileErrorCode, operation: string, path: string) {
    super(`${code}: ${SENTENCES[code]}, ${operation} '${path}'`);
    this.name = 'FileError';
    this.code = code;
    this.path = path;
  }
}
