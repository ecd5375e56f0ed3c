package dev.valet.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.valet.Json;
import dev.valet.Malformed;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** An RSA key of a JWK Set (RFC 7518, section 6.3), with a modulus worth trusting (J-6). */
final class RsaKey {
    private static final int LEAST_BITS = 2048;
    /** More only costs time, and the time is Valet's. */
    private static final int MOST_BITS = 8192;

    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);
    private static final int MOST_EXPONENT_BITS = 32;

    /**
     * The small primes under which a modulus made by a broken Infineon chip shows: it is a power of 65537 under each of
     * them (ROCA, CVE-2017-15361). By chance that happens to one modulus in about 2^27.
     */
    private static final List<Integer> SMALL_PRIMES = IntStream.rangeClosed(3, 167)
            .filter(number -> BigInteger.valueOf(number).isProbablePrime(50))
            .boxed()
            .toList();

    private RsaKey() {}

    static VerificationKey read(Json.Obj jwk, String algorithm) {
        var modulus = number(Jwk.text(jwk, "n"));
        var exponent = number(Jwk.text(jwk, "e"));
        Malformed.unless(
                modulus.bitLength() >= LEAST_BITS && modulus.bitLength() <= MOST_BITS && modulus.testBit(0),
                "has RSA moduli of " + LEAST_BITS + " to " + MOST_BITS + " bits");
        Malformed.unless(
                exponent.compareTo(LEAST_EXPONENT) >= 0
                        && exponent.bitLength() <= MOST_EXPONENT_BITS
                        && exponent.testBit(0),
                "has RSA exponents from " + LEAST_EXPONENT + ", odd and of " + MOST_EXPONENT_BITS + " bits at most");
        Malformed.unless(!isRoca(modulus), "has no RSA key of a broken chip (ROCA)");
        return new VerificationKey(
                verifier(modulus, exponent), algorithm, (modulus.bitLength() + 7) / 8, Optional.empty());
    }

    private static RSASSAVerifier verifier(BigInteger modulus, BigInteger exponent) {
        try {
            return new RSASSAVerifier(new RSAKey.Builder(Base64URL.encode(modulus), Base64URL.encode(exponent))
                    .build()
                    .toRSAPublicKey());
        } catch (JOSEException unusable) {
            throw new Malformed("has RSA keys that the platform can use");
        }
    }

    /** RFC 7518, section 2: big-endian, in no more octets than it takes. */
    private static BigInteger number(String text) {
        byte[] bytes = Base64Url.decode(text);
        Malformed.unless(bytes.length > 0 && bytes[0] != 0, "writes RSA numbers in as few octets as it takes");
        return new BigInteger(1, bytes);
    }

    static boolean isRoca(BigInteger modulus) {
        return SMALL_PRIMES.stream()
                .allMatch(prime -> powers(prime)
                        .contains(modulus.mod(BigInteger.valueOf(prime)).intValue()));
    }

    /** What powers of 65537 leave under a prime. */
    private static Set<Integer> powers(int prime) {
        var powers = new HashSet<Integer>();
        for (int power = 1; powers.add(power); ) {
            power = (power * 65_537) % prime;
        }
        return powers;
    }
}
