// A reporting agent: reads one team's report, and shows that it can read nothing else.
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { leased } from "./valet.js";

const reports = new S3Client({ credentials: leased("reports-reader", { team: "blue" }), forcePathStyle: true });
const read = (key: string) => reports.send(new GetObjectCommand({ Bucket: "acme-reports", Key: key }));

console.log(await (await read("blue/summary.csv")).Body!.transformToString());
const refused = await read("red/summary.csv").then(() => undefined, (error: Error) => error);
if (!refused) throw new Error("the neighbour's report was readable");
console.log("the neighbour's report:", refused.name);
