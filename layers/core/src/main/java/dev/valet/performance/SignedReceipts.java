package dev.valet.performance;

import dev.valet.action.Receipt;
import dev.valet.action.SignReceipt;
import dev.valet.approval.ApprovalId;
import dev.valet.performance.Performance.State;

/** A receipt is of what is on record, and of nothing that only the one who performed it knew: it can be had later as well. */
public final class SignedReceipts implements Receipts {
    private final SignReceipt signReceipt;

    public SignedReceipts(SignReceipt signReceipt) {
        this.signReceipt = signReceipt;
    }

    @Override
    public String receipt(Performance settled) {
        if (!(settled.state() instanceof State.Settled as)) {
            throw new IllegalStateException("a receipt is of what was done");
        }
        var basis = new Receipt.Basis(
                settled.id(),
                settled.principal(),
                settled.agent(),
                settled.grant(),
                settled.action(),
                settled.inputHash(),
                settled.approval().map(ApprovalId::text),
                settled.basis().revision());
        return signReceipt.sign(signReceipt.receipt(basis, new Receipt.Outcome(as.result(), as.reference(), as.at())));
    }
}
