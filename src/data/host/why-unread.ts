/** What the system refuses, in words that follow a file's name. */
export function whyUnread(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return "isn't there";
    case 'EISDIR':
      return 'is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    case 'ELOOP':
      return 'is a link that leads in a circle';
    default:
      return `can't be read (${code ?? String(cause)})`;
  }
}
