package dev.valet.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority for this one run, and servers it vouches for: rightly, for another name, for a time that is over. */
final class TestCertificates {
    private static final char[] PASSWORD = "throw-away".toCharArray();
    private static final Duration DAY = Duration.ofDays(1);
    private static final KeyPair AUTHORITY = pair();
    private static final KeyPair SERVER = pair();
    private static final Certificate ROOT = certificate("authority", AUTHORITY, AUTHORITY, Server.now(), basic());

    /** Whose certificate a server shows. */
    enum Server {
        RIGHT,
        OTHER_NAME,
        EXPIRED,
        SELF_SIGNED;

        private static Instant now() {
            return Instant.now();
        }

        private Certificate certificate() {
            var signer = this == SELF_SIGNED ? SERVER : AUTHORITY;
            var name = this == OTHER_NAME ? "other.example" : TestUpstream.HOST;
            var from = this == EXPIRED ? now().minus(DAY.multipliedBy(10)) : now();
            return TestCertificates.certificate(
                    signer.equals(SERVER) ? "server" : "authority", signer, SERVER, from, names(name));
        }
    }

    private TestCertificates() {}

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** X.509 (RFC 5280, section 4.1) by hand, because the JDK has no public way to sign a certificate. */
    private static Certificate certificate(
            String issuer, KeyPair signer, KeyPair subject, Instant from, byte[] extension) {
        try {
            var algorithm = Der.sequence(Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)); // ecdsa-with-SHA256
            var name = subject.equals(AUTHORITY) ? "authority" : "server";
            var body = Der.sequence(
                    Der.tagged(0xa0, Der.integer(2)),
                    Der.integer(from.getEpochSecond()),
                    algorithm,
                    Der.name(issuer),
                    Der.sequence(Der.time(from.minus(DAY)), Der.time(from.plus(DAY))),
                    Der.name(name),
                    subject.getPublic().getEncoded(),
                    Der.tagged(0xa3, Der.sequence(extension)));
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer.getPrivate());
            signature.update(body);
            var whole = Der.sequence(body, algorithm, Der.bits(signature.sign()));
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** That it may sign others. */
    private static byte[] basic() {
        return Der.sequence(Der.oid(0x55, 0x1d, 0x13), Der.octets(Der.sequence(Der.tagged(0x01, new byte[] {(byte) 0xff
        }))));
    }

    private static byte[] names(String dns) {
        return Der.sequence(Der.oid(0x55, 0x1d, 0x11), Der.octets(Der.sequence(Der.tagged(0x82, Der.ascii(dns)))));
    }

    /** What the server proves itself with. */
    static SSLContext server(Server server) throws GeneralSecurityException, IOException {
        var store = empty();
        var chain = server == Server.SELF_SIGNED
                ? new Certificate[] {server.certificate()}
                : new Certificate[] {server.certificate(), ROOT};
        store.setKeyEntry("server", SERVER.getPrivate(), PASSWORD, chain);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Trusts the authority, and nobody else. */
    static SSLContext client() throws GeneralSecurityException, IOException {
        var store = empty();
        store.setCertificateEntry("authority", ROOT);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
