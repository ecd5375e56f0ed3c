package dev.valet.local.aws.signature;

import dev.valet.local.aws.signature.Verification.Refusal;

/** Carries a refusal out of the steps of verifying. */
final class Refusing extends RuntimeException {
    private static final long serialVersionUID = 1;

    final Refusal refusal;

    Refusing(Refusal refusal, String detail) {
        super(detail, null, false, false);
        this.refusal = refusal;
    }

    static void unless(boolean holds, Refusal refusal, String detail) {
        if (!holds) {
            throw new Refusing(refusal, detail);
        }
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
