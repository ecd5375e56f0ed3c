// A program that knows nothing of Valet: the SDK finds the container credentials in its environment and refreshes them.
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const secrets = new SecretsManagerClient({});
const read = () => secrets.send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN }));
const [value, again] = [(await read()).SecretString, (await read()).SecretString];
if (!value || value !== again) throw new Error("the secret was not read");
console.log("unchanged: ok");
