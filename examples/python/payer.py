"""A bookkeeping agent: pays one invoice by a card that it never sees. The invoice makes the key, so no crash and no second
process can pay it twice."""

import sys

import valet

invoice = sys.argv[1] if len(sys.argv) > 1 else "R-7"
approval = sys.argv[2] if len(sys.argv) > 2 else None  # what a person has approved
answer = valet.perform("pay-supplier", key="invoice-" + invoice, approval=approval, amount="120.00", currency="EUR",
                       supplier="acct_papermill", card="pm_card_visa", invoice=invoice)
if "result" in answer:
    print("paid:", answer["result"]["payment"], "receipt:", answer["receipt"])
elif "approval" in answer:
    print("a person reads it first:", answer["approval"]["id"])
else:
    print("not known yet, run this again:", answer["performance"]["id"])
