package dev.valet;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The public half of a key for ES256 (RFC 7518, section 3.4), as Valet publishes its own: its id is its thumbprint
 * (RFC 7638), so nobody can swap the key behind an id.
 */
public final class Es256Key {
    static final String FORM = "is a public key on the curve P-256";

    private static final int OCTETS = 32;
    private static final ECParameterSpec P256 = p256();

    private final ECPublicKey key;
    private final String x;
    private final String y;

    private Es256Key(ECPublicKey key) {
        this.key = key;
        this.x = coordinate(key.getW().getAffineX());
        this.y = coordinate(key.getW().getAffineY());
    }

    /**
     * @param subjectPublicKeyInfo DER, as {@code kms:GetPublicKey} answers it
     * @throws Malformed unless it is a key on the curve
     */
    public static Es256Key of(byte[] subjectPublicKeyInfo) {
        try {
            var read = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(subjectPublicKeyInfo));
            return checked(((ECPublicKey) read).getParams(), ((ECPublicKey) read).getW());
        } catch (GeneralSecurityException | ClassCastException noSuchKey) {
            throw new Malformed(FORM);
        }
    }

    /**
     * A key of a JWK Set (RFC 7517, section 4), when it is one for ES256 signatures; a set may hold others.
     *
     * @throws Malformed when it is one, and wrong: off its curve, in another spelling, or under an id that is not its own
     */
    public static Optional<Es256Key> read(Json jwk) {
        boolean meant = jwk.textAt("kty").equals("EC")
                && jwk.textAt("crv").equals("P-256")
                && jwk.textAt("use").equals("sig")
                && jwk.textAt("alg").equals("ES256");
        if (!meant) {
            return Optional.empty();
        }
        var found = checked(P256, new ECPoint(number(jwk.textAt("x")), number(jwk.textAt("y"))));
        boolean same = found.x.equals(jwk.textAt("x"))
                && found.y.equals(jwk.textAt("y"))
                && found.id().equals(jwk.textAt("kid"));
        Malformed.unless(same, FORM);
        return Optional.of(found);
    }

    private static Es256Key checked(ECParameterSpec parameters, ECPoint point) {
        boolean fits = parameters.getCurve().equals(P256.getCurve()) && !point.equals(ECPoint.POINT_INFINITY);
        Malformed.unless(fits && isOnTheCurve(point.getAffineX(), point.getAffineY()), FORM);
        try {
            var spec = new ECPublicKeySpec(point, P256);
            return new Es256Key((ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec));
        } catch (GeneralSecurityException noSuchKey) {
            throw new Malformed(FORM);
        }
    }

    /** y² = x³ + ax + b, in the field; the platform does not ask. */
    private static boolean isOnTheCurve(BigInteger x, BigInteger y) {
        var prime = ((ECFieldFp) P256.getCurve().getField()).getP();
        var right = x.multiply(x)
                .add(P256.getCurve().getA())
                .multiply(x)
                .add(P256.getCurve().getB());
        return x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.multiply(y).subtract(right).mod(prime).signum() == 0;
    }

    /** Its RFC 7638 thumbprint: SHA-256 of the members that make a key, in base64url. */
    public String id() {
        var members = Json.strings(Map.of("crv", "P-256", "kty", "EC", "x", x, "y", y));
        return encoded(HexFormat.of().parseHex(Hash.sha256(members.canonical())));
    }

    /** As it is published: these members and no other. */
    public Json.Obj jwk() {
        return Json.object()
                .with("kty", "EC")
                .with("crv", "P-256")
                .with("x", x)
                .with("y", y)
                .with("use", "sig")
                .with("alg", "ES256")
                .with("kid", id())
                .build();
    }

    /** @param signature R and S, as a JWS has them */
    public boolean verifies(byte[] message, byte[] signature) {
        if (!EcdsaSignature.isOfTheGroup(signature)) {
            return false;
        }
        try {
            var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException noSignature) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it, and this is its key
        }
    }

    private static String coordinate(BigInteger number) {
        var bytes = number.toByteArray();
        int length = Math.min(bytes.length, OCTETS); // a sign may stand before it
        var padded = new byte[OCTETS];
        System.arraycopy(bytes, bytes.length - length, padded, OCTETS - length, length);
        return encoded(padded);
    }

    private static BigInteger number(String coordinate) {
        try {
            var bytes = Base64.getUrlDecoder().decode(coordinate);
            Malformed.unless(bytes.length == OCTETS, FORM);
            return new BigInteger(1, bytes);
        } catch (IllegalArgumentException notBase64) {
            throw new Malformed(FORM);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static ECParameterSpec p256() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has P-256
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Es256Key that && x.equals(that.x) && y.equals(that.y);
    }

    @Override
    public int hashCode() {
        return Objects.hash(x, y);
    }

    @Override
    public String toString() {
        return "ES256 key " + id();
    }
}
