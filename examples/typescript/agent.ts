// A reporting agent: reads one team's report, shows that it can read nothing else, and has the report summarised.
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { leased, perform } from "./valet.js";

const reports = new S3Client({ credentials: leased("reports-reader", { team: "blue" }), forcePathStyle: true });
const read = (key: string) => reports.send(new GetObjectCommand({ Bucket: "acme-reports", Key: key }));

const report = await (await read("blue/summary.csv")).Body!.transformToString();
console.log(report);
const refused = await read("red/summary.csv").then(() => undefined, (error: Error) => error);
if (!refused) throw new Error("the neighbour's report was readable");
console.log("the neighbour's report:", refused.name);
const summary = await perform("summarise-report", { text: report, maxTokens: 200 });
console.log(`summarised for ${summary.performance.spent}: ${summary.result.text}`);
