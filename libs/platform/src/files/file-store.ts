import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { FileStorage } from '@flystorage/file-storage';
import type { FilesConfig } from '../config/concerns.js';

/**
 * Where files are kept for good, by keys; a folder or a bucket. Whatever fails here is thrown as it
 * is. What speaks to them is loaded when it is opened: most processes have nothing to do with
 * files.
 */
export class FileStore {
  private constructor(private readonly storage: FileStorage) {}

  /** The storage that the configuration names: a path, or `s3://bucket/prefix`. */
  static async open({ storage, s3Endpoint }: Pick<FilesConfig, 'storage' | 's3Endpoint'>): Promise<FileStore> {
    const { FileStorage: Storage } = await import('@flystorage/file-storage');
    if (!storage.startsWith('s3://')) {
      await mkdir(storage, { recursive: true });
      const { LocalStorageAdapter } = await import('@flystorage/local-fs');
      return new FileStore(new Storage(new LocalStorageAdapter(storage)));
    }
    const { S3Client } = await import('@aws-sdk/client-s3');
    const { AwsS3StorageAdapter } = await import('@flystorage/aws-s3');
    const { host: bucket, pathname } = new URL(storage);
    // Servers that only speak S3's protocol have no names of buckets in their addresses, nor checksums of Amazon's.
    const own = s3Endpoint && { endpoint: s3Endpoint, forcePathStyle: true };
    const client = new S3Client({
      ...own,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    return new FileStore(new Storage(new AwsS3StorageAdapter(client, { bucket, prefix: pathname.slice(1) })));
  }

  /** Keeps a file of this machine under a key; what is there under it is replaced. */
  async put(key: string, path: string, mediaType: string): Promise<void> {
    await this.storage.write(key, createReadStream(path), { mimeType: mediaType });
  }

  read(key: string): Promise<Readable> {
    return this.storage.read(key);
  }

  has(key: string): Promise<boolean> {
    return this.storage.fileExists(key);
  }

  /** Removes what is kept under a key; nothing is done when there is nothing. */
  async remove(key: string): Promise<void> {
    if (await this.has(key)) await this.storage.deleteFile(key);
  }
}
