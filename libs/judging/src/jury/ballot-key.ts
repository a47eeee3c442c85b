/** The installation's key that wraps the stages' private keys; null in apps that neither make nor open ballot boxes. */
export class BallotKey {
  constructor(private readonly bytes: Uint8Array | null) {}

  /** The key's 32 bytes. Throws where the app was started without it. */
  reveal(): Uint8Array {
    if (!this.bytes) throw new Error('This app has no ballot key: only the worker makes and opens ballot boxes.');
    return this.bytes;
  }
}
