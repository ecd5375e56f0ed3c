package dev.valet.action;

import dev.valet.Es256Key;
import dev.valet.Unavailable;

/** Signs receipts with a key that signs nothing else (INV-17). */
public interface ReceiptSigner {
    int MOST_BYTES = 4_096;

    /** Stands wherever nothing was wired: nothing is signed. */
    ReceiptSigner REFUSING = new ReceiptSigner() {
        @Override
        public Es256Key key() {
            throw new Unavailable("receipt-key-not-wired");
        }

        @Override
        public byte[] sign(byte[] text) {
            throw new Unavailable("receipt-key-not-wired");
        }
    };

    /** @throws Unavailable when it is not known now */
    Es256Key key();

    /**
     * @param text at most {@link #MOST_BYTES}, signed as they are: never a digest (T-17)
     * @return R and S of an ES256 signature, 64 bytes
     * @throws Unavailable when it cannot be signed now
     */
    byte[] sign(byte[] text);
}
