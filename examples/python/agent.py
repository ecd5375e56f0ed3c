"""A reporting agent: reads one team's report, shows that it can read nothing else, and has the report summarised."""

import sys

from botocore.exceptions import ClientError

import valet

reports = valet.session("reports-reader", team="blue").client("s3")
report = reports.get_object(Bucket="acme-reports", Key="blue/summary.csv")["Body"].read().decode()
print(report)
try:
    reports.get_object(Bucket="acme-reports", Key="red/summary.csv")
    sys.exit("the neighbour's report was readable")
except ClientError as refused:
    print("the neighbour's report:", refused.response["Error"]["Code"])
summary = valet.perform("summarise-report", text=report, maxTokens=200)
print("summarised for", summary["performance"]["spent"] + ":", summary["result"]["text"])
