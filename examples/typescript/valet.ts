// Ask Valet for a lease and hold it in memory, or have an action performed: all that an agent in TypeScript needs.
// VALET_URL and AWS_REGION come from the agent's deployment. The identity is the one its runtime already has.
import { Sha256 } from "@aws-crypto/sha256-js";
import { fromNodeProviderChain } from "@aws-sdk/credential-providers";
import { SignatureV4 } from "@smithy/signature-v4";

const region = process.env.AWS_REGION!;

/** POST /v1/leases: {"lease": …, "credential": …}. */
export async function lease(grant: string, parameters: Record<string, string> = {}, reason = "") {
  return post("/v1/leases", { grant, parameters, reason });
}

/**
 * POST /v1/actions/{action}: Valet does it, with a credential that this process never holds.
 *
 * {"performance": …, "result": …, "receipt": …} once it is done. {"approval": …} waits for a person: repeat it with that
 * approval's id. {"performance": …} whose state is unknown or running is repeated too. Every repeat takes the key of the first
 * try: another key might do it twice. Give one that outlives this process when what is done must not be done twice.
 */
export async function perform(
  action: string, input: Record<string, unknown>,
  { key = crypto.randomUUID() as string, reason = "", approval = undefined as string | undefined } = {},
) {
  return post("/v1/actions/" + action, { input, reason, approval }, { "idempotency-key": key });
}

/** Signed with the runtime's own role. */
async function post(path: string, content: object, headers: Record<string, string> = {}) {
  const url = new URL(process.env.VALET_URL + path);
  const body = JSON.stringify(content);
  const signer = new SignatureV4({ service: "execute-api", region, sha256: Sha256, credentials: fromNodeProviderChain() });
  const signed = await signer.sign({
    method: "POST", protocol: url.protocol, hostname: url.hostname, path: url.pathname, body,
    headers: { host: url.host, "content-type": "application/json", ...headers },
  });
  const answer = await fetch(url, { method: "POST", headers: signed.headers, body });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${json.reason}: ${json.code ?? json.detail} (request ${json.requestId})`);
  return json;
}

/** A credentials provider for any AWS SDK client: the SDK asks again shortly before the lease ends. */
export function leased(grant: string, parameters: Record<string, string> = {}) {
  return async () => {
    const { credential } = await lease(grant, parameters);
    return {
      accessKeyId: credential.accessKeyId as string,
      secretAccessKey: credential.secretAccessKey as string,
      sessionToken: credential.sessionToken as string,
      expiration: new Date(credential.expiration),
    };
  };
}
