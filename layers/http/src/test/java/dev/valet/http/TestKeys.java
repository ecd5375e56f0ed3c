package dev.valet.http;

import dev.valet.Json;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Map;

/** Key pairs made once for all tests, and the JWKs that publish them. */
final class TestKeys {
    static final KeyPair RSA = rsa(2048);
    static final KeyPair OTHER_RSA = rsa(2048);
    static final KeyPair P256 = ec("secp256r1");
    static final KeyPair P384 = ec("secp384r1");

    private TestKeys() {}

    static KeyPair rsa(int bits) {
        return pair("RSA", new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
    }

    static KeyPair ec(String curve) {
        return pair("EC", new ECGenParameterSpec(curve));
    }

    private static KeyPair pair(String sort, AlgorithmParameterSpec parameters) {
        try {
            var generator = KeyPairGenerator.getInstance(sort);
            generator.initialize(parameters);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Json.Obj jwk(String id, String algorithm, KeyPair pair) {
        return switch (pair.getPublic()) {
            case RSAPublicKey rsa -> rsa(id, algorithm, rsa.getModulus(), rsa.getPublicExponent());
            case ECPublicKey ec -> ec(id, algorithm, ec);
            default -> throw new IllegalArgumentException();
        };
    }

    static Json.Obj rsa(String id, String algorithm, BigInteger modulus, BigInteger exponent) {
        return Json.object()
                .with("kty", "RSA")
                .with("kid", id)
                .with("use", "sig")
                .with("alg", algorithm)
                .with("n", Base64Url.encode(unsigned(modulus, (modulus.bitLength() + 7) / 8)))
                .with("e", Base64Url.encode(unsigned(exponent, (exponent.bitLength() + 7) / 8)))
                .build();
    }

    private static Json.Obj ec(String id, String algorithm, ECPublicKey key) {
        int bits = key.getParams().getCurve().getField().getFieldSize();
        return Json.object()
                .with("kty", "EC")
                .with("kid", id)
                .with("use", "sig")
                .with("alg", algorithm)
                .with("crv", "P-" + bits)
                .with("x", Base64Url.encode(unsigned(key.getW().getAffineX(), bits / 8)))
                .with("y", Base64Url.encode(unsigned(key.getW().getAffineY(), bits / 8)))
                .build();
    }

    private static byte[] unsigned(BigInteger number, int octets) {
        byte[] signed = number.toByteArray();
        byte[] out = new byte[octets];
        int taken = Math.min(signed.length, octets);
        System.arraycopy(signed, signed.length - taken, out, octets - taken, taken);
        return out;
    }

    static Json.Obj set(Json.Obj... keys) {
        return Json.object().with("keys", new Json.Arr(Arrays.asList(keys))).build();
    }

    /** The same object with some members put in place of its own. */
    static Json.Obj with(Json.Obj object, Map<String, Json> changes) {
        var changed = Json.object();
        object.members().forEach(changed::with);
        changes.forEach(changed::with);
        return changed.build();
    }

    static Json.Obj without(Json.Obj object, String member) {
        var changed = Json.object();
        object.members().forEach((name, value) -> {
            if (!name.equals(member)) {
                changed.with(name, value);
            }
        });
        return changed.build();
    }
}
