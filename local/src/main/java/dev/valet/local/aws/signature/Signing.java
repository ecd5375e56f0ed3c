package dev.valet.local.aws.signature;

import dev.valet.local.aws.wire.Blob;
import dev.valet.local.aws.wire.Parameters;
import dev.valet.local.aws.wire.Percent;
import dev.valet.local.aws.wire.Received;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The arithmetic of Signature Version 4. */
final class Signing {
    private Signing() {}

    static byte[] key(String secret, Claim.Scope scope) {
        byte[] day = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), scope.day());
        return hmac(hmac(hmac(day, scope.region()), scope.service()), "aws4_request");
    }

    static String sign(byte[] key, String stringToSign) {
        return HexFormat.of().formatHex(hmac(key, stringToSign));
    }

    static String stringToSign(Claim claim, String canonicalRequest) {
        return String.join(
                "\n",
                Claim.ALGORITHM,
                claim.timestamp(),
                claim.scope().toString(),
                Blob.of(canonicalRequest).sha256());
    }

    static String canonicalRequest(Received request, Claim claim, String payloadHash) {
        String headers = claim.signedHeaders().stream()
                .map(name -> name + ":" + headerValue(request, name) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                path(request.path(), claim.scope().service().equals("s3")),
                query(request.parameters()),
                headers,
                String.join(";", claim.signedHeaders()),
                payloadHash);
    }

    private static String headerValue(Received request, String name) {
        return request.headers().getOrDefault(name, List.of()).stream()
                .map(value -> value.strip().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    /** S3 signs the path as it is, encoded once; everybody else a normalised path, encoded once more. */
    private static String path(String raw, boolean s3) {
        if (s3) {
            return Percent.encodePath(Percent.decode(raw));
        }
        Deque<String> segments = new ArrayDeque<>();
        String rest = raw;
        while (!rest.isEmpty()) {
            int slash = rest.indexOf('/');
            String segment = slash < 0 ? rest : rest.substring(0, slash);
            rest = slash < 0 ? "" : rest.substring(slash + 1);
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        String end = !segments.isEmpty() && (raw.endsWith("/") || raw.endsWith("/.") || raw.endsWith("/..")) ? "/" : "";
        return "/" + Percent.encodePath(String.join("/", segments)) + end;
    }

    private static String query(Parameters parameters) {
        var encoded = new ArrayList<Parameters.Entry>();
        for (var entry : parameters.entries()) {
            if (!entry.name().equals("X-Amz-Signature")) {
                encoded.add(new Parameters.Entry(Percent.encode(entry.name()), Percent.encode(entry.value())));
            }
        }
        return encoded.stream()
                .sorted(Comparator.comparing(Parameters.Entry::name).thenComparing(Parameters.Entry::value))
                .map(entry -> entry.name() + "=" + entry.value())
                .collect(Collectors.joining("&"));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
