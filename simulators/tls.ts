import "reflect-metadata";
import { randomUUID, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A certificate authority made for one test or one demo, never stored. */
export interface TestAuthority {
  /** What a client has to trust, as PEM. */
  readonly ca: string;
  /** A certificate for loopback servers. */
  readonly leaf: { readonly key: string; readonly cert: string };
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

export async function createTestAuthority(): Promise<TestAuthority> {
  x509.cryptoProvider.set(globalThis.crypto);
  const notBefore = new Date(Date.now() - 86_400_000);
  const notAfter = new Date(Date.now() + 7 * 86_400_000);
  const caKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    // a name of its own: two authorities of one name trusted by one process would be taken for each other
    name: `CN=Simulators test CA ${randomUUID()}`,
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  const leafKeys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: "02",
    subject: "CN=localhost",
    issuer: ca.subject,
    notBefore,
    notAfter,
    signingAlgorithm: ALGORITHM,
    publicKey: leafKeys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
      ]),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", leafKeys.privateKey));
  const key = x509.PemConverter.encode(pkcs8, "PRIVATE KEY");
  return { ca: ca.toString("pem"), leaf: { key, cert: leaf.toString("pem") } };
}
