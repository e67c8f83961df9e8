import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Encrypts texts for keeping. `about` binds a sealed text to what it belongs to: it opens for nothing else. */
export interface Sealer {
  seal(text: string, about: string): string;
  /** Undefined where it was not sealed by one of the keys, was changed, or belongs to something else. */
  open(sealed: string, about: string): string | undefined;
  /** Whether it was sealed with another key than the one in use, and should be sealed again. */
  isOutdated(sealed: string): boolean;
}

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM. The first secret seals; the others only open what they sealed before. At least one. */
export function createSealer(secrets: readonly [string, ...string[]]): Sealer {
  const [current, ...former] = secrets;
  const key = keyOf(current);
  const keys = new Map([...former.map(keyOf), key].map((each) => [each.id, each]));
  return {
    seal(text, about) {
      const nonce = randomBytes(nonceBytes);
      const encrypting = createCipheriv(cipher, key.bytes, nonce).setAAD(Buffer.from(about));
      const encrypted = Buffer.concat([encrypting.update(text, 'utf8'), encrypting.final()]);
      const body = Buffer.concat([nonce, encrypting.getAuthTag(), encrypted]);
      return `v1.${key.id}.${body.toString('base64url')}`;
    },
    open(sealed, about) {
      const [version, id = '', body = ''] = sealed.split('.');
      const used = keys.get(id);
      const bytes = Buffer.from(body, 'base64url');
      if (version !== 'v1' || used === undefined || bytes.length < nonceBytes + tagBytes) {
        return undefined;
      }
      const decrypting = createDecipheriv(cipher, used.bytes, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decrypting.setAAD(Buffer.from(about));
      decrypting.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const text = decrypting.update(bytes.subarray(nonceBytes + tagBytes));
        return Buffer.concat([text, decrypting.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
    isOutdated: (sealed) => !sealed.startsWith(`v1.${key.id}.`),
  };
}

function keyOf(secret: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'paperround sealed text', 32));
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}
