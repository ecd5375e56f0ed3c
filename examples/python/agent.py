"""A reporting agent: reads one team's report, and shows that it can read nothing else."""

import sys

from botocore.exceptions import ClientError

import valet

reports = valet.session("reports-reader", team="blue").client("s3")
print(reports.get_object(Bucket="acme-reports", Key="blue/summary.csv")["Body"].read().decode())
try:
    reports.get_object(Bucket="acme-reports", Key="red/summary.csv")
    sys.exit("the neighbour's report was readable")
except ClientError as refused:
    print("the neighbour's report:", refused.response["Error"]["Code"])
