import { randomUUID } from 'node:crypto';
import canonicalize from 'canonicalize';
import sodium from 'libsodium-wrappers';
import { compareIds } from '../counting/order.js';

/**
 * A stage's keys as stored, in base64. The private key is readable only with the wrapping key from the configuration.
 */
export interface StageKeys {
  publicKey: string;
  wrappedPrivateKey: string;
}

/** A ballot as stored: a random alias and the ciphertext in base64. Nothing in it tells who cast it, when, or how. */
export interface SealedBallot {
  alias: string;
  ciphertext: string;
}

/** A ballot as it is sealed: what the stage's method takes, and the entries that its author is recused from. */
export interface WholeBallot {
  recused: string[];
  [vote: string]: unknown;
}

/** A ballot after the close, still known by its alias only. */
export interface OpenedBallot extends WholeBallot {
  alias: string;
}

const WRAPPING_KEY_BYTES = 32;

// A ballot's length would tell who is recused from how much, so all ballots of usual size are padded to one length.
const PADDING_BYTES = 4096;

/**
 * Generates a stage's key pair (X25519) and wraps the private key with the 32-byte key from the configuration
 * (XChaCha20-Poly1305; the stage id is authenticated, so keys cannot be moved to another stage). Throws a RangeError
 * when the wrapping key has another length.
 */
export async function generateStageKeys(stageId: string, wrappingKey: Uint8Array): Promise<StageKeys> {
  await readyFor(wrappingKey);
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  const nonce = sodium.randombytes_buf(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  const wrapped = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(privateKey, stageId, null, nonce, wrappingKey);
  sodium.memzero(privateKey);
  return { publicKey: encode(publicKey), wrappedPrivateKey: encode(new Uint8Array([...nonce, ...wrapped])) };
}

/** Seals a checked ballot to the stage's public key under a new random alias. Only {@link openBallots} can read it. */
export async function sealBallot(stageId: string, publicKey: string, ballot: WholeBallot): Promise<SealedBallot> {
  await sodium.ready;
  const alias = randomUUID();
  // Stage and alias are sealed in, so a ciphertext copied to another row or stage is found.
  const text = canonicalize({ stageId, alias, ballot })!;
  const padded = sodium.pad(sodium.from_string(text), PADDING_BYTES);
  return { alias, ciphertext: encode(sodium.crypto_box_seal(padded, decode(publicKey))) };
}

/**
 * Opens all ballots of a stage, sorted by alias. The private key leaves this function neither by
 * value nor by error. Rejects when the wrapping key is not the stage's, or when a ballot was
 * changed, copied or sealed for another stage.
 */
export async function openBallots(
  stageId: string,
  keys: StageKeys,
  wrappingKey: Uint8Array,
  ballots: readonly SealedBallot[],
): Promise<OpenedBallot[]> {
  await readyFor(wrappingKey);
  const privateKey = unwrap(stageId, keys, wrappingKey);
  try {
    const aliases = new Set(ballots.map(({ alias }) => alias));
    if (aliases.size < ballots.length) throw new Error('two ballots have the same alias');
    return ballots
      .map((sealed) => openBallot(stageId, keys.publicKey, privateKey, sealed))
      .sort((a, b) => compareIds(a.alias, b.alias));
  } finally {
    sodium.memzero(privateKey);
  }
}

function unwrap(stageId: string, keys: StageKeys, wrappingKey: Uint8Array): Uint8Array {
  const bytes = decode(keys.wrappedPrivateKey);
  const nonce = bytes.subarray(0, sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  const wrapped = bytes.subarray(nonce.length);
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, wrapped, stageId, nonce, wrappingKey);
  } catch {
    throw new Error(`the private key of stage ${stageId} cannot be unwrapped with the configured key`);
  }
}

function openBallot(stageId: string, publicKey: string, privateKey: Uint8Array, sealed: SealedBallot): OpenedBallot {
  const opened = plaintext(publicKey, privateKey, sealed);
  if (opened.stageId !== stageId || opened.alias !== sealed.alias)
    throw new Error(`ballot ${sealed.alias} was sealed for another stage or under another alias`);
  return { ...opened.ballot, alias: sealed.alias };
}

function plaintext(
  publicKey: string,
  privateKey: Uint8Array,
  { alias, ciphertext }: SealedBallot,
): { stageId: string; alias: string; ballot: WholeBallot } {
  try {
    const padded = sodium.crypto_box_seal_open(decode(ciphertext), decode(publicKey), privateKey);
    return JSON.parse(sodium.to_string(sodium.unpad(padded, PADDING_BYTES)));
  } catch {
    throw new Error(`ballot ${alias} cannot be opened: it was changed or sealed to another key`);
  }
}

async function readyFor(wrappingKey: Uint8Array): Promise<void> {
  if (wrappingKey.length !== WRAPPING_KEY_BYTES)
    throw new RangeError(`the wrapping key must have ${WRAPPING_KEY_BYTES} bytes, not ${wrappingKey.length}`);
  await sodium.ready;
}

function encode(bytes: Uint8Array): string {
  return sodium.to_base64(bytes, sodium.base64_variants.ORIGINAL);
}

function decode(text: string): Uint8Array {
  return sodium.from_base64(text, sodium.base64_variants.ORIGINAL);
}
