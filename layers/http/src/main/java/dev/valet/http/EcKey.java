package dev.valet.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.valet.Json;
import dev.valet.Malformed;
import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.util.Optional;

/** An elliptic curve key of a JWK Set (RFC 7518, section 6.2), whose point is on its curve (J-6). */
final class EcKey {
    private EcKey() {}

    static VerificationKey read(Json.Obj jwk, Curve curve, String algorithm) {
        var parameters = curve.toECParameterSpec();
        int octets = (parameters.getCurve().getField().getFieldSize() + 7) / 8;
        byte[] x = coordinate(jwk, "x", octets);
        byte[] y = coordinate(jwk, "y", octets);
        Malformed.unless(
                isOn(parameters, new BigInteger(1, x), new BigInteger(1, y)), "has points that are on their curve");
        return new VerificationKey(verifier(curve, x, y), algorithm, 2 * octets, Optional.of(parameters.getOrder()));
    }

    private static byte[] coordinate(Json.Obj jwk, String name, int octets) {
        byte[] bytes = Base64Url.decode(Jwk.text(jwk, name));
        Malformed.unless(bytes.length == octets, "writes coordinates in as many octets as the curve has");
        return bytes;
    }

    /** y² = x³ + ax + b, in the field. */
    private static boolean isOn(ECParameterSpec parameters, BigInteger x, BigInteger y) {
        var curve = parameters.getCurve();
        var prime = ((ECFieldFp) curve.getField()).getP();
        var left = y.multiply(y);
        var right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB());
        return x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && left.subtract(right).mod(prime).signum() == 0;
    }

    private static ECDSAVerifier verifier(Curve curve, byte[] x, byte[] y) {
        try {
            return new ECDSAVerifier(new ECKey.Builder(curve, Base64URL.encode(x), Base64URL.encode(y))
                    .build()
                    .toECPublicKey());
        } catch (JOSEException | IllegalStateException unusable) {
            throw new Malformed("has elliptic curve keys that the platform can use");
        }
    }
}
