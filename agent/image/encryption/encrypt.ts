/** An archive encrypted with a passphrase (appc B6) as a stream: AES-256, integrity protected, readable by gpg. */
import { Readable } from "node:stream";
import { openpgp } from "../trust/openpgp.ts";

export async function* encrypted(archive: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Uint8Array> {
  const { createMessage, encrypt, enums } = await openpgp();
  const web: unknown = Readable.toWeb(Readable.from(archive, { objectMode: false, highWaterMark: 256 * 1024 }));
  const message = await createMessage({ binary: web as ReadableStream<Uint8Array>, format: "binary" });
  const sealed = await encrypt({
    message,
    passwords: [passphrase],
    format: "binary",
    config: {
      preferredSymmetricAlgorithm: enums.symmetric.aes256,
      // The archive is compressed already; and AEAD is not what gpg 2.2 reads.
      preferredCompressionAlgorithm: enums.compression.uncompressed,
      aeadProtect: false,
    },
  });
  const reader = (sealed as ReadableStream<Uint8Array>).getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value;
}
