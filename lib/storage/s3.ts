// Blobs in a bucket. Checksums only when required: with the SDK's default trailers, Ceph refuses streams and others store them damaged.

import { createReadStream } from 'node:fs'
import { stat, unlink } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand, GetObjectCommand, HeadBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client, S3ServiceException,
} from '@aws-sdk/client-s3'
import type { FilesPlace } from '#lib/env.ts'
import { keyOf, type Shelf } from './shelf.ts'

type Bucket = Extract<FilesPlace, { kind: 's3' }>

/** Blobs in an S3 bucket, under a prefix. */
export function s3Shelf(place: Bucket): Shelf {
  const client = clientOf(place)
  const at = (sha256: string) => ({ Bucket: place.bucket, Key: [place.prefix, keyOf(sha256)].filter(Boolean).join('/') })
  const sizeOf = async (sha256: string) =>
    (await whenThere(client.send(new HeadObjectCommand(at(sha256)))))?.ContentLength ?? null

  return {
    sizeOf,
    async keep(path, sha256) {
      if ((await sizeOf(sha256)) === null) await put(client, at(sha256), path, sha256)
      await unlink(path)
    },
    async open(sha256, range) {
      const Range = range && `bytes=${range.start}-${range.end}`
      const found = await whenThere(client.send(new GetObjectCommand({ ...at(sha256), Range })))
      if (!(found?.Body instanceof Readable)) return null
      return { size: wholeSize(found.ContentRange) ?? found.ContentLength ?? 0, stream: found.Body }
    },
    drop: async (sha256) => void (await client.send(new DeleteObjectCommand(at(sha256)))),
    isWell: () => client.send(new HeadBucketCommand({ Bucket: place.bucket })).then(() => true, () => false),
  }
}

function clientOf(place: Bucket): S3Client {
  return new S3Client({
    region: place.region,
    ...(place.endpoint && { endpoint: place.endpoint, forcePathStyle: true }),
    credentials: { accessKeyId: place.accessKeyId, secretAccessKey: place.secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}

/** One request: the object appears whole, checked by the store against its SHA-256, or not at all. */
async function put(client: S3Client, at: { Bucket: string; Key: string }, path: string, sha256: string): Promise<void> {
  const { size } = await stat(path)
  const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64')
  await client.send(new PutObjectCommand({ ...at, Body: createReadStream(path), ContentLength: size, ChecksumSHA256 }))
}

/** `bytes 0-99/1234` tells the size of the whole (RFC 9110 §14.4). */
const wholeSize = (contentRange: string | undefined) => {
  const size = /\/(\d+)$/.exec(contentRange ?? '')?.[1]
  return size === undefined ? null : Number(size)
}

async function whenThere<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null
    throw error
  })
}
