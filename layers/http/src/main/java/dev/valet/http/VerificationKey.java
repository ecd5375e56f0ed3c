package dev.valet.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** One public key that passed every check, bound to the one algorithm it verifies. */
final class VerificationKey {
    private final JWSVerifier verifier;
    private final JWSHeader header;
    private final int signatureBytes;
    /** Of an elliptic curve: both halves of a signature lie strictly between zero and this. */
    private final Optional<BigInteger> order;

    /** @param algorithm of the registration; the header of a token is never what chooses (J-3) */
    VerificationKey(JWSVerifier verifier, String algorithm, int signatureBytes, Optional<BigInteger> order) {
        this.verifier = verifier;
        this.header = new JWSHeader(JWSAlgorithm.parse(algorithm));
        this.signatureBytes = signatureBytes;
        this.order = order;
    }

    boolean verifies(byte[] signed, byte[] signature) {
        if (signature.length != signatureBytes || !hasSoundHalves(signature)) {
            return false;
        }
        try {
            return verifier.verify(header, signed, Base64URL.encode(signature));
        } catch (JOSEException failed) {
            return false;
        }
    }

    /** A library once took zeros for every message's signature (CVE-2022-21449); so this does not ask the library. */
    private boolean hasSoundHalves(byte[] signature) {
        int half = signature.length / 2;
        return order.isEmpty()
                || isSound(Arrays.copyOfRange(signature, 0, half))
                        && isSound(Arrays.copyOfRange(signature, half, signature.length));
    }

    private boolean isSound(byte[] half) {
        var number = new BigInteger(1, half);
        return number.signum() > 0 && number.compareTo(order.orElseThrow()) < 0;
    }
}
