import { createHash } from "node:crypto";
import { ConnectorError } from "../../../cart/connector-error.ts";
import type { EmarsysOptions, EmarsysTools } from "./options.ts";
import type { SignIn } from "./sign-in.ts";

/**
 * The value of `X-WSSE`. Emarsys wants the base64 of the hexadecimal *text* of the SHA-1, not of its 20 bytes, and the
 * nonce as plain hexadecimal text; usual WSSE libraries get both differently.
 */
export function wsseHeader(
  user: { readonly name: string; readonly secret: string },
  at: { readonly nonce: Buffer; readonly created: Date },
): string {
  const nonce = at.nonce.toString("hex");
  const created = at.created.toISOString();
  const hex = createHash("sha1").update(`${nonce}${created}${user.secret}`).digest("hex");
  const digest = Buffer.from(hex).toString("base64");
  return `UsernameToken Username="${user.name}", PasswordDigest="${digest}", Nonce="${nonce}", Created="${created}"`;
}

/** Sign-in for API v2. Every credential is for one request; one that is turned down makes us read the secrets again. */
export function wsseSignIn(options: EmarsysOptions, tools: EmarsysTools): SignIn {
  const { userNameSecretName, secretSecretName } = options;
  return {
    async credential() {
      const name = quotable(await tools.secrets.read(userNameSecretName), userNameSecretName);
      const secret = await tools.secrets.read(secretSecretName);
      const header = wsseHeader(
        { name, secret },
        { nonce: tools.random.bytes(16), created: tools.clock.now() },
      );
      return {
        headers: { "x-wsse": header },
        turnedDown() {
          tools.secrets.forget(userNameSecretName);
          tools.secrets.forget(secretSecretName);
        },
      };
    },
  };
}

/** A name that cannot stand in the header, for instance one saved with its line end, would fail as a broken request. */
function quotable(name: string, secretName: string): string {
  if (/^[\x20-\x7e]+$/.test(name) && !name.includes('"')) return name;
  throw new ConnectorError(
    "provider-misconfigured",
    `the user name in the secret ${secretName} has characters that cannot be sent`,
    {
      fix: "save the secret named by EmarsysClientOptions.ApiUserNameKeyVaultSecretName again, without line ends or quotation marks",
    },
  );
}
